"""Proof of what the playbook holds and rows can prove (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.playbook.models import StrategyUse, UsedItem, UseResult


def check_playbook() -> list[Finding]:
    """A contact made with a strategy is the sum of its items; what came of it is no more than was asked for, its share that of it."""
    rows = list(StrategyUse.objects.order_by("pk").values_list("pk", "asked_minor"))
    return [finding(invariant="S30", checked=len(rows), broken=(*_sums(rows), *_shares()))]


def _sums(rows: list[tuple[int, int]]) -> Iterator[Triple]:
    sums = dict(UsedItem.objects.values_list("use_id").annotate(total=Sum("open_minor")).order_by())
    for pk, minor in rows:
        if sums.get(pk) != minor:
            yield f"strategy use {pk}", f"{sums.get(pk)}, the sum of its items", minor


def _shares() -> Iterator[Triple]:
    rows = UseResult.objects.order_by("pk").values_list("pk", "paid_minor", "paid_permille", "use__asked_minor")
    for pk, paid, permille, asked in rows:
        if paid > asked:
            yield f"result of a strategy {pk}", f"at most {asked} paid", paid
        elif paid * 1_000 // asked != permille:
            yield f"result of a strategy {pk}", f"{paid * 1_000 // asked} per mille", permille
