"""What the API gives: money as whole minor units, days as ISO text."""

from __future__ import annotations

from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")


class Row(BaseModel):
    """What a caller gets, read off a frozen row."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[Item]):
    """Part of a list in the order of ids; `next` is None on the last page."""

    items: list[Item]
    next: int | None


class Numbered(BaseModel, Generic[Item]):
    """A page of a list that is sorted by day or amount: how many rows there are in all, and the number of the next page."""

    items: list[Item]
    count: int
    next: int | None


class Listed(BaseModel, Generic[Item]):
    """A list that is always given whole."""

    items: list[Item]


class Created(BaseModel):
    """The id of what was made."""

    id: int


class CreditWarningOut(BaseModel):
    """What credit control says as the books stand now; it holds nothing."""

    code: str
    message: str
    parameters: dict[str, int | str]


class InvoiceCreated(BaseModel):
    """The id of the invoice, and what credit control says of its customer as the books stand now: mostly nothing.

    The same key again gives the same id, and the warnings of that moment.
    """

    id: int
    warnings: list[CreditWarningOut]


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


class CustomerOut(Row):
    """A customer; `customer_class` is STANDARD, KEY or WATCH; `credit_limit_minor` None (none set), 0 (cash only) or an amount."""

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


class InvoiceLineOut(BaseModel):
    """A line of an invoice, tax included; quantity and unit price in millionths."""

    number: int
    item_code: str
    name: str
    specification: str
    unit: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int


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
    lines: list[InvoiceLineOut]


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
    deposit_minor: int
    payer_name: str
    reference: str
    source_ref: str


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


class CreditReasonOut(BaseModel):
    """A rule that holds true; `lifted_by` names who lifted it here, by an exclusion or a word for this order."""

    code: str
    severity: str
    blocks: bool
    message: str
    parameters: dict[str, int | str]
    lifted: str
    lifted_by: str


class CreditWayOut(BaseModel):
    """One of the things that together would let it through."""

    code: str
    message: str
    parameters: dict[str, int | str]


class CreditAnswerOut(BaseModel):
    """The decision (allow, warn, hold, cash_first) with its reasons; `exposure` and `limit` in minor units of `currency`.

    `limit` is null where none is set, 0 for cash only; `increase` is by how much exposure grows with a yes.
    """

    decision: str
    reasons: list[CreditReasonOut]
    currency: str
    exposure: int
    increase: int
    limit: int | None
    components: dict[str, int]
    release_by: list[CreditWayOut]
    policy: int
    reserved: bool
    decision_id: int | None
    hold_id: int | None


class OrderAmountsOut(BaseModel):
    """What was ordered and what became of it, minor units."""

    ordered: int
    released: int
    delivered: int
    invoiced: int
    cancelled: int


class OrderProgressOut(BaseModel):
    """The amounts of the order, and the answer of the check at the furthest step that grew."""

    order: OrderAmountsOut
    check: CreditAnswerOut | None


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
