"""A company with a customer and short forms of the acts on price confirmations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huikuan.kernel.actor import SYSTEM
from huikuan.prices.operations.signing import Signature, sign_confirmation
from huikuan.prices.operations.writing import send_confirmation, write_confirmation
from huikuan.prices.rules.confirming import ConfirmationDraft, PriceLine
from tests.books import NOW, Books, new_books

PUMP = PriceLine("水泵", 100_000_000, "P-1", "DN50", "台")
VALVE = PriceLine("阀门", 20_500_000, "", "DN20", "个")


@dataclass
class Prices:
    """Own company 甲 with customer 乙."""

    books: Books
    customer: int

    def written(self, number: str, first: date = date(2026, 1, 1), last: date = date(2026, 12, 31), **more: Any) -> int:
        """A draft."""
        lines = more.pop("lines", (PUMP, VALVE))
        customer = more.pop("customer_id", self.customer)
        draft = ConfirmationDraft(customer, number, more.pop("currency", "CNY"), first, last, lines, **more)
        company = self.books.company_id
        done = write_confirmation(actor=SYSTEM, now=NOW, key=self.books.key(), company_id=company, draft=draft)
        return int(done["confirmation_id"])

    def signed(self, number: str, first: date = date(2026, 1, 1), last: date = date(2026, 12, 31), **more: Any) -> int:
        """A signed one."""
        confirmation_id = self.written(number, first, last, **more)
        send_confirmation(actor=SYSTEM, now=NOW, key=self.books.key(), confirmation_id=confirmation_id)
        self.sign(confirmation_id)
        return confirmation_id

    def sign(self, confirmation_id: int, **more: Any) -> dict[str, Any]:
        """The signed copy comes back."""
        values = {"signed_on": date(2026, 3, 1), "signed_by": "高伟", "file_name": "签回.pdf", "content": b"%PDF-1.7 x"}
        return sign_confirmation(
            actor=SYSTEM,
            now=NOW,
            key=self.books.key(),
            confirmation_id=confirmation_id,
            signature=Signature(**{**values, **more}),
        )


def new_prices() -> Prices:
    """A fresh company with its customer."""
    books = new_books()
    return Prices(books, books.customer("乙公司"))
