"""What the API takes and gives of causes of delay and of judgements of debtors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from huikuan.api.answers import Row
from huikuan.api.contents import FileIn
from huikuan.api.fields import Currency, Day, Id, Reason, Text300, Text2000, Word
from huikuan.api.inputs import Input, NumberedPageIn
from huikuan.causes.rules.causes import Cause, State
from huikuan.conduct.rules.judging import State as JudgedState
from huikuan.conduct.rules.weighing import Ground, Nature

CauseWord = Annotated[Cause, Word(Cause)]
CauseState = Annotated[State, Word(State)]
NatureWord = Annotated[Nature, Word(Nature)]
GroundWord = Annotated[Ground, Word(Ground)]
JudgementState = Annotated[JudgedState, Word(JudgedState)]


class CausePageIn(NumberedPageIn):
    """Recorded causes, all, of one state or of one kind, the latest first."""

    state: CauseState | None = None
    cause: CauseWord | None = None


class MendIn(Input):
    """What one of us does about a cause on our side, and by when."""

    what: Text300
    who_id: Id
    until: Day


class CauseIn(Input):
    """Why items of one customer are not paid, with a file or a contact that shows it.

    Without `owner_id` the person of the token owns it. A cause on our side needs `mend`: until it is done its items are not asked for.
    """

    company_id: Id
    customer_id: Id
    currency: Currency
    cause: CauseWord
    text: Text2000
    receivable_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    owner_id: Id | None = None
    files: Annotated[list[FileIn], Field(max_length=5)] = []
    activity_ids: Annotated[list[Id], Field(max_length=50)] = []
    mend: MendIn | None = None


class MendedIn(Input):
    """Whether what was ours is mended, and what was done or is still missing."""

    is_done: StrictBool
    note: Reason


class MendOut(Row):
    """What one of us does about a cause on our side."""

    what: str
    who_id: int
    who: str
    until: date
    done_on: date | None


class CauseOut(Row):
    """A recorded cause, minor units: what was open of its items then, and what of that is open still."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    cause: CauseWord
    text: str
    owner_id: int
    owner: str
    since: date
    state: CauseState
    ended_on: date | None
    open_minor: int
    still_minor: int
    mend: MendOut | None


class CausedItemOut(Row):
    """An item a cause is about, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    due_date: date | None
    open_minor: int
    still_minor: int
    ended_on: date | None


class CauseProofOut(Row):
    """A file or a contact that shows the cause is true."""

    document_id: int | None
    name: str
    activity_id: int | None
    said: str
    on: datetime | None


class CauseDetailsOut(CauseOut):
    """A cause with its items and what shows it."""

    items: list[CausedItemOut]
    evidence: list[CauseProofOut]


class TraceOut(Row):
    """A row behind a ground: a promise, a dispute, a contact …"""

    kind: str
    id: int
    day: date
    said: str


class GroundOut(Row):
    """A ground that was found, how often, and its points."""

    ground: GroundWord
    times: int
    points: int
    traces: list[TraceOut]


class ConductProposalOut(Row):
    """What the rules propose, with reasons and counter-reasons; a person decides."""

    nature: NatureWord
    points_for: int
    points_against: int
    reasons: list[GroundOut]
    counters: list[GroundOut]
    policy_number: int


class JudgementOut(Row):
    """What a person took the debtor for, and until when it is looked at again."""

    id: int
    nature: NatureWord
    reason: str
    proposed: NatureWord
    judged_on: date
    review_on: date
    judge: str
    state: JudgementState
    ended_on: date | None


class ConductOut(BaseModel):
    """What the rules propose of a debtor now, and every judgement, the newest first."""

    customer_id: int
    proposal: ConductProposalOut
    judgements: list[JudgementOut]


class JudgementIn(Input):
    """What a debtor is taken for, and why; `replaces` is the id of the judgement in force that was seen, 0 for none."""

    nature: NatureWord
    reason: Text2000
    review_on: Day | None = None
    replaces: Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)] = 0
