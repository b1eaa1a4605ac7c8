"""What the API takes and gives: no unknown fields, money as whole minor units, days as ISO text."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from huikuan.api.fields import (
    AddressId,
    AddressNumber,
    Currency,
    Day,
    Id,
    Minor,
    MinorOrNone,
    Name,
    Number,
    Text30,
    Text60,
    Text100,
    Text200,
    Text300,
    Text500,
)
from huikuan.kernel.paging import LARGEST_PAGE, PAGE_SIZE
from huikuan.portfolio.rules import Basis, Dimension
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.rules import ShortPaymentReason

Item = TypeVar("Item")
TermsDays = Annotated[int, Field(strict=True, ge=0, le=3650)]
Country = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2}$")]


class Input(BaseModel):
    """What a caller sends: an unknown field is an error, never ignored (TRUST S5)."""

    model_config = ConfigDict(extra="forbid")


class Row(BaseModel):
    """What a caller gets, read off a frozen row."""

    model_config = ConfigDict(from_attributes=True)


class PageIn(Input):
    """Which part of a list: `after` is the `next` of the page before."""

    after: AddressNumber = 0
    limit: Annotated[AddressNumber, Field(ge=1, le=LARGEST_PAGE)] = PAGE_SIZE


class DocumentPageIn(PageIn):
    """The same, of one own company or one customer."""

    company_id: AddressId | None = None
    customer_id: AddressId | None = None


class CustomerPageIn(PageIn):
    """The same, or the one customer with that number of yours."""

    code: Number | None = None


class AllocationPageIn(PageIn):
    """The same, of one receipt."""

    receipt_id: AddressId | None = None


class Page(BaseModel, Generic[Item]):
    """Part of a list in the order of ids; `next` is None on the last page."""

    items: list[Item]
    next: int | None


class Created(BaseModel):
    """The id of what was made."""

    id: int


class Posted(BaseModel):
    """The ids of the postings that were made."""

    posting_ids: list[int]


class CompanyOut(Row):
    """An own company."""

    id: int
    name: str
    short_name: str
    tax_code: str
    currency: str


class Companies(BaseModel):
    """The own companies the caller may see."""

    items: list[CompanyOut]


class CustomerIn(Input):
    """A customer to take in; `code` is his number with you."""

    code: Number
    name: Name
    tax_code: Text30 = ""
    region: Text60 = ""
    country: Country = "CN"
    address: Text300 = ""
    terms_days: TermsDays | None = None


class CustomerOut(Row):
    """A customer; `credit_limit_minor` is None (none set), 0 (cash only) or an amount."""

    id: int
    code: str
    name: str
    tax_code: str
    region: str
    country: str
    address: str
    customer_class: str
    terms_days: int | None
    credit_limit_minor: int | None


class InstalmentIn(Input):
    """A part of an invoice with its own due date, or with none."""

    due_date: Day | None
    amount_minor: Minor


class InvoiceIn(Input):
    """An invoice; its amount is the sum of the instalments."""

    company_id: Id
    customer_id: Id
    number: Number
    issue_date: Day
    currency: Currency
    instalments: Annotated[list[InstalmentIn], Field(min_length=1, max_length=120)]
    contract: Text100 = ""
    note: Text300 = ""


class ReceivableOut(BaseModel):
    """An instalment and what became of it; the parts sum to the original."""

    id: int
    sequence: int
    due_date: date | None
    days_overdue: int | None
    state: str
    original_minor: int
    outstanding_minor: int
    allocated_minor: int
    credited_minor: int
    discounted_minor: int
    written_off_minor: int
    cancelled_minor: int


class InvoiceOut(BaseModel):
    """An invoice or credit note with its instalments."""

    id: int
    kind: str
    number: str
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    amount_minor: int
    source_ref: str
    contract: str
    note: str
    receivables: list[ReceivableOut]


class ReceiptIn(Input):
    """Money that arrived; `fee_minor` was withheld on the way and is part of the amount."""

    company_id: Id
    received_on: Day
    currency: Currency
    amount_minor: Minor
    fee_minor: MinorOrNone = 0
    method: ReceiptMethod = ReceiptMethod.BANK
    customer_id: Id | None = None
    bank_account_id: Id | None = None
    payer_name: Text200 = ""
    payer_account: Text60 = ""
    reference: Text500 = ""


class ReceiptOut(BaseModel):
    """Money received and what became of it; the parts sum to the amount."""

    id: int
    number: int
    company_id: int
    customer_id: int | None
    bank_account_id: int | None
    method: str
    received_on: date
    currency: str
    amount_minor: int
    fee_minor: int
    allocated_minor: int
    unapplied_minor: int
    refunded_minor: int
    reversed_minor: int
    payer_name: str
    reference: str
    source_ref: str


class ShareIn(Input):
    """So much of the receipt for this receivable; `short_minor` of it is accepted as not to be paid."""

    receivable_id: Id
    amount_minor: Minor
    short_minor: MinorOrNone = 0
    short_reason: ShortPaymentReason | None = None


class AllocationIn(Input):
    """One receipt used for one or more receivables, all or nothing."""

    receipt_id: Id
    shares: Annotated[list[ShareIn], Field(min_length=1, max_length=200)]
    third_party_authorisation: Text200 = ""


class ReversalIn(Input):
    """On which day the reversal takes effect."""

    effective_date: Day


class AllocationOut(Row):
    """Money used for a receivable; `is_live` is False once it was taken back."""

    posting_id: int
    number: int
    company_id: int
    receipt_id: int
    receivable_id: int
    currency: str
    amount_minor: int
    effective_date: date
    is_live: bool


class AgeingIn(PageIn):
    """What is asked; `by` is one or more of customer, salesperson, company, currency, department, region, by commas."""

    as_of: Day | None = None
    basis: Basis = Basis.DUE
    by: Annotated[str, Field(pattern=r"^[a-z]{1,20}(,[a-z]{1,20}){0,5}$")] = Dimension.CUSTOMER.value
    company_id: AddressId | None = None
    currency: Currency | None = None


class AgeingAmountsOut(BaseModel):
    """Open minor units by bucket; unapplied money stands apart and is never netted."""

    buckets_minor: list[int]
    no_due_date_minor: int
    total_minor: int
    unapplied_minor: int


class AgeingRowOut(BaseModel):
    """A row: what it is grouped by, and its amounts."""

    key: dict[str, int | str | None]
    currency: str
    amounts: AgeingAmountsOut


class DifferenceOut(Row):
    """Where the report does not equal its control account."""

    company_id: int
    currency: str
    account: str
    report_minor: int
    control_minor: int


class AgeingOut(BaseModel):
    """An ageing; `buckets` are first and last day, both inclusive; `next` is the `after` of the next page."""

    as_of: date
    basis: str
    by: list[str]
    buckets: list[list[int | None]]
    items: list[AgeingRowOut]
    next: int | None
    totals: dict[str, AgeingAmountsOut]
    ties: bool
    differences: list[DifferenceOut]


class Health(BaseModel):
    """A sign of life."""

    status: str


class Fault(BaseModel):
    """Why a request was not done: a stable code, its parameters, a sentence in the caller's language.

    `reference` finds a fault of ours in the log; it is empty where the caller can mend it.
    """

    code: str
    message: str
    parameters: dict[str, Any]
    reference: str
