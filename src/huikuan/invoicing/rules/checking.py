"""PURE: the cross-checks of a tax invoice, each with its severity and what it saw (RULES_CN §4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huikuan.invoicing.rules.records import PERCENT, EInvoice, Format, Kind, Line
from huikuan.invoicing.rules.tax_rates import rate_in_force
from huikuan.kernel.amount_words import CapitalsFault, parse_capitals
from huikuan.kernel.micros import MICRO, rounded_half_up
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.text_normal import narrow

_NUMBER = re.compile(r"[0-9]{20}")
_OLD_NUMBER, _OLD_CODE = re.compile(r"[0-9]{8}"), re.compile(r"[0-9]{10}|[0-9]{12}")
_CHINESE = frozenset({Format.CN_XML, Format.CN_OFD, Format.OFD_TEXT, Format.PDF_TEXT})


class Severity(StrEnum):
    """An error keeps the invoice out of the books, a warning is to be looked at, a note is to be known."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    NOTE = "NOTE"


ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: stable code, severity, and what its sentence needs."""

    code: str
    severity: Severity
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """A party as our own files have it; `names` are all by which it may be called."""

    names: frozenset[str]
    tax_code: str


@dataclass(frozen=True, slots=True)
class Blue:
    """The blue invoice that a red one takes from, minor units; `red_minor` is what other red ones took already."""

    customer_id: int | None
    gross_minor: int
    red_minor: int
    issue_date: date | None
    is_booked: bool


@dataclass(frozen=True, slots=True)
class Debt:
    """The receivable's document that an invoice belongs to, minor units; `invoiced_minor` is on other invoices already."""

    number: str
    amount_minor: int
    invoiced_minor: int
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What our books know of an invoice's parties and deal on `today`; None where they know nothing."""

    today: date
    own: Known
    customer_id: int | None = None
    customer: Known | None = None
    blue: Blue | None = None
    debt: Debt | None = None
    fitting_debts: int = 0
    is_number_of_other: bool = False
    contract_known: bool | None = None
    price_deviations: int = 0
    delivered_on: date | None = None


def findings(*, invoice: EInvoice, facts: Facts) -> tuple[Finding, ...]:
    """Everything the checks have to say, the errors first; of one severity in the order the checks are made."""
    made = [
        *_sums(invoice),
        *_words(invoice),
        *_numbers(invoice, facts),
        *_parties(invoice, facts),
        *_days(invoice, facts),
        *_rates(invoice, facts.today),
        *(_red(invoice, facts) if invoice.is_red else _deal(invoice, facts)),
    ]
    return tuple(sorted(made, key=lambda one: ORDER.index(one.severity)))


def is_blocked(*, found: tuple[Finding, ...]) -> bool:
    """Whether an error keeps the invoice out of the books."""
    return any(one.severity is Severity.ERROR for one in found)


def plain_name(*, name: str) -> str:
    """A company's name as it is compared: width and brackets evened out, without spaces."""
    return "".join(narrow(text=name).split()).casefold()


def _error(code: str, **parameters: str | int) -> Finding:
    return Finding(code, Severity.ERROR, parameters)


def _warning(code: str, **parameters: str | int) -> Finding:
    return Finding(code, Severity.WARNING, parameters)


def _note(code: str, **parameters: str | int) -> Finding:
    return Finding(code, Severity.NOTE, parameters)


