"""A late item with its papers, for tests of evidence."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.documents.pdf import render_pdf
from huikuan.evidence.models import Piece
from huikuan.evidence.operations.adding import PieceDraft, add_piece
from huikuan.evidence.operations.bundling import BundleOrder, MadeBundle, Maker, make_bundle
from huikuan.evidence.operations.ordering import order_bundle
from huikuan.evidence.ports import Binder
from huikuan.evidence.rules.kinds import Kind
from huikuan.interest.operations.claiming import Claim, propose_interest
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.deliveries.delivering import delivered, signed
from tests.replayed import replayed

TODAY = date(2026, 3, 2)
PAPER = b"%PDF-1.4 signed"


@dataclass
class EvidenceOffice:
    """Own company 甲, customer 乙 with a late item for ten pumps, which are to be accepted."""

    books: Books
    customer: int
    item: Receivable
    note: int

    def add(self, kind: Kind, by: Actor = SYSTEM, **more: Any) -> int:
        """A signed paper of the item, unless said."""
        values: dict[str, Any] = {
            "dated_on": date(2026, 2, 12),
            "name": f"{kind.value}.pdf",
            "content": f"%PDF-1.4 {kind}".encode(),
        }
        values |= {"is_signed": True, "signatory": "王工", **more}
        about = values.pop("items", (self.item.pk,))
        customer = values.pop("customer_id", self.customer)
        draft = PieceDraft(customer, about, kind, **values)
        return int(add_piece(actor=by, now=NOW, today=TODAY, key=self.books.key(), draft=draft)["piece_id"])

    def bundle(
        self, by: Actor = SYSTEM, key: str = "", language: str = "zh-hans", binder: Binder | None = None
    ) -> MadeBundle:
        """The bundle of the item."""
        order = BundleOrder(self.customer, self.books.company_id, (self.item.pk,), language)
        made_by = Maker(binder, ZoneInfo("Asia/Shanghai"))
        return make_bundle(actor=by, now=NOW, today=TODAY, key=key or self.books.key(), order=order, maker=made_by)

    def claim_interest(self, through: date) -> list[int]:
        """Claims proposed for the days nobody has claimed."""
        claim = Claim(self.books.company_id, (self.item.pk,), through)
        done = propose_interest(actor=SYSTEM, now=NOW, today=TODAY, key=self.books.key(), claim=claim)
        return [int(pk) for pk in done["charge_ids"]]

    def sha256_of(self, kind: Kind) -> str:
        """The hash of the file of the newest piece of a kind."""
        return str(Piece.objects.filter(kind=kind.value).latest("pk").document.sha256)

    def order(self, by: Actor = SYSTEM, language: str = "zh-hans") -> int:
        """A bundle of the item that waits to be made."""
        order = BundleOrder(self.customer, self.books.company_id, (self.item.pk,), language)
        done = order_bundle(actor=by, now=NOW, today=TODAY, key=self.books.key(), order=order)
        return int(done["ordered_id"])


@replayed
def new_evidence() -> EvidenceOffice:
    """Delivered and signed for with a copy of the note, billed, late since 9 February."""
    books = new_books()
    customer = books.customer("乙方机电有限公司")
    note = delivered(books, customer, needs_acceptance=True)
    signed(books, note, file_name="送货单.pdf", file_content=PAPER)
    (item,) = books.invoice(customer, "F001", 100_000_00)
    acting = {"actor": SYSTEM, "now": NOW, "today": TODAY, "key": books.key()}
    link_invoice(**acting, invoice_id=item.invoice_id, note_ids=[note])  # type: ignore[arg-type]
    return EvidenceOffice(books, customer, item, note)


def unpacked(made: MadeBundle, folder: Path) -> Path:
    """The archive laid out in a folder."""
    zipfile.ZipFile(io.BytesIO(made.archive)).extractall(folder)
    return folder


def verified(folder: Path, *arguments: str) -> tuple[int, str]:
    """What the bundle's own verifier says in a bare Python, from another folder: exit code and output."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder), *arguments]
    done = subprocess.run(command, cwd="/", env={}, capture_output=True, text=True, encoding="utf-8", timeout=60)
    return done.returncode, done.stdout + done.stderr


def two_pages(mark: str = "x") -> bytes:
    """A real PDF of our own making, long enough for two pages."""
    section = {"title": mark, "titles": [mark], "rows": [[str(row)] for row in range(50)], "layout": "w"}
    side = {"title": "", "name": mark, "lines": []}
    data = {"lang": "zh", "region": "cn", "title": mark, "on": ["", ""], "parties": [side, side], "sections": [section]}
    checking = {"title": "", "lines": []}
    return render_pdf(template="evidence", data={**data, "checking": checking, "pages": "{0}/{1}"}, on=TODAY)
