"""Money nobody knows, announced."""

from __future__ import annotations

from datetime import date

from huikuan.claims.operations.announcing import announce_receipt
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW, Books

TODAY = date(2026, 3, 2)


def announce(books: Books, receipt_id: int) -> int:
    done = announce_receipt(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), receipt_id=receipt_id)
    return int(done["announcement_id"])
