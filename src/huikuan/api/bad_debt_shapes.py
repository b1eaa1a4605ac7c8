"""What the API takes and gives of provisions, write-offs and other creditors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from huikuan.api.answers import Row
from huikuan.api.fields import (
    AddressId,
    Currency,
    Day,
    Id,
    Minor,
    MinorOrNone,
    Name,
    PageNumber,
    PageSize,
    Reason,
    Text200,
    Text500,
    Word,
)
from huikuan.api.inputs import Input
from huikuan.creditors.rules import Confidence, Source, StepKind
from huikuan.creditors.rules import StepState as JointState
from huikuan.kernel.paging import PAGE_SIZE
from huikuan.provisions.rules.rates import Method
from huikuan.provisions.rules.states import Category, RunState, WriteOffState

MethodWord = Annotated[Method, Word(Method)]
RunStateWord = Annotated[RunState, Word(RunState)]
CategoryWord = Annotated[Category, Word(Category)]
WriteOffStateWord = Annotated[WriteOffState, Word(WriteOffState)]
SourceWord = Annotated[Source, Word(Source)]
ConfidenceWord = Annotated[Confidence, Word(Confidence)]
StepKindWord = Annotated[StepKind, Word(StepKind)]
StepStateWord = Annotated[JointState, Word(JointState)]


class LossRateOut(BaseModel):
    """The rate of a bucket as an exact fraction (1/100), null where nothing entered it; capped at one, never falling."""

    rate: str | None
    historic: str | None
    is_capped: bool
    is_raised: bool


class LossMatrixOut(BaseModel):
    """The loss matrix in force; `edges` are the first days of the buckets after the first; `rates` by segment."""

    number: int
    method: MethodWord
    edges: list[int]
    basis: str
    segment_by: str
    forward_ppm: int
    forward_source: str
    source: str
    rates: dict[str, list[LossRateOut]]


class ProvisionsIn(Input):
    """Provisions, of one own company if it is named."""

    company_id: AddressId | None = None


class ProvisionIn(Input):
    """What is provided for as of a day; `opening_minor` is the allowance before the first provision here."""

    company_id: Id
    currency: Currency
    as_of: Day
    reason: Reason
    opening_minor: MinorOrNone = 0


class ProvisionProposed(BaseModel):
    """The provision, and the request that another person decides."""

    id: int
    request_id: int | None


class ProvisionOut(Row):
    """A provision, minor units: what is owed, the allowance, and what is charged (negative: released)."""

    id: int
    company_id: int
    currency: str
    as_of: date
    balance_minor: int
    allowance_minor: int
    previous_minor: int
    used_minor: int
    charge_minor: int
    matrix_number: int
    state: RunStateWord
    request_id: int | None
    reason: str
    proposed_by: str
    proposed_at: datetime


class ProvisionLineOut(Row):
    """A bucket of a segment; the rates in thousand-millionths, bucket 0 is not due yet."""

    segment: str
    bucket: int
    balance_minor: int
    rate_ppb: int | None
    historic_ppb: int | None
    is_capped: bool
    is_raised: bool
    allowance_minor: int


class ProvisionCustomerOut(Row):
    """A customer judged by himself, minor units."""

    customer_id: int
    customer_name: str
    balance_minor: int
    expected_minor: int
    allowance_minor: int
    reason: str


class ProvisionDetailsOut(BaseModel):
    """A provision with its buckets and the customers judged by themselves."""

    provision: ProvisionOut
    lines: list[ProvisionLineOut]
    customers: list[ProvisionCustomerOut]


class WriteOffPageIn(Input):
    """Write-off requests, all or of one state, the newest first."""

    page: PageNumber = 1
    limit: PageSize = PAGE_SIZE
    state: WriteOffStateWord | None = None


class WriteOffItemIn(Input):
    """So much of an item is written off."""

    receivable_id: Id
    amount_minor: Minor


class WriteOffIn(Input):
    """Items of one customer at one own company that are lost, by which ground, and what proves it."""

    category: CategoryWord
    reason: Reason
    items: Annotated[list[WriteOffItemIn], Field(min_length=1, max_length=200)]


class WriteOffAsked(BaseModel):
    """The write-off, and the request that another person decides; nothing is booked yet."""

    id: int
    request_id: int


class WriteOffOut(Row):
    """A write-off request, minor units."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    amount_minor: int
    category: CategoryWord
    reason: str
    state: WriteOffStateWord
    asked_by: str
    posted_on: date | None
    request_id: int | None


class WriteOffItemOut(Row):
    """An item of a write-off: what was asked for and what is still written off, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    due_date: date | None
    amount_minor: int
    still_minor: int


class RecoveryOut(Row):
    """Money that came after all, minor units."""

    receivable_id: int
    receipt_id: int
    amount_minor: int
    on: date


class WriteOffDetailsOut(BaseModel):
    """A write-off with its items and what came after all."""

    write_off: WriteOffOut
    items: list[WriteOffItemOut]
    recoveries: list[RecoveryOut]


class CreditorIn(Input):
    """Who else supplies a customer and is owed, and how we know; hearsay says in its note who said so."""

    name: Name
    supplies: Text200
    source: SourceWord
    confidence: ConfidenceWord
    seen_on: Day
    owed_minor: Minor | None = None
    currency: Currency = "CNY"
    note: Text500 = ""


class JointStepOut(Row):
    """A step planned together with another creditor."""

    id: int
    kind: StepKindWord
    on: date
    owner: str
    text: str
    state: StepStateWord
    result: str


class CreditorOut(Row):
    """Another creditor, minor units."""

    id: int
    name: str
    supplies: str
    owed_minor: int | None
    currency: str
    source: SourceWord
    confidence: ConfidenceWord
    seen_on: date
    note: str
    is_past: bool
    steps: list[JointStepOut]


class CreditorsOut(BaseModel):
    """The other creditors of a customer, those of now first."""

    customer_id: int
    creditors: list[CreditorOut]