def _sums(invoice: EInvoice) -> Iterator[Finding]:
    """Net and tax make the gross amount, the lines make the net amount; a cent a line may come of rounding."""
    rounding, currency = max(1, len(invoice.lines)), invoice.currency
    apart = invoice.net_minor + invoice.tax_minor - invoice.gross_minor
    said: dict[str, str | int] = {"currency": currency, "expected": invoice.net_minor + invoice.tax_minor}
    said["found"] = invoice.gross_minor
    if apart:
        yield _error("EINVOICE_SUMS_DIFFER", **said) if abs(apart) > rounding else _note("EINVOICE_ROUNDED", **said)
    if not 1 <= abs(invoice.gross_minor) <= DOCUMENT_MAX_MINOR or (invoice.gross_minor > 0) is invoice.is_red:
        yield _error("EINVOICE_AMOUNT_OUT_OF_BOUNDS", amount=invoice.gross_minor, currency=currency)
    if invoice.lines:
        lines = sum(line.net_minor for line in invoice.lines) + invoice.adjustment_minor
        if abs(lines - invoice.net_minor) > rounding:
            yield _error("EINVOICE_LINES_DIFFER", expected=lines, found=invoice.net_minor, currency=currency)
        if all(line.tax_minor is not None for line in invoice.lines):
            tax = sum(line.tax_minor or 0 for line in invoice.lines)
            if abs(tax - invoice.tax_minor) > rounding:
                yield _warning("EINVOICE_LINE_TAX_DIFFERS", expected=tax, found=invoice.tax_minor, currency=currency)
    if not invoice.is_tax_stated:
        yield _warning("EINVOICE_TAX_NOT_STATED")


def _words(invoice: EInvoice) -> Iterator[Finding]:
    if not invoice.words:
        return
    words = invoice.words.replace("ⓧ", "").replace("⊗", "").strip()
    minor = parse_capitals(text=words)
    if isinstance(minor, CapitalsFault):
        yield _warning("EINVOICE_WORDS_UNREADABLE", value=invoice.words[:60], position=minor.position)
    elif minor != invoice.gross_minor and minor != abs(invoice.gross_minor):
        yield _error("EINVOICE_WORDS_DIFFER", expected=minor, found=invoice.gross_minor, currency=invoice.currency)


def _numbers(invoice: EInvoice, facts: Facts) -> Iterator[Finding]:
    if facts.is_number_of_other:
        yield _error("EINVOICE_NUMBER_TAKEN", number=invoice.number)
    is_new = _NUMBER.fullmatch(invoice.number) is not None
    is_old = _OLD_NUMBER.fullmatch(invoice.number) is not None and _OLD_CODE.fullmatch(invoice.code) is not None
    if invoice.format in _CHINESE and not is_new and not is_old:
        yield _warning("EINVOICE_NUMBER_UNUSUAL", number=invoice.number[:60])
    if invoice.is_read_from_text:
        yield _warning("EINVOICE_READ_FROM_TEXT")


def _parties(invoice: EInvoice, facts: Facts) -> Iterator[Finding]:
    seller, own = invoice.seller, facts.own
    same_code = bool(seller.tax_code) and seller.tax_code == own.tax_code
    if own.tax_code and seller.tax_code and not same_code:
        yield _error("EINVOICE_SELLER_NOT_US", value=seller.tax_code[:40], expected=own.tax_code)
    elif not same_code and plain_name(name=seller.name) not in own.names:
        yield _error("EINVOICE_SELLER_NOT_US", value=(seller.name or "–")[:60], expected=min(own.names, default="–"))
    elif not own.tax_code:
        yield _note("EINVOICE_OWN_CODE_MISSING")
    buyer, customer = invoice.buyer, facts.customer
    if customer is None:
        yield _error("EINVOICE_CUSTOMER_UNKNOWN", value=(buyer.name or "–")[:60], tax_code=buyer.tax_code or "–")
        return
    if customer.tax_code and buyer.tax_code and customer.tax_code != buyer.tax_code:
        yield _error("EINVOICE_BUYER_CODE_DIFFERS", value=buyer.tax_code[:40], expected=customer.tax_code)
    elif not buyer.tax_code and invoice.kind is Kind.SPECIAL:
        yield _error("EINVOICE_BUYER_CODE_MISSING")
    elif not buyer.tax_code:
        yield _note("EINVOICE_BUYER_CODE_MISSING")
    elif not customer.tax_code:
        yield _note("EINVOICE_CUSTOMER_CODE_MISSING", tax_code=buyer.tax_code[:40])
    if plain_name(name=buyer.name) not in customer.names:
        yield _warning("EINVOICE_BUYER_NAME_DIFFERS", value=(buyer.name or "–")[:60])


