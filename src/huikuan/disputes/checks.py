"""Proof of what disputes promise and rows can prove (TRUST D2, S30)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from huikuan.disputes.models import Dispute, DisputeItem, DisputeProof, DisputeStep
from huikuan.kernel.findings import Finding, Triple, finding


def check_disputes() -> list[Finding]:
    """Check S30: a dispute's amount is the sum of its items, its state the one of its last step, its items its customer's;
    no credit note ended more than it credits.
    """
    rows = list(Dispute.objects.order_by("pk").values_list("pk", "state", "amount_minor"))
    broken = (*_states(rows), *_amounts(rows), *_strangers(), *_overspent())
    return [finding(invariant="S30", checked=len(rows), broken=broken)]


def _states(rows: list[tuple[int, str, int]]) -> Iterator[Triple]:
    last = dict(DisputeStep.objects.order_by("pk").values_list("dispute_id", "state"))
    for pk, state, _ in rows:
        if last.get(pk) != state:
            yield f"dispute {pk}", f"in state {last.get(pk)}, as its last step says", state


def _amounts(rows: list[tuple[int, str, int]]) -> Iterator[Triple]:
    sums = dict(DisputeItem.objects.values_list("dispute_id").annotate(total=Sum("amount_minor")).order_by())
    for pk, _, minor in rows:
        if sums.get(pk) != minor:
            yield f"dispute {pk}", f"{sums.get(pk)}, the sum of its items", minor


def _strangers() -> Iterator[Triple]:
    columns = ("pk", "dispute__customer_id", "dispute__company_id", "dispute__currency")
    theirs = ("receivable__customer_id", "receivable__company_id", "receivable__currency")
    for pk, *row in DisputeItem.objects.order_by("pk").values_list(*columns, *theirs):
        if row[:3] != row[3:]:
            yield f"disputed item {pk}", f"of customer, company and currency {row[:3]}", row[3:]


def _overspent() -> Iterator[Triple]:
    rows = DisputeProof.objects.filter(amount_minor__gt=0).values_list("invoice_id", "invoice__amount_minor")
    for pk, credited, minor in rows.annotate(total=Sum("amount_minor")).order_by("invoice_id"):
        if minor > credited:
            yield f"credit note {pk}", f"at most {credited} of disputes ended by it", minor
