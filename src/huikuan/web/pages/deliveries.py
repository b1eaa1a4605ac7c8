"""What the pages of a delivery, an order, a contract and a customer show of goods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.deliveries.queries.blocking import blockers_of
from huikuan.deliveries.queries.details import NoteDetails, PaperRow, note_details
from huikuan.deliveries.queries.notes import NoteFilter, NoteLineRow, NoteRow, first_notes
from huikuan.deliveries.queries.orders import OrderDetails, OrderLineRow, order_details
from huikuan.kernel.actor import Actor
from huikuan.kernel.micros import format_micros
from huikuan.kernel.money import Money
from huikuan.reminders.our_side import our_side
from huikuan.web.pages.our_side import BlockerShown, blockers_shown
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import deliveries as words


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """A line of goods in figures; `said` says what became of it."""

    row: NoteLineRow | OrderLineRow
    quantity: str
    price: str
    amount: Money
    done: str
    rejected: str
    left: str


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A certificate or sale report in words."""

    row: PaperRow
    word: Text
    said: tuple[str, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """Everything the page of one delivery shows."""

    details: NoteDetails
    stage: Chip
    amount: Money
    accepted: Money
    rejected: Money
    sold: Money
    lines: tuple[GoodsLine, ...]
    papers: tuple[PaperShown, ...]
    blockers: tuple[BlockerShown, ...]


@dataclass(frozen=True, slots=True)
class OrderShown:
    """Everything the page of one order shows."""

    details: OrderDetails
    state: Chip
    amount: Money
    delivered: Money
    lines: tuple[GoodsLine, ...]
    notes: tuple[NoteRow, ...]


@dataclass(frozen=True, slots=True)
class CustomerDeliveries:
    """The part on a customer's page: the last deliveries."""

    customer_id: int
    notes: tuple[tuple[NoteRow, Chip], ...]


@dataclass(frozen=True, slots=True)
class ContractSide:
    """What the page of a contract shows of our side: what is open, and the deliveries under it."""

    blockers: tuple[BlockerShown, ...]
    notes: tuple[tuple[NoteRow, Chip], ...]


def delivery_shown(*, actor: Actor, note_id: int, today: date) -> DeliveryShown:
    """The page of one delivery. Raises NotPermitted DELIVERY_NOT_VISIBLE."""
    details = note_details(actor=actor, note_id=note_id)
    row = details.row
    blocking = blockers_of(customer_ids=[row.customer_id], today=today).get(row.customer_id, ())
    return DeliveryShown(
        details=details,
        stage=stage_of(row=row),
        amount=Money(row.amount_minor, row.currency),
        accepted=Money(row.accepted_minor, row.currency),
        rejected=Money(row.rejected_minor, row.currency),
        sold=Money(row.sold_minor, row.currency),
        lines=tuple(_note_line(line, row.currency, is_consigned=row.is_consignment) for line in details.lines),
        papers=tuple(_paper(one) for one in details.papers),
        blockers=blockers_shown(rows=[one for one in blocking if one.note_id == note_id]),
    )


def order_shown(*, actor: Actor, order_id: int) -> OrderShown:
    """The page of one order. Raises NotPermitted DELIVERY_NOT_VISIBLE."""
    details = order_details(actor=actor, order_id=order_id)
    row = details.row
    notes = first_notes(actor=actor, narrowed=NoteFilter(order_id=order_id), sort="day", limit=200)
    return OrderShown(
        details=details,
        state=Chip(words.ORDER_STATES[row.state], words.ORDER_TONES.get(row.state, "plain")),
        amount=Money(row.amount_minor, row.currency),
        delivered=Money(row.delivered_minor, row.currency),
        lines=tuple(_order_line(line, row.currency) for line in details.lines),
        notes=notes,
    )


def deliveries_part(*, actor: Actor, customer_id: int) -> CustomerDeliveries:
    """What the page of a customer shows of deliveries."""
    notes = first_notes(actor=actor, narrowed=NoteFilter(customer_id=customer_id), sort="-day", limit=4)
    return CustomerDeliveries(customer_id, tuple((row, stage_of(row=row)) for row in notes))


def contract_side(*, actor: Actor, contract_id: int, number: str, customer_id: int, today: date) -> ContractSide:
    """Our side of one contract that was looked up for its reader: open deliveries under it, invoices on its payments."""
    found = our_side(customer_ids=[customer_id], today=today).get(customer_id, ())
    notes = first_notes(actor=actor, narrowed=NoteFilter(contract_id=contract_id), sort="day", limit=50)
    return ContractSide(
        blockers_shown(rows=[one for one in found if one.contract_number == number]),
        tuple((row, stage_of(row=row)) for row in notes),
    )


def stage_of(*, row: NoteRow) -> Chip:
    """Where a delivery stands, as a chip."""
    return Chip(words.STAGES[row.stage], words.STAGE_TONES.get(row.stage, "plain"))


def _note_line(line: NoteLineRow, currency: str, *, is_consigned: bool) -> GoodsLine:
    done = line.sold_micros if is_consigned else line.accepted_micros
    left = line.unsold_micros if is_consigned else line.open_micros
    return _goods(line, currency, (done, line.rejected_micros, left))


def _order_line(line: OrderLineRow, currency: str) -> GoodsLine:
    return _goods(line, currency, (line.delivered_micros, 0, line.open_micros))


def _goods(line: NoteLineRow | OrderLineRow, currency: str, micros: tuple[int, int, int]) -> GoodsLine:
    done, rejected, left = (format_micros(micros=one) if one else "" for one in micros)
    return GoodsLine(
        line,
        f"{format_micros(micros=line.quantity_micros)} {line.unit}".strip(),
        format_micros(micros=line.unit_price_micros, least_decimals=2),
        Money(line.amount_minor, currency),
        done,
        rejected,
        left,
    )


def _paper(row: PaperRow) -> PaperShown:
    return PaperShown(row, words.PAPERS[row.kind.value], tuple(_said(one) for one in row.said), row.state == "STANDS")


def _said(one: tuple[str, int, int, str, str]) -> str:
    name, done, rejected, reason, remedy = one
    told = f"{name} {format_micros(micros=done)}"
    if not rejected:
        return told
    return f"{told} · {words.STAGES['REJECTED']} {format_micros(micros=rejected)}: {reason} ({words.REMEDIES[remedy]})"
