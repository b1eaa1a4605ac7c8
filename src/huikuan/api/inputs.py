"""What the API takes: no unknown fields, money as whole minor units, days as ISO text."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from huikuan.api.fields import (
    NAMED,
    AddressId,
    AddressNumber,
    Currency,
    Day,
    Id,
    Micros,
    Minor,
    MinorOrNone,
    Name,
    Number,
    PageNumber,
    PageSize,
    Reason,
    SignedMicros,
    SignedMinor,
    Text20,
    Text30,
    Text60,
    Text100,
    Text200,
    Text300,
    Text500,
)
from huikuan.customers.rules import CustomerClass
from huikuan.kernel.paging import PAGE_SIZE
from huikuan.portfolio.rules import Basis, Dimension
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.rules import ShortPaymentReason

_DIMENSION = "|".join(Dimension)
TermsDays = Annotated[int, Field(strict=True, ge=0, le=3650)]
Country = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2}$")]


class Input(BaseModel):
    """What a caller sends: an unknown field is an error, never ignored (TRUST S5)."""

    model_config = ConfigDict(extra="forbid")


class PageIn(Input):
    """Which part of a list: `after` is the `next` of the page before."""

    after: AddressNumber = 0
    limit: PageSize = PAGE_SIZE


class NumberedPageIn(Input):
    """Which page of a list that people sort by day or amount, from 1 on; of one customer if one is named."""

    page: PageNumber = 1
    limit: PageSize = PAGE_SIZE
    customer_id: AddressId | None = None


class NoteIn(Input):
    """Why."""

    note: Reason


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


class CustomerIn(Input):
    """A customer to take in; `code` is his number with you, his class decides which reminder policy holds for him."""

    code: Number
    name: Name
    tax_code: Text30 = ""
    region: Text60 = ""
    country: Country = "CN"
    address: Text300 = ""
    customer_class: CustomerClass = CustomerClass.STANDARD
    terms_days: TermsDays | None = None


class InstalmentIn(Input):
    """A part of an invoice with its own due date, or with none."""

    due_date: Day | None
    amount_minor: Minor


class InvoiceLineIn(Input):
    """A line of an invoice, tax included; quantity and unit price in millionths, a discount with a negative quantity."""

    name: Name
    quantity_micros: SignedMicros
    unit_price_micros: Micros
    amount_minor: SignedMinor
    item_code: Text60 = ""
    specification: Text200 = ""
    unit: Text20 = ""


class InvoiceIn(Input):
    """An invoice; its amount is the sum of the instalments, and of its lines if it has any."""

    company_id: Id
    customer_id: Id
    number: Number
    issue_date: Day
    currency: Currency
    instalments: Annotated[list[InstalmentIn], Field(min_length=1, max_length=120)]
    contract: Text100 = ""
    note: Text300 = ""
    lines: Annotated[list[InvoiceLineIn], Field(max_length=1_000)] = []


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


class ShareIn(Input):
    """So much of the receipt for this receivable; `short_minor` of it is accepted as not to be paid."""

    receivable_id: Id
    amount_minor: Minor
    short_minor: MinorOrNone = 0
    short_reason: ShortPaymentReason | None = None


class AllocationIn(Input):
    """One receipt used for one or more receivables, all or nothing; another customer's debt needs a mandate of the payer."""

    receipt_id: Id
    shares: Annotated[list[ShareIn], Field(min_length=1, max_length=200)]


class ReversalIn(Input):
    """On which day the reversal takes effect."""

    effective_date: Day


class CreditPoint(StrEnum):
    """Where a question about credit is asked."""

    ORDER = "order"
    RELEASE = "release"
    DELIVERY = "delivery"
    INVOICE = "invoice"
    CONTRACT = "contract"


class CreditCheckIn(Input):
    """May this go ahead? With an order number the answer is kept; with `reserve` an order that may counts at once."""

    company_id: Id
    customer_id: Id
    amount_minor: Minor
    currency: Currency
    at: CreditPoint
    order_number: Annotated[StrictStr, Field(max_length=60, pattern=rf"^$|{NAMED}")] = ""
    reserve: StrictBool = False


class OrderProgressIn(Input):
    """How much of an order was released, delivered, invoiced, cancelled in all; what is left out stays as it was."""

    company_id: Id
    number: Number
    released_minor: MinorOrNone | None = None
    delivered_minor: MinorOrNone | None = None
    invoiced_minor: MinorOrNone | None = None
    cancelled_minor: MinorOrNone | None = None


class AgeingIn(PageIn):
    """What is asked; `by` is one or more of customer, salesperson, company, currency, department, region, by commas."""

    as_of: Day | None = None
    basis: Basis = Basis.DUE
    by: Annotated[str, Field(pattern=rf"^({_DIMENSION})(,({_DIMENSION})){{0,{len(Dimension) - 1}}}$")] = "customer"
    company_id: AddressId | None = None
    currency: Currency | None = None


class StatementState(StrEnum):
    # one for each `statements.rules.states.State`; a docstring would become part of the API's description
    DRAFT = auto()
    ISSUED = auto()
    SENT = auto()
    DELIVERED = auto()
    CONFIRMED = auto()
    DISPUTED = auto()
    NO_REPLY = auto()
    SECOND_REQUEST = auto()
    ALTERNATIVE_DUE = auto()
    ALTERNATIVE_EVIDENCE = auto()
    DEEMED = auto()
    WITHDRAWN = auto()
    REPLACED = auto()


class StatementPageIn(PageIn):
    """Statements, all or of one state."""

    state: StatementState | None = None


class StatementIn(Input):
    """A statement to make: whose, in which currency, over which days, both included."""

    company_id: Id
    customer_id: Id
    currency: Currency
    since: Day
    through: Day
