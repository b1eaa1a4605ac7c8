"""Orders and deliveries for tests, through the acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.deliveries.operations.accepting import accept_goods
from huikuan.deliveries.operations.delivering import record_delivery, sign_delivery
from huikuan.deliveries.operations.orders import place_order
from huikuan.deliveries.operations.selling import report_sales
from huikuan.deliveries.operations.undoing import TakenBack, take_paper_back
from huikuan.deliveries.queries.notes import NoteLineRow, lines_of
from huikuan.deliveries.rules.drafts import (
    AcceptanceDraft,
    Goods,
    Judged,
    NoteDraft,
    OrderDraft,
    SaleReportDraft,
    Signature,
    Sold,
)
from huikuan.deliveries.rules.states import PaperKind
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.micros import MICRO
from tests.books import Books

TODAY = date(2026, 3, 2)
DELIVERED = date(2026, 2, 9)


def goods(pieces: int = 10, price: int = 10_000, **more: Any) -> Goods:
    """Pumps at a price in yuan."""
    return Goods("水泵", pieces * MICRO, price * MICRO, item_code="P-1", specification="DN50", unit="台", **more)


def signature(on: date = DELIVERED, who: str = "李明", role: str = "仓库主管", **more: Any) -> Signature:
    """Who signed."""
    return Signature(on, who, role, **more)


def ordered(books: Books, customer_id: int, number: str = "DD-1", *lines: Goods, **more: Any) -> dict[str, Any]:
    """An order of ten pumps unless said."""
    draft = OrderDraft(books.company_id, customer_id, number, date(2026, 1, 8), "CNY", lines or (goods(),), **more)
    return place_order(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), draft=draft)


def delivered(books: Books, customer_id: int, number: str = "SH-1", *lines: Goods, **more: Any) -> int:
    """A delivery note of ten pumps unless said; its id."""
    on = more.pop("on", DELIVERED)
    draft = NoteDraft(books.company_id, customer_id, number, on, "CNY", lines or (goods(),), **more)
    return int(record_delivery(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), draft=draft)["note_id"])


def signed(books: Books, note_id: int, on: date = DELIVERED, **more: Any) -> dict[str, Any]:
    """The recipient signs."""
    return sign_delivery(
        actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), note_id=note_id, signature=signature(on, **more)
    )


def accepted(books: Books, note_id: int | None, on: date = date(2026, 2, 12), *lines: Judged, **more: Any) -> int:
    """Goods are accepted; the id of the certificate."""
    draft = AcceptanceDraft(signature(on, "王工", "质检"), note_id, lines=lines, **more)
    return int(accept_goods(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), draft=draft)["acceptance_id"])


def sold(books: Books, note_id: int, pieces: int, number: str = "DX-1", on: date = date(2026, 2, 20)) -> int:
    """The consignee sold so many of the first line."""
    line = first_line(note_id)
    draft = SaleReportDraft(note_id, number, signature(on, "周店长"), (Sold(line.id, pieces * MICRO),))
    return int(report_sales(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), draft=draft)["report_id"])


def taken_back(books: Books, kind: PaperKind, paper_id: int, reason: str = "录入有误") -> dict[str, Any]:
    """A paper is taken back."""
    paper = TakenBack(kind, paper_id, reason)
    return take_paper_back(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), paper=paper)


def first_line(note_id: int) -> NoteLineRow:
    """The first line of a note."""
    return lines_of(note_ids=[note_id])[note_id][0]
