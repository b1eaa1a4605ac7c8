"""PURE: a tax invoice as its file says it, and what in a file could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PERCENT = 10_000
"""Tax rates are millionths: 13 % is 130,000; PERCENT of them are one per cent."""


class Format(StrEnum):
    """How an invoice came: the further down, the less its figures may be relied on."""

    CN_XML = "CN_XML"
    CN_OFD = "CN_OFD"
    UBL = "UBL"
    CII = "CII"
    FACTUR_X = "FACTUR_X"
    JSON = "JSON"
    OFD_TEXT = "OFD_TEXT"
    PDF_TEXT = "PDF_TEXT"


READ_FROM_TEXT = frozenset({Format.OFD_TEXT, Format.PDF_TEXT})
"""Formats whose fields were picked out of printed text: somebody must look at them."""


class Kind(StrEnum):
    """Special (专用发票: the buyer deducts the VAT), ordinary (普通发票), or an invoice of another country."""

    SPECIAL = "SPECIAL"
    ORDINARY = "ORDINARY"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer: name, tax code (统一社会信用代码 or VAT number)."""

    name: str = ""
    tax_code: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: net amount and tax, minor units; quantity in millionths where it has so many decimals, rate in millionths."""

    name: str
    net_minor: int
    tax_minor: int | None = None
    rate_micros: int | None = None
    quantity_micros: int | None = None
    unit_price: str = ""
    specification: str = ""
    unit: str = ""
    item_code: str = ""


@dataclass(frozen=True, slots=True)
class TaxPart:
    """The tax of one rate, minor units; the rate in millionths."""

    rate_micros: int
    net_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class EInvoice:
    """A tax invoice (发票) or credit note (红字发票: amounts negative), minor units of one currency.

    `adjustment_minor` is what the document as a whole adds to or takes from the sum of its lines.
    """

    format: Format
    number: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    currency: str = "CNY"
    code: str = ""
    kind: Kind = Kind.OTHER
    is_red: bool = False
    issue_date: date | None = None
    due_date: date | None = None
    seller: Party = Party()
    buyer: Party = Party()
    lines: tuple[Line, ...] = ()
    taxes: tuple[TaxPart, ...] = ()
    adjustment_minor: int = 0
    words: str = ""
    remark: str = ""
    original_number: str = ""
    confirmation_number: str = ""
    contract_number: str = ""
    is_tax_stated: bool = True

    @property
    def is_read_from_text(self) -> bool:
        """Whether the fields were picked out of printed text."""
        return self.format in READ_FROM_TEXT


@dataclass(frozen=True, slots=True)
class ReadFault:
    """Why a file gives no invoice: the place in it (path of the element, entry of the container), the value, a code."""

    code: str
    place: str = ""
    value: str = ""
    line: int = 0
    parameters: Mapping[str, str | int] = field(default_factory=dict)