def _days(invoice: EInvoice, facts: Facts) -> Iterator[Finding]:
    issued = invoice.issue_date
    if issued is None:
        yield _error("EINVOICE_DATE_MISSING")
    elif issued > facts.today:
        yield _error("EINVOICE_DATE_AHEAD", date=issued.isoformat(), today=facts.today.isoformat())
    elif facts.delivered_on is not None and issued < facts.delivered_on and not invoice.is_red:
        yield _warning("EINVOICE_BEFORE_DELIVERY", date=issued.isoformat(), day=facts.delivered_on.isoformat())


def _rates(invoice: EInvoice, today: date) -> Iterator[Finding]:
    """Rates that the law knows on the day of issue, tax that follows from them; only of Chinese invoices."""
    if invoice.format not in _CHINESE and invoice.currency != "CNY":
        return
    on = invoice.issue_date or today
    for rate in sorted({line.rate_micros for line in invoice.lines if line.rate_micros is not None}):
        if rate_in_force(rate_micros=rate, on=on) is None:
            yield _warning("EINVOICE_RATE_NOT_IN_FORCE", rate=percent(rate_micros=rate), date=on.isoformat())
    for number, line in enumerate(invoice.lines, 1):
        if _tax_apart(line) > 1:
            said: dict[str, str | int] = {"line": number, "rate": percent(rate_micros=line.rate_micros or 0)}
            yield _warning("EINVOICE_RATE_DIFFERS", **said)


def _tax_apart(line: Line) -> int:
    """By how many cents the tax of a line lies off its rate."""
    if line.rate_micros is None or line.tax_minor is None:
        return 0
    exact = rounded_half_up(numerator=abs(line.net_minor) * line.rate_micros, denominator=MICRO)
    return abs(exact - abs(line.tax_minor))


def percent(*, rate_micros: int) -> str:
    """A rate in per cent as people write it: 130,000 → 13."""
    whole, rest = divmod(rate_micros, PERCENT)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _red(invoice: EInvoice, facts: Facts) -> Iterator[Finding]:
    """A red-letter invoice takes from one blue one, of the same customer, never more than is left of it."""
    if not invoice.confirmation_number and invoice.format in _CHINESE:
        yield _warning("EINVOICE_CONFIRMATION_MISSING")
    blue = facts.blue
    if blue is None or not blue.is_booked:
        yield _error("EINVOICE_BLUE_UNKNOWN", number=invoice.original_number or "–")
        return
    if blue.customer_id != facts.customer_id:
        yield _error("EINVOICE_BLUE_OF_OTHER", number=invoice.original_number)
    left = blue.gross_minor - blue.red_minor
    if -invoice.gross_minor > left:
        said: dict[str, str | int] = {"found": -invoice.gross_minor, "expected": left, "currency": invoice.currency}
        yield _error("EINVOICE_RED_ABOVE_BLUE", number=invoice.original_number, **said)
    if blue.issue_date and invoice.issue_date and invoice.issue_date < blue.issue_date:
        yield _error("EINVOICE_RED_BEFORE_BLUE", date=blue.issue_date.isoformat())


def _deal(invoice: EInvoice, facts: Facts) -> Iterator[Finding]:
    """The invoice against contract, milestone and confirmed prices."""
    if facts.debt is None and facts.fitting_debts > 1:
        yield _error("EINVOICE_MILESTONE_UNCLEAR", count=facts.fitting_debts)
    if facts.debt is not None:
        left = facts.debt.amount_minor - facts.debt.invoiced_minor
        said: dict[str, str | int] = {"number": facts.debt.number, "expected": left, "found": invoice.gross_minor}
        if invoice.gross_minor > left:
            yield _error("EINVOICE_ABOVE_MILESTONE", **said, currency=invoice.currency)
        elif invoice.gross_minor < left:
            yield _note("EINVOICE_BELOW_MILESTONE", **said, currency=invoice.currency)
    if facts.contract_known is False:
        yield _warning("EINVOICE_CONTRACT_UNKNOWN", contract=invoice.contract_number)
    if facts.price_deviations:
        yield _warning("EINVOICE_PRICES_DIFFER", count=facts.price_deviations)
