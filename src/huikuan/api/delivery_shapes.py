"""What the API takes and gives of orders, deliveries and acceptances."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from huikuan.api.answers import Row
from huikuan.api.fields import (
    Currency,
    Day,
    Id,
    Micros,
    MinorOrNone,
    Name,
    Number,
    Text20,
    Text60,
    Text100,
    Text200,
    Text300,
)
from huikuan.api.inputs import Input
from huikuan.deliveries.rules.drafts import LONGEST_INSPECTION, MOST_LINES

InspectionDays = Annotated[int, Field(strict=True, ge=0, le=LONGEST_INSPECTION)]


class SignatureIn(Input):
    """Who signed, on which day, in which role."""

    signed_on: Day
    signatory: Name
    role: Text100 = ""


class GoodsIn(Input):
    """A line of goods, tax included; quantity and unit price in millionths, without a price the ordered one.

    `order_line` is the number of the line of the order it fills; without, it is found by code or name.
    """

    name: Name
    quantity_micros: Micros
    unit_price_micros: Micros | None = None
    amount_minor: MinorOrNone | None = None
    item_code: Text60 = ""
    specification: Text200 = ""
    unit: Text20 = ""
    order_line: Id | None = None


Lines = Annotated[list[GoodsIn], Field(min_length=1, max_length=MOST_LINES)]


class OrderIn(Input):
    """An order; it may fill a contract."""

    company_id: Id
    customer_id: Id
    number: Number
    placed_on: Day
    currency: Currency
    lines: Lines
    contract_id: Id | None = None
    needs_acceptance: StrictBool = False
    inspection_days: InspectionDays | None = None
    remark: Text300 = ""


class DeliveryIn(Input):
    """Goods that left on a day; `completes` says that nothing more comes, `replaces_id` whose rejected goods come again."""

    company_id: Id
    customer_id: Id
    number: Number
    delivered_on: Day
    currency: Currency
    lines: Lines
    order_id: Id | None = None
    contract_id: Id | None = None
    is_consignment: StrictBool = False
    completes: StrictBool = False
    needs_acceptance: StrictBool = False
    inspection_days: InspectionDays | None = None
    replaces_id: Id | None = None
    remark: Text300 = ""
    signature: SignatureIn | None = None


class GoodsRemedy(StrEnum):
    """What happens to rejected goods."""

    REPLACE = "replace"
    RETURN = "return"


class JudgedIn(Input):
    """How much of a line of the delivery was accepted and rejected, millionths."""

    line_id: Id
    accepted_micros: Micros = 0
    rejected_micros: Micros = 0
    reason: Text200 = ""
    remedy: GoodsRemedy = GoodsRemedy.REPLACE


class AcceptanceIn(Input):
    """A certificate about a delivery, or about a contract as a whole."""

    signature: SignatureIn
    delivery_id: Id | None = None
    contract_id: Id | None = None
    number: Text60 = ""
    lines: Annotated[list[JudgedIn], Field(max_length=MOST_LINES)] = []


class OrderCreated(BaseModel):
    """The id of the order and what credit decided: allow, warn, hold or cash_first."""

    id: int
    credit: str


class DeliveryCreated(BaseModel):
    """The id of the delivery, what credit said of it (empty if it was not asked), the invoices of milestones it fired."""

    id: int
    credit: str
    invoice_ids: list[int]


class AcceptanceCreated(BaseModel):
    """The id of the certificate and the invoices of milestones it fired."""

    id: int
    invoice_ids: list[int]


class OrderLineOut(Row):
    """A line of an order; millionths, `delivered_micros` less what was rejected."""

    number: int
    item_code: str
    name: str
    specification: str
    unit: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int
    delivered_micros: int


class OrderOut(BaseModel):
    """An order with what was delivered of it; state OPEN, CLOSED or CANCELLED."""

    id: int
    company_id: int
    customer_id: int
    contract_id: int | None
    number: str
    placed_on: date
    currency: str
    amount_minor: int
    delivered_minor: int
    state: str
    lines: list[OrderLineOut]


class DeliveryLineOut(Row):
    """A line of a delivery and what became of it, millionths."""

    id: int
    number: int
    item_code: str
    name: str
    specification: str
    unit: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int
    accepted_micros: int
    rejected_micros: int
    sold_micros: int


class DeliveryOut(BaseModel):
    """A delivery note; state UNSIGNED, SIGNED or TAKEN_BACK."""

    id: int
    company_id: int
    customer_id: int
    order_id: int | None
    contract_id: int | None
    number: str
    delivered_on: date
    currency: str
    amount_minor: int
    accepted_minor: int
    rejected_minor: int
    sold_minor: int
    is_consignment: bool
    state: str
    signed_on: date | None
    signatory: str
    lines: list[DeliveryLineOut]
