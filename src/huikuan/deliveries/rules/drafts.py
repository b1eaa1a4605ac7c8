"""PURE: what is entered about orders, deliveries, acceptances, progress and sales, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.deliveries.rules.quantities import line_amount
from huikuan.deliveries.rules.states import Remedy
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICROS_MAX
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

MOST_LINES = 500
LONGEST_NUMBER = 60
LONGEST_INSPECTION = 730
"""Days: goods count as conforming two years after delivery at the latest (Civil Code art. 621)."""


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of goods: quantity and unit price in millionths, tax included; `order_line` is the line of the order it fills.

    Without a price it is the ordered one. `amount_minor` None: computed from both; a stated amount may differ from that by
    one minor unit.
    """

    name: str
    quantity_micros: int
    unit_price_micros: int | None = None
    item_code: str = ""
    specification: str = ""
    unit: str = ""
    amount_minor: int | None = None
    order_line: int | None = None

    def amount(self, *, currency: str) -> int:
        """What the line is worth, minor units."""
        if self.amount_minor is not None:
            return self.amount_minor
        price = self.unit_price_micros or 0
        return line_amount(quantity_micros=self.quantity_micros, unit_price_micros=price, currency=currency)


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order (订单) as it was placed; it may fill a contract. `inspection_days` is the agreed time to inspect the goods."""

    company_id: int
    customer_id: int
    number: str
    placed_on: date
    currency: str
    lines: tuple[Goods, ...]
    contract_id: int | None = None
    needs_acceptance: bool = False
    inspection_days: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a paper, in which role, on which day, with the scan or photo of it."""

    signed_on: date
    signatory: str
    signatory_role: str = ""
    file_name: str = ""
    file_content: bytes = b""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A delivery note (送货单): goods that left on a day, of an order, under a contract, or by themselves.

    `completes` says that nothing more comes although less than ordered went out; `replaces` names the note whose rejected
    goods this one delivers again. With a signature it is signed at once.
    """

    company_id: int
    customer_id: int
    number: str
    delivered_on: date
    currency: str
    lines: tuple[Goods, ...]
    order_id: int | None = None
    contract_id: int | None = None
    is_consignment: bool = False
    completes: bool = False
    needs_acceptance: bool = False
    inspection_days: int | None = None
    replaces_id: int | None = None
    remark: str = ""
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How much of a line of a delivery note was accepted and rejected, millionths; rejected goods need reason and remedy."""

    line_id: int
    accepted_micros: int
    rejected_micros: int = 0
    reason: str = ""
    remedy: Remedy = Remedy.REPLACE


@dataclass(frozen=True, slots=True)
class AcceptanceDraft:
    """An acceptance certificate (验收单) of a delivery note, or of a whole contract.

    Without lines everything of the note that nobody judged yet is accepted. `is_deemed`: nobody signed, the agreed time to
    inspect ended (Civil Code art. 621); it is then dated by that day.
    """

    signature: Signature
    note_id: int | None = None
    contract_id: int | None = None
    lines: tuple[Judged, ...] = ()
    is_deemed: bool = False
    number: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ProgressDraft:
    """Both sides confirmed that so much of a contract is done, per mille of the whole."""

    contract_id: int
    progress_permille: int
    signature: Signature
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sold:
    """How much of a line of consigned goods was sold, millionths."""

    line_id: int
    sold_micros: int


@dataclass(frozen=True, slots=True)
class SaleReportDraft:
    """A report of the consignee about what he sold (代销清单): from then on it may be billed."""

    note_id: int
    number: str
    signature: Signature
    lines: tuple[Sold, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: a code, and the line (from 1) it stands in, 0 for the whole."""

    code: str
    line: int = 0
    value: str = ""


def faults_of_order(*, draft: OrderDraft) -> tuple[Fault, ...]:
    """What is wrong with an order, the head first: DELIVERY_NUMBER, CURRENCY_UNKNOWN, …"""
    return (*_head(draft.number, draft.currency, draft.inspection_days), *_goods(draft.lines, draft.currency))


def faults_of_note(*, draft: NoteDraft) -> tuple[Fault, ...]:
    """What is wrong with a delivery note, the head first."""
    return (
        *_head(draft.number, draft.currency, draft.inspection_days),
        *_goods(draft.lines, draft.currency),
        *(faults_of_signature(signature=draft.signature, not_before=draft.delivered_on) if draft.signature else ()),
    )


def faults_of_signature(*, signature: Signature, not_before: date | None = None) -> tuple[Fault, ...]:
    """DELIVERY_SIGNATORY (nobody named), DELIVERY_SIGNED_BEFORE (before the goods left)."""
    found = [] if signature.signatory.strip() else [Fault("DELIVERY_SIGNATORY")]
    if not_before is not None and signature.signed_on < not_before:
        found.append(Fault("DELIVERY_SIGNED_BEFORE", value=not_before.isoformat()))
    return tuple(found)


def faults_of_judged(*, lines: Iterable[Judged]) -> tuple[Fault, ...]:
    """What is wrong with a judgment of goods: ACCEPTED_NOTHING, REJECTED_WITHOUT_REASON."""
    found = []
    for number, line in enumerate(lines, 1):
        if min(line.accepted_micros, line.rejected_micros) < 0 or line.accepted_micros + line.rejected_micros == 0:
            found.append(Fault("ACCEPTED_NOTHING", number))
        elif line.rejected_micros and not line.reason.strip():
            found.append(Fault("REJECTED_WITHOUT_REASON", number))
    return tuple(found)


def _head(number: str, currency: str, inspection_days: int | None) -> list[Fault]:
    found = []
    if not number.strip() or len(number) > LONGEST_NUMBER or not number.isprintable():
        found.append(Fault("DELIVERY_NUMBER", value=number[:LONGEST_NUMBER]))
    if exponent_of(currency=currency) is None:
        found.append(Fault("CURRENCY_UNKNOWN", value=currency[:20]))
    if inspection_days is not None and not 0 <= inspection_days <= LONGEST_INSPECTION:
        found.append(Fault("INSPECTION_DAYS", value=str(inspection_days)))
    return found


def _goods(lines: Sequence[Goods], currency: str) -> list[Fault]:
    if not 1 <= len(lines) <= MOST_LINES:
        return [Fault("DELIVERY_LINES", value=str(len(lines)))]
    found = [fault for number, line in enumerate(lines, 1) for fault in _line(number, line, currency)]
    if not found and not 1 <= sum(line.amount(currency=currency) for line in lines) <= DOCUMENT_MAX_MINOR:
        found.append(Fault("AMOUNT_OUT_OF_BOUNDS"))
    return found


def _line(number: int, line: Goods, currency: str) -> list[Fault]:
    if not line.name.strip():
        return [Fault("DELIVERY_LINE_UNNAMED", number)]
    price = line.unit_price_micros
    if price is None:
        return [Fault("DELIVERY_LINE_PRICE", number, line.name[:60])]
    if not 1 <= line.quantity_micros <= MICROS_MAX or not 0 <= price <= MICROS_MAX:
        return [Fault("DELIVERY_LINE_QUANTITY", number, line.name[:60])]
    if line.amount_minor is not None:
        computed = line_amount(quantity_micros=line.quantity_micros, unit_price_micros=price, currency=currency)
        if line.amount_minor < 0 or abs(line.amount_minor - computed) > 1:
            return [Fault("DELIVERY_LINE_AMOUNT", number, line.name[:60])]
    return []
