"""Reads for figures and credit: paper that is not collected yet, and paper that may come back to us.

They take ids, not an actor: who asks has narrowed the customers already.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Sum

from huikuan.bills.models import BillEvent, BillPart
from huikuan.bills.rules.life import IN_HAND, PASSED_ON, Counted, Happened, State, waiting_change
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import Account, PostingKind
from huikuan.receipts.rules import ReceiptMethod

_OURS = [one.value for one in (*IN_HAND, *PASSED_ON)]


class BillsWithRecourse:
    """Bills of customers that are not paid yet and would come back to us."""

    def with_recourse(self, *, customer_ids: Iterable[int], on: date) -> Mapping[int, Mapping[str, int]]:
        """Minor units by customer and currency; a voucher without recourse is its issuer's risk alone. One query."""
        rows = (
            BillPart.objects.filter(
                receipt__customer_id__in=list(customer_ids), state__in=_OURS, bill__has_recourse=True
            )
            .values_list("receipt__customer_id", "receipt__currency")
            .annotate(total=Sum("amount_minor"))
            .order_by("receipt__customer_id", "receipt__currency")
        )
        found: dict[int, dict[str, int]] = {}
        for customer_id, currency, total in rows:
            found.setdefault(int(customer_id), {})[currency] = int(total)
        return found


def waiting_of(*, receipt_ids: Iterable[int], as_of: date, counted: Counted) -> dict[int, int]:
    """By receipt, what of it is on paper that does not count as collected at the end of a day, minor units; one query."""
    found: Counter[int] = Counter()
    for some in portions(values=sorted(set(receipt_ids))):
        rows = BillEvent.objects.filter(part__receipt_id__in=some, on__lte=as_of)
        for receipt_id, before, after, minor in rows.values_list("part__receipt_id", "before", "after", "amount_minor"):
            happened = Happened(State(before) if before else None, State(after), minor)
            found[receipt_id] += waiting_change(happened=happened, counted=counted)
    return {pk: minor for pk, minor in found.items() if minor}


def uncollected_allocations(
    *, company_ids: Iterable[int] | None, as_of: date, counted: Counted
) -> dict[tuple[int, str], dict[int, int]]:
    """What of items was paid at the end of a day with paper that does not count as collected then (TRUST P5), minor units.

    By customer of the item and currency, then by receivable. What waits is taken off the latest allocations first, as a
    dishonour would. Four queries.
    """
    events = BillEvent.objects.filter(on__lte=as_of)
    if company_ids is not None:
        events = events.filter(part__receipt__company_id__in=list(company_ids))
    waiting = waiting_of(
        receipt_ids=events.values_list("part__receipt_id", flat=True).distinct(), as_of=as_of, counted=counted
    )
    found: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for receipt_id, (customer_id, currency), receivable_id, minor in _latest_first(waiting, as_of):
        taken = min(minor, waiting[receipt_id])
        if taken > 0:
            waiting[receipt_id] -= taken
            items = found[customer_id, currency]
            items[receivable_id] = items.get(receivable_id, 0) + taken
    return dict(found)


def _latest_first(receipts: Iterable[int], as_of: date) -> list[tuple[int, tuple[int, str], int, int]]:
    """What receipts pay at the end of a day: receipt, (customer, currency), receivable, minor units; the latest first."""
    sums: dict[tuple[int, int], int] = {}
    whose: dict[tuple[int, int], tuple[int, str]] = {}
    for posting in postings_about(receipt_ids=receipts):
        if posting.kind != PostingKind.ALLOCATE.value or posting.effective_date > as_of:
            continue
        for entry in posting.entries:
            if entry.account == Account.RECEIVABLE.value and entry.receipt_id and entry.receivable_id:
                key = (entry.receipt_id, entry.receivable_id)
                sums[key] = sums.pop(key, 0) - entry.minor
                whose[key] = (entry.customer_id or 0, entry.currency)
    return [(key[0], whose[key], key[1], minor) for key, minor in reversed(sums.items()) if minor > 0]


def held_by_customer(*, customer_ids: Iterable[int]) -> dict[int, int]:
    """Bills and vouchers in hand by customer, minor units; one query."""
    rows = BillPart.objects.filter(
        receipt__customer_id__in=list(customer_ids), state__in=[one.value for one in IN_HAND]
    )
    sums = rows.values_list("receipt__customer_id").annotate(total=Sum("amount_minor"))
    return {int(pk): int(total) for pk, total in sums}


def is_voucher(*, kind: str) -> bool:
    """Whether paper of this kind is a voucher."""
    return kind == ReceiptMethod.VOUCHER.value
