"""Reads: receivables of one customer, of given ids, for the matcher; what customers owe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F, Q, Sum

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.receivables.access import receivables_for
from huikuan.receivables.models import Receivable
from huikuan.receivables.queries.rows import ReceivableRow, row_of


def open_items_of(*, actor: Actor, customer_id: int, as_of: date) -> tuple[ReceivableRow, ...]:
    """Every open item of one customer by due date (without date last)."""
    rows = receivables_for(actor=actor).filter(customer_id=customer_id, outstanding_minor__gt=0)
    ordered = rows.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")
    return tuple(row_of(row=row, as_of=as_of) for row in ordered)


def owed_items_of(*, actor: Actor, customer_id: int, as_of: date) -> tuple[ReceivableRow, ...]:
    """Every item one customer owes, open or only written off in our books (账销案存), by due date (without date last)."""
    rows = receivables_for(actor=actor).filter(customer_id=customer_id)
    owed = rows.filter(Q(outstanding_minor__gt=0) | Q(written_off_minor__gt=0))
    ordered = owed.select_related("invoice").order_by(F("due_date").asc(nulls_last=True), "pk")
    return tuple(row_of(row=row, as_of=as_of) for row in ordered)


def receivable_rows(*, actor: Actor, ids: list[int], as_of: date) -> tuple[ReceivableRow, ...]:
    """The visible ones of the receivables asked for."""
    rows = receivables_for(actor=actor).filter(pk__in=ids).select_related("invoice").order_by("pk")
    return tuple(row_of(row=row, as_of=as_of) for row in rows)


def balances_of(*, actor: Actor, customer_ids: list[int], as_of: date) -> dict[int, dict[str, tuple[int, int]]]:
    """Open and overdue minor units by customer and currency; one query over open items only."""
    rows = (
        receivables_for(actor=actor)
        .filter(customer_id__in=customer_ids, outstanding_minor__gt=0)
        .values_list("customer_id", "currency")
        .annotate(total=Sum("outstanding_minor"), late=Sum("outstanding_minor", filter=Q(due_date__lt=as_of)))
        .order_by("customer_id", "currency")
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for customer_id, currency, total, late in rows:
        found.setdefault(customer_id, {})[currency] = (total, late or 0)
    return found


def open_to_match(*, company_id: int) -> Iterator[tuple[int, str, int, int, str, date, date | None]]:
    """(id, number, customer, open minor units, currency, issue date, due date) of every open item of an own company."""
    rows = Receivable.objects.filter(company_id=company_id, outstanding_minor__gt=0).order_by("pk")
    columns = ("pk", "invoice__number", "customer_id", "outstanding_minor", "currency", "issue_date", "due_date")
    yield from rows.values_list(*columns).iterator(chunk_size=10_000)


def instalment_ids(*, invoice_ids: list[int]) -> dict[tuple[str, int], int]:
    """Ids of receivables by (invoice number, sequence) for the invoices given; one query."""
    rows = Receivable.objects.filter(invoice_id__in=invoice_ids).values_list("invoice__number", "sequence", "pk")
    return {(number, sequence): pk for number, sequence, pk in rows}


def customers_owing(*, company_ids: Iterable[int], minors: Iterable[int]) -> dict[tuple[int, str, int], frozenset[int]]:
    """The customers with an open item of exactly one of these amounts, by (own company, currency, minor units).

    For callers that filtered by access; one query per 5,000 amounts over open items alone.
    """
    found: dict[tuple[int, str, int], set[int]] = {}
    for some in portions(values=sorted(set(minors))):
        rows = Receivable.objects.filter(
            company_id__in=set(company_ids), outstanding_minor__gt=0, outstanding_minor__in=some
        )
        for company_id, currency, minor, customer_id in rows.values_list(
            "company_id", "currency", "outstanding_minor", "customer_id"
        ):
            found.setdefault((company_id, currency, minor), set()).add(customer_id)
    return {key: frozenset(ids) for key, ids in found.items()}
