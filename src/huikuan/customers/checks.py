"""Proof that groups have no circle and that a customer points to another only while a merge of the two stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from huikuan.customers.models import CustomerFile, CustomerMerge
from huikuan.kernel.findings import Finding, Triple, finding


def check_customers() -> list[Finding]:
    """Both invariants of the customer file over all rows."""
    rows: Iterable[tuple[int, int | None, int | None]] = CustomerFile.objects.filter(
        Q(parent__isnull=False) | Q(merged_into__isnull=False)
    ).values_list("pk", "parent_id", "merged_into_id")
    links = {pk: [up for up in (parent, merged) if up is not None] for pk, parent, merged in rows}
    return [_circles(links), _pointers()]


def _circles(links: dict[int, list[int]]) -> Finding:
    """Take away everybody who has nobody above him, again and again: who is left stands above himself."""
    left = {pk: set(ups) for pk, ups in links.items()}
    free = {up for ups in left.values() for up in ups} - set(left)
    below: dict[int, set[int]] = {}
    for pk, ups in left.items():
        for up in ups:
            below.setdefault(up, set()).add(pk)
    while free:
        top = free.pop()
        for pk in below.get(top, ()):
            left[pk].discard(top)
            if not left[pk]:
                del left[pk]
                free.add(pk)
    broken: list[Triple] = [(f"customer {pk}", "no circle", f"under {sorted(left[pk])}") for pk in sorted(left)]
    return finding(invariant="CU1", checked=len(links), broken=broken)


def _pointers() -> Finding:
    standing = dict(CustomerMerge.objects.filter(undone_at=None).values_list("customer_id", "into_id"))
    pointers = dict(CustomerFile.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    broken: list[Triple] = [
        (f"customer {pk}", standing.get(pk), pointers.get(pk))
        for pk in sorted({*standing, *pointers})
        if standing.get(pk) != pointers.get(pk)
    ]
    return finding(invariant="CU2", checked=len({*standing, *pointers}), broken=broken)
