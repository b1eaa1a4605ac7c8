"""The lock of a group: whoever decides about one of its customers holds it until his commit (HOUSE ledger law 8, TRUST S31)."""

from __future__ import annotations

from collections.abc import Iterable

from huikuan.credit.models import GroupLock, Hold
from huikuan.credit.neighbours import roots_of
from huikuan.credit.rules.orders import HoldState
from huikuan.kernel.refusal import Changed


def hold_groups(*, customer_ids: Iterable[int]) -> dict[int, int]:
    """Lock the groups of these customers, in the order of their tops, until the transaction ends; top by customer.

    SQLite has one writer from BEGIN IMMEDIATE on. Raises Changed GROUP_CHANGED if a customer was put elsewhere meanwhile.
    """
    ids = sorted(set(customer_ids))
    roots = roots_of(customer_ids=ids)
    _lock(sorted(set(roots.values())))
    if roots_of(customer_ids=ids) != roots:
        raise Changed("GROUP_CHANGED")
    return roots


def held_under_lock(*, hold: Hold) -> Hold:
    """The hold with its decision as it stands under the lock of its group. Raises Changed HOLD_SETTLED if it waits no longer."""
    hold_groups(customer_ids=[hold.customer_id])
    fresh = Hold.objects.select_related("decision").get(pk=hold.pk)
    if fresh.state != HoldState.HELD.value:
        raise Changed("HOLD_SETTLED", order=fresh.order_number)
    return fresh


def _lock(root_ids: list[int]) -> None:
    rows = GroupLock.objects.select_for_update().filter(pk__in=root_ids).order_by("pk")
    if len(rows) < len(root_ids):
        GroupLock.objects.bulk_create([GroupLock(root_id=root) for root in root_ids], ignore_conflicts=True)
        list(GroupLock.objects.select_for_update().filter(pk__in=root_ids).order_by("pk"))
