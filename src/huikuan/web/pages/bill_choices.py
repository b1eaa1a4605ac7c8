"""What a form about a bill lets choose from: what its receipt paid, and money of the customer that may have come in recourse."""

from __future__ import annotations

from datetime import date

from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.queries.register import PartRow
from huikuan.bills.rules.cautions import rate_cautions
from huikuan.kernel.actor import Actor
from huikuan.kernel.text_amounts import format_amount
from huikuan.receipts.queries.allocations import allocations_after
from huikuan.receipts.queries.lines import BankMoney, money_of_customer
from huikuan.receivables.queries.items import receivable_rows
from huikuan.wording.bill_cautions import caution_words

MOST_ALLOCATIONS = 200


def paid_choices(*, actor: Actor, row: PartRow, today: date) -> tuple[tuple[int, str], ...]:
    """What the receipt of a bill pays now, by posting: invoice and amount, the latest first."""
    found = allocations_after(actor=actor, after_id=0, limit=MOST_ALLOCATIONS, receipt_id=row.receipt_id)
    live = [one for one in reversed(found) if one.is_live]
    items = receivable_rows(actor=actor, ids=sorted({one.receivable_id for one in live}), as_of=today)
    numbers = {item.id: item.invoice_number for item in items}
    return tuple(
        (
            one.posting_id,
            f"{numbers.get(one.receivable_id, one.receivable_id)} · "
            f"{format_amount(minor=one.amount_minor, currency=row.currency)}",
        )
        for one in live
    )


def money_since_dishonour(*, actor: Actor, row: PartRow) -> tuple[BankMoney, ...]:
    """Money of the customer that came since the bill was not paid."""
    if row.dishonoured_on is None:
        return ()
    return money_of_customer(
        actor=actor,
        company_id=row.company_id,
        customer_id=row.customer_id,
        currency=row.currency,
        since=row.dishonoured_on,
    )


def rate_lines(*, rate_ppm: int, on: date) -> tuple[tuple[str, str], ...]:
    """What should be known of a rate before it is taken, each with its source."""
    found = rate_cautions(rate_ppm=rate_ppm, on=on, policy=policy_in_force())
    return tuple(caution_words(caution=one.plain()) for one in found)
