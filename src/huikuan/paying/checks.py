"""Proof that how a customer pays is whole: versions and steps numbered without a gap, owners of the same customer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count, F, Max

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.paying.models import PayingStep, PayingVersion


def check_paying() -> list[Finding]:
    """PY1: versions 1 … n, saved in that order. PY2: steps 1 … n. PY3: the owner of a step is one of the customer's people."""
    return [
        finding(
            invariant="PY1",
            checked=PayingVersion.objects.values("customer_id").distinct().count(),
            broken=_out_of_order(),
        ),
        finding(invariant="PY2", checked=PayingVersion.objects.count(), broken=_with_gaps()),
        finding(invariant="PY3", checked=PayingStep.objects.filter(owner__isnull=False).count(), broken=_of_another()),
    ]


def _out_of_order() -> Iterator[Triple]:
    rows = PayingVersion.objects.order_by("customer_id", "pk").values_list("customer_id", "number")
    for customer_id, versions in groupby(rows.iterator(), key=lambda row: row[0]):
        numbers = [number for _, number in versions]
        if numbers != (expected := list(range(1, len(numbers) + 1))):
            yield f"versions of customer {customer_id}", expected, numbers


def _with_gaps() -> Iterator[Triple]:
    counted = PayingStep.objects.values("version_id").annotate(steps=Count("pk"), last=Max("ordinal"))
    for row in counted.exclude(steps=F("last")).order_by("version_id"):
        yield f"steps of version {row['version_id']}", row["steps"], row["last"]


def _of_another() -> Iterator[Triple]:
    rows = PayingStep.objects.filter(owner__isnull=False).exclude(owner__customer_id=F("version__customer_id"))
    for row in rows.select_related("owner", "version").order_by("pk"):
        if row.owner is not None:
            yield f"step {row.pk}", f"customer {row.version.customer_id}", f"customer {row.owner.customer_id}"
