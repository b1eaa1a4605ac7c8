"""Proof of what claims of interest hold (TRUST D7): disjoint days, an item of its own for each charge, nothing on interest."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.interest.models import Charge, ChargeStep
from huikuan.interest.rules.accruing import overlapping
from huikuan.interest.rules.charging import State
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.receivables.rules import InvoiceKind


def check_interest() -> list[Finding]:
    """Check D7: the days of claims on an item share none, each charge is the document it names, each claim as its last step."""
    count = Charge.objects.count()
    return [finding(invariant="D7", checked=count, broken=(*_shared(), *_documents(), *_steps()))]


def _shared() -> Iterator[Triple]:
    days: dict[int, list[tuple]] = {}  # type: ignore[type-arg]
    rows = Charge.objects.filter(freed_by=0).values_list(
        "receivable_id", "from_day", "through_day", "receivable__due_date"
    )
    for pk, first, last, due in rows:
        days.setdefault(pk, []).append((first, last))
        if due is None or first <= due:
            yield f"interest on receivable {pk}", f"from a day after {due}", first
    for pk, ranges in sorted(days.items()):
        if both := overlapping(ranges=ranges):
            yield f"interest on receivable {pk}", "each day once", f"{both[0]} and {both[1]}"


def _documents() -> Iterator[Triple]:
    rows = (
        Charge.objects.filter(document__isnull=False).select_related("document", "receivable__invoice").order_by("pk")
    )
    for row in rows:
        document = row.document
        if document is None:
            continue
        expected = (row.interest_minor, row.currency, row.customer_id, row.company_id, InvoiceKind.INTEREST.value)
        found = (document.amount_minor, document.currency, document.customer_id, document.company_id, document.kind)
        if found != expected:
            yield f"charge {row.pk}", expected, found
        if (document.cancelled_by != 0) != (row.state == State.REVERSED.value):
            yield f"charge {row.pk}", f"document taken back as it is {row.state}", document.cancelled_by
        if row.receivable.invoice.kind == InvoiceKind.INTEREST.value:
            yield f"charge {row.pk}", "a debt that is no interest itself", row.receivable.invoice.number


def _steps() -> Iterator[Triple]:
    last = dict(ChargeStep.objects.order_by("pk").values_list("charge_id", "state"))
    for pk, state in Charge.objects.order_by("pk").values_list("pk", "state"):
        if last.get(pk) != state:
            yield f"charge {pk}", f"in state {last.get(pk)}, as its last step says", state
