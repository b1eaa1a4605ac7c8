"""What the API takes and gives of contacts, promises and how they were kept."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum, auto
from typing import Annotated

from pydantic import BaseModel, Field

from huikuan.activities.rules import ActivityKind, Outcome
from huikuan.api.answers import Row
from huikuan.api.fields import Currency, Day, Id, Minor, Text60, Text100, Text300, Text2000, Word
from huikuan.api.inputs import Input, NumberedPageIn
from huikuan.customers.file_rules import PersonRole
from huikuan.promises.rules import Channel, State

ContactKind = Annotated[ActivityKind, Word(ActivityKind)]
PersonRoleWord = Annotated[PersonRole, Word(PersonRole)]
ContactOutcome = Annotated[Outcome, Word(Outcome)]
PromiseState = Annotated[State, Word(State)]
PromiseChannel = Annotated[Channel, Word(Channel)]


class PromisePageIn(NumberedPageIn):
    """Promises, all or of one state, the latest made first."""

    state: PromiseState | None = None


class ConversationIn(Input):
    """A conversation from its opening to what was agreed: with a contact on file, or with a role."""

    contact_id: Id | None = None
    role: PersonRoleWord | None = None
    opening: Text2000 = ""
    bargaining: Text2000 = ""
    action: Text2000 = ""
    consequence: Text2000 = ""


class PromisedIn(Input):
    """What was promised in a contact: so much by a day; without items the oldest ones."""

    company_id: Id
    currency: Currency
    amount_minor: Minor
    day: Day
    said_by: Text100
    role: Text60 = ""
    receivable_ids: Annotated[list[Id], Field(max_length=200)] = []


class ContactIn(Input):
    """A call, visit or message: what was said, the next step with its day, what was promised in it.

    `strategy` is the code of the one it was made with (`GET /customers/{id}/strategies`): what comes of it is measured.
    """

    customer_id: Id
    kind: ContactKind
    text: Text2000
    outcome: ContactOutcome
    next_action: Text300 = ""
    next_date: Day | None = None
    company_id: Id | None = None
    conversation: ConversationIn | None = None
    promise: PromisedIn | None = None
    strategy: Text60 = ""


class ContactCreated(BaseModel):
    """The id of the contact, and of the promise given in it."""

    id: int
    promise_id: int | None


class ConversationOut(Row):
    """A conversation as it was recorded."""

    contact_id: int | None
    role: str
    opening: str
    bargaining: str
    action: str
    consequence: str


class ContactOut(Row):
    """A contact with the next step that was agreed."""

    id: int
    customer_id: int
    company_id: int | None
    kind: str
    at: datetime
    who_name: str
    text: str
    outcome: str
    next_action: str
    next_date: date | None
    conversation: ConversationOut | None


class PromiseOut(Row):
    """A promise, minor units; `held_through` is the last day on which its items are not asked for."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    amount_minor: int
    paid_minor: int
    day: date
    held_through: date
    said_by: str
    role: str
    channel: PromiseChannel
    text: str
    made_on: date
    recorded_by: str
    state: PromiseState
    ended_on: date | None


class PromisedItemOut(Row):
    """What of an item was promised, and what of it is open now, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    due_date: date | None
    amount_minor: int
    open_minor: int


class PromiseDetailsOut(PromiseOut):
    """A promise with its items."""

    items: list[PromisedItemOut]


class KeptBy(StrEnum):
    # whose promises are added up
    CUSTOMER = auto()
    COLLECTOR = auto()


class KeptRatesIn(Input):
    """Promises whose day lies between two days, both included."""

    since: Day
    through: Day
    by: KeptBy = KeptBy.CUSTOMER


class KeptRateOut(BaseModel):
    """How promises in one currency were kept; the rates in thousandths, null where nothing came due."""

    name: str
    customer_id: int | None
    currency: str
    due: int
    kept: int
    partly: int
    broken: int
    due_minor: int
    kept_minor: int
    permille: int | None
    permille_of_amount: int | None
