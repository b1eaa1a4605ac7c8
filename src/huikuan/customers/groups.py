"""Groups of customers: who belongs under whom, by parent or by a standing merge (group 集团).

Parents and merges together never form a circle: `refuse_cycle` looks at both, under a lock on every row of the way up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from huikuan.customers.models import Customer, CustomerFile, CustomerMerge
from huikuan.kernel.paging import AT_ONCE, portions
from huikuan.kernel.refusal import Changed, Refused

DEEPEST = 20
"""Levels a group may have: more is a mistake."""


def roots_of(*, customer_ids: Iterable[int]) -> dict[int, int]:
    """The top of each customer's group, himself where he stands alone; the shared limit is the top's.

    A merged customer belongs to the one he was merged into. One query a level; one in all for thousands.
    """
    ids = set(customer_ids)
    links = _all_links() if len(ids) > AT_ONCE else _links_above(ids)
    return {pk: _top(pk, links) for pk in ids}


def members_of(*, root_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Everybody of each group below these customers, themselves first, merged ones too; one query a level."""
    tops = sorted(set(root_ids))
    belongs = {pk: pk for pk in tops}
    found: dict[int, list[int]] = {pk: [] for pk in tops}
    level = tops
    while level:
        below = [
            (child, up)
            for some in portions(values=level)
            for child, up in _links(Q(merged_into__in=some) | Q(merged_into=None, parent__in=some))
            if child not in belongs
        ]
        for child, up in below:
            belongs[child] = belongs[up]
            found[belongs[up]].append(child)
        level = sorted({child for child, _ in below})
    return {pk: (pk, *sorted(children)) for pk, children in found.items()}


def merged_below(*, customer_ids: Iterable[int]) -> dict[int, int]:
    """Customers merged into these, directly or through others, with the one of these each belongs to."""
    found: dict[int, int] = {}
    level = {pk: pk for pk in customer_ids}
    while level:
        rows = [
            (child, level[up])
            for some in portions(values=sorted(level))
            for child, up in CustomerFile.objects.filter(merged_into__in=some).values_list("pk", "merged_into_id")
        ]
        level = {child: top for child, top in rows if child not in found}
        found |= level
    return found


def merges_known(*, before_act: int | None = None) -> dict[int, int]:
    """Every merged customer with the one he belongs to at the end, as it stands, or as it stood before an act; one query."""
    rows = CustomerMerge.objects.filter(undone_at=None)
    if before_act is not None:
        undone_later = Q(undone_act=None) | Q(undone_act__gte=before_act)
        rows = CustomerMerge.objects.filter(undone_later, act__lt=before_act)
    links: dict[int, int] = dict(rows.values_list("customer_id", "into_id"))
    return {pk: _top(pk, links) for pk in links}


def refuse_cycle(*, customer_id: int, above_id: int) -> None:
    """Refuse to put a customer under `above_id` where that would close a circle; locks the way up until the end of the act.

    Raises Refused CUSTOMER_GROUP_CYCLE, CUSTOMER_GROUP_TOO_DEEP, CUSTOMER_UNKNOWN, and Changed CUSTOMER_GROUP_CHANGED if
    somebody moved a company of that way meanwhile.
    """
    way = _way_up(above_id)
    locked = set(
        Customer.objects.select_for_update()
        .filter(pk__in={customer_id, *way})
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if above_id not in locked:
        raise Refused("CUSTOMER_UNKNOWN", customer=above_id)
    way = _way_up(above_id)
    if not way <= locked:
        raise Changed("CUSTOMER_GROUP_CHANGED")
    if customer_id in way:
        names = dict(Customer.objects.filter(pk__in=[customer_id, above_id]).values_list("pk", "name"))
        raise Refused("CUSTOMER_GROUP_CYCLE", name=names[customer_id], above=names[above_id])
    if len(way) >= DEEPEST:
        raise Refused("CUSTOMER_GROUP_TOO_DEEP", most=DEEPEST)


def _way_up(customer_id: int) -> set[int]:
    """The customer and everybody above him by a parent or a merge, hidden parents of merged customers too."""
    way, level = {customer_id}, {customer_id}
    while level:
        found = CustomerFile.objects.filter(pk__in=level)
        rows: Iterable[tuple[int | None, ...]] = found.values_list("parent_id", "merged_into_id")
        level = {up for row in rows for up in row if up is not None} - way
        way |= level
    return way


def _links(condition: Q) -> list[tuple[int, int]]:
    found = CustomerFile.objects.filter(condition)
    rows: Iterable[tuple[int, int | None, int | None]] = found.values_list("pk", "parent_id", "merged_into_id")
    return [(pk, up) for pk, parent, merged in rows if (up := merged or parent) is not None]


def _all_links() -> dict[int, int]:
    return dict(_links(Q(parent__isnull=False) | Q(merged_into__isnull=False)))


def _links_above(ids: set[int]) -> dict[int, int]:
    links: dict[int, int] = {}
    asked: set[int] = set()
    level = ids
    while level:
        asked |= level
        fresh = dict(_links(Q(pk__in=level)))
        links |= fresh
        level = set(fresh.values()) - asked
    return links


def _top(customer_id: int, links: Mapping[int, int]) -> int:
    seen = {customer_id}
    here = customer_id
    while (up := links.get(here)) is not None and up not in seen:
        seen.add(up)
        here = up
    return here
