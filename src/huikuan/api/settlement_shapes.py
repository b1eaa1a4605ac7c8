"""What the API takes and gives of plans to pay."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from huikuan.api.answers import Row
from huikuan.api.contents import Content, FileName
from huikuan.api.fields import Currency, Day, Id, Minor, MinorOrNone, Reason, Text100, Text500, Word
from huikuan.api.inputs import Input, NumberedPageIn
from huikuan.settlements.rules.judging import InstalmentState
from huikuan.settlements.rules.plans import InterestRule, Kind, State

PlanKind = Annotated[Kind, Word(Kind)]
PlanState = Annotated[State, Word(State)]
PlanInterest = Annotated[InterestRule, Word(InterestRule)]
PartState = Annotated[InstalmentState, Word(InstalmentState)]


class PlanPageIn(NumberedPageIn):
    """Plans, all or of one state."""

    state: PlanState | None = None


class PartIn(Input):
    """So much by a day."""

    day: Day
    amount_minor: Minor


class PlanIn(Input):
    """A plan about open items of one customer, each whole: its instalments and the discount are exactly what is open of them."""

    company_id: Id
    customer_id: Id
    currency: Currency
    kind: PlanKind
    receivable_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=120)]
    begins_on: Day
    discount_minor: MinorOrNone = 0
    interest: PlanInterest = InterestRule.CONTINUES
    text: Text500 = ""


class PlanReasonIn(Input):
    """Why; needed where approval is asked for."""

    reason: Text500 = ""


class PlanSignatureIn(Input):
    """Who signed on which day, and the signed paper in base64."""

    by: Text100
    on: Day
    file_name: FileName
    content_base64: Content


class PlanDemandIn(Input):
    """On which day the demand of a broken plan's arrears reached the buyer, how, and the paper that proves it in base64."""

    on: Day
    note: Reason
    file_name: FileName
    content_base64: Content


class PlanProposed(BaseModel):
    """The plan, and the request for approval where amount or loss need it."""

    id: int
    request_id: int | None


class PlanAccelerated(BaseModel):
    """The plan, and what is asked for at once, minor units."""

    id: int
    minor: int


class PlanOut(Row):
    """A plan, minor units; while it runs its items are not asked for through `held_through`."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    kind: PlanKind
    settled_minor: int
    discount_minor: int
    total_minor: int
    interest: PlanInterest
    interest_loss_minor: int
    time_loss_minor: int
    paid_minor: int
    begins_on: date
    held_through: date
    made_on: date
    made_by: str
    state: PlanState
    signed_by: str
    signed_on: date | None
    ended_on: date | None


class PlanItemOut(Row):
    """An item of a plan, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    due_date: date | None
    amount_minor: int
    open_minor: int


class InstalmentOut(BaseModel):
    """How an instalment stands by the money that came, minor units; missed once its grace has passed."""

    day: date
    amount_minor: int
    held_through: date
    paid_minor: int
    state: PartState


class AccelerationOut(BaseModel):
    """Whether the whole rest of a broken plan may be asked for at once, with the facts that are missing and the article."""

    is_open: bool
    missing: list[str]
    threshold_minor: int
    opens_on: date | None
    article: str


class PlanDetailsOut(BaseModel):
    """A plan with its items, instalments, and the legal gate of acceleration once it is broken."""

    plan: PlanOut
    items: list[PlanItemOut]
    instalments: list[InstalmentOut]
    acceleration: AccelerationOut | None
