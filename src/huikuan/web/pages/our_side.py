"""What on our side keeps customers from paying, in words: deliveries and invoices alike, and the page where each is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from django.urls import reverse

from huikuan.activities.complaint_rules import ComplaintBlocker
from huikuan.deliveries.rules.blocking import Blocker as DeliveryBlocker
from huikuan.kernel.money import Money
from huikuan.reminders.our_side import OurBlocker, our_side
from huikuan.web.tables.columns import Text
from huikuan.wording import activities as complaints
from huikuan.wording import deliveries as goods
from huikuan.wording import invoicing as papers


@dataclass(frozen=True, slots=True)
class BlockerShown:
    """What on our side blocks payment, in words, and where it is mended."""

    row: OurBlocker
    word: Text
    tone: str
    what: Text
    amount: Money | None
    """None for a complaint, which is about no amount."""
    address: str


def our_side_shown(*, customer_ids: Iterable[int], today: date) -> dict[int, tuple[BlockerShown, ...]]:
    """What on our side keeps customers from paying, for whoever is about to ask them; who has nothing is missing."""
    found = our_side(customer_ids=customer_ids, today=today)
    return {pk: blockers_shown(rows=rows) for pk, rows in found.items()}


def blockers_shown(*, rows: Iterable[OurBlocker]) -> tuple[BlockerShown, ...]:
    """Blockers in words, with the page where each is mended."""
    return tuple(_shown(row) for row in rows)


def _shown(row: OurBlocker) -> BlockerShown:
    if isinstance(row, ComplaintBlocker):
        return BlockerShown(
            row, complaints.BLOCKER, "risk", complaints.WHAT_TO_DO, None, reverse("customer", args=[row.customer_id])
        )
    said: ModuleType = goods if isinstance(row, DeliveryBlocker) else papers
    address = (
        reverse("delivery", args=[row.note_id])
        if isinstance(row, DeliveryBlocker)
        else reverse("tax_invoice", args=[row.tax_invoice_id])
    )
    code = row.code.value
    tone, amount = said.BLOCKER_TONES.get(code, "soon"), Money(row.amount_minor, row.currency)
    return BlockerShown(row, said.BLOCKERS[code], tone, said.WHAT_TO_DO[code], amount, address)
