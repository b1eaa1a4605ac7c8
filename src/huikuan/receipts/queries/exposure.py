"""Reads for the room of credit: money of some customers that no item has used, and money that bounced.

They take ids, not an actor: a shared limit is held against the whole group, also where its asker sees one member only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from huikuan.accounts.access import every_company
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import reversals_of
from huikuan.ledger.rules import PostingKind
from huikuan.receipts.models import Receipt
from huikuan.receipts.rules import BounceReason


def unapplied_sums_of(*, customer_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Unapplied minor units by customer and currency (advances 预收款); one query over the index of unapplied money.

    That index begins with the own company: every one is named, so that not each receipt of a customer is looked at.
    """
    own = every_company().values("pk")
    rows = (
        Receipt.objects.filter(company_id__in=own, customer_id__in=list(customer_ids), unapplied_minor__gt=0)
        .values_list("customer_id", "currency")
        .annotate(total=Sum("unapplied_minor"))
        .order_by("customer_id", "currency")
    )
    return {(int(customer_id or 0), currency): int(total) for customer_id, currency, total in rows}


def unused_money(*, customer_id: int | None = None) -> dict[tuple[int, int], dict[str, int]]:
    """Money of customers not used yet, by customer and own company, then currency, minor units; one query over its index.

    For rooms above, which have checked who asks.
    """
    rows = Receipt.objects.filter(company_id__in=every_company().values("pk"), unapplied_minor__gt=0)
    rows = rows.filter(customer__isnull=False) if customer_id is None else rows.filter(customer_id=customer_id)
    found: dict[tuple[int, int], dict[str, int]] = {}
    # Added up here: SQLite would group by walking every receipt of every customer, not the few that are unapplied.
    for whose, company_id, currency, minor in rows.values_list(
        "customer_id", "company_id", "currency", "unapplied_minor"
    ):
        sums = found.setdefault((whose or 0, company_id), {})
        sums[currency] = sums.get(currency, 0) + minor
    return found


def bounces_of(*, customer_ids: Iterable[int], since: date) -> dict[int, tuple[date, ...]]:
    """The days on or after `since` on which money of these customers bounced, by customer.

    One query, two where some was taken back.
    """
    rows = Receipt.objects.filter(
        customer_id__in=list(customer_ids), reversed_minor__gt=0, last_moved_on__gte=since
    ).values_list("pk", "customer_id")
    payers = {pk: int(customer_id or 0) for pk, customer_id in rows}
    found: dict[int, list[date]] = {}
    for some in portions(values=sorted(payers)):
        for receipt_id, day in reversals_of(
            kind=PostingKind.RECEIPT, receipt_ids=some, reason=BounceReason.BOUNCED.value
        ):
            if day >= since:
                found.setdefault(payers[receipt_id], []).append(day)
    return {customer_id: tuple(sorted(days)) for customer_id, days in found.items()}
