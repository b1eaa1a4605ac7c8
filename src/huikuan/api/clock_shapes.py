"""What the API takes and gives of limitation periods and other legal deadlines."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StrictInt

from huikuan.api.answers import Row
from huikuan.api.contents import Content, FileName
from huikuan.api.fields import AddressDays, AddressId, Day, Id, Text500, Word
from huikuan.api.inputs import Input, NumberedPageIn
from huikuan.clocks.rules.deadlines import DeadlineKind
from huikuan.clocks.rules.kinds import EventKind, Strength
from huikuan.clocks.rules.limitation import Why

EventWord = Annotated[EventKind, Word(EventKind)]
StrengthWord = Annotated[Strength, Word(Strength)]
WhyWord = Annotated[Why, Word(Why)]
DeadlineWord = Annotated[DeadlineKind, Word(DeadlineKind)]


class ClockPageIn(NumberedPageIn):
    """Clocks, the nearest end first; `within` so many days only."""

    within: AddressDays | None = None


class DeadlinesIn(Input):
    """Other legal deadlines that run, of one customer if one is named."""

    customer_id: AddressId | None = None


class ClockEventIn(Input):
    """What happened about a debt, with the paper that proves it in base64; `since` only for an obstacle that ended.

    `obstacle` is one that lasts still, `on` its first day or a later one on which the paper shows it.
    """

    company_id: Id
    customer_id: Id
    kind: EventWord
    on: Day
    receivable_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    file_name: FileName
    content_base64: Content
    note: Text500 = ""
    since: Day | None = None


class ClockOut(Row):
    """A late debt's clock, minor units: `expires`, and `safe`, the day people are warned by: without weak evidence."""

    invoice_id: int
    invoice_number: str
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    open_minor: int
    written_off_minor: int
    basis: date
    expires: date
    safe: date
    last_kind: EventWord | None
    last_on: date | None
    strength: StrengthWord | None
    is_accepted: bool


class ClockEventOut(BaseModel):
    """An event and whether it counts, why, by which article; `source` names the row or paper it comes from."""

    on: date
    kind: EventWord
    counted: bool
    why: WhyWord
    message: str
    article: str
    strength: StrengthWord
    has_evidence: bool
    source: str


class DebtClockOut(BaseModel):
    """The clock of one debt with its chain of events."""

    invoice_id: int
    invoice_number: str
    customer_id: int
    company_id: int
    currency: str
    open_minor: int
    written_off_minor: int
    counted_from: date | None
    expires: date | None
    longest: date | None
    safe: date | None
    events: list[ClockEventOut]


class DeadlineOut(Row):
    """A legal deadline; `step` is the warning it has reached (180, 90, 30 days; 0: over), null while it is far."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    kind: DeadlineWord
    basis: date
    last_day: date
    article: str
    subject: str
    step: StrictInt | None
