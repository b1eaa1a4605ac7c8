"""Reads: the tax invoices that keep customers from paying on our side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import F, Q

from huikuan.invoicing.facts import invoices_of, wishes_of
from huikuan.invoicing.models import TaxInvoice
from huikuan.invoicing.queries.lists import ON_THE_WAY
from huikuan.invoicing.rules.blocking import Blocker, blocker_code
from huikuan.invoicing.rules.checking import Finding, Severity
from huikuan.invoicing.rules.states import State, Way
from huikuan.invoicing.rules.wishes import Wishes, wish_findings
from huikuan.receivables.queries.documents import (
    DocumentRow,
    documents_by_id,
    documents_by_number,
    open_of_documents,
)

_OPEN = Q(state=State.BOOKED.value, way__in=ON_THE_WAY, red_minor__lt=F("gross_minor")) | Q(
    state=State.WAITING.value, worst=Severity.ERROR.value
)


def blockers_of(*, customer_ids: Iterable[int], today: date) -> dict[int, tuple[Blocker, ...]]:
    """Invoices that keep their customers from paying, by customer, the oldest first; who has nothing is missing.

    One that is paid, or all red, keeps nobody from paying. For callers that filtered by access; one query where there is
    nothing, at most eight for any number of customers.
    """
    asked = TaxInvoice.objects.filter(_OPEN, customer__in=sorted(set(customer_ids)), is_red=False)
    rows = list(asked.order_by("pk"))
    if not rows:
        return {}
    unwanted, documents = _unwanted(rows), _documents(rows)
    still_open = open_of_documents(ids={one.id for one in documents.values()})
    found: dict[int, list[Blocker]] = {}
    for row in rows:
        code = blocker_code(
            state=State(row.state), way=Way(row.way), worst=row.worst, unwanted=unwanted.get(row.pk, ())
        )
        document = documents.get(row.pk)
        if code is None or (document is not None and still_open.get(document.id, 0) <= 0):
            continue
        since = row.way_since or row.taken_at.date()
        blocker = Blocker(
            code=code,
            tax_invoice_id=row.pk,
            number=row.number,
            customer_id=row.customer_id or 0,
            amount_minor=row.gross_minor,
            currency=row.currency,
            since=since,
            days=max(0, (today - since).days),
            document_id=document.id if document else None,
            contract_number=document.contract if document else row.contract_number,
        )
        found.setdefault(blocker.customer_id, []).append(blocker)
    return {pk: tuple(sorted(some, key=lambda one: (one.since, one.tax_invoice_id))) for pk, some in found.items()}


def _unwanted(rows: Sequence[TaxInvoice]) -> Mapping[int, tuple[Finding, ...]]:
    """Where booked invoices are not as their customers want them, by invoice; at most three queries."""
    booked = [row for row in rows if row.state == State.BOOKED.value]
    wishes = wishes_of(customer_ids={row.customer_id for row in booked if row.customer_id is not None})
    nothing = Wishes()
    asked = [row for row in booked if wishes.get(row.customer_id or 0, nothing) != nothing]
    records = invoices_of(rows=asked)
    return {
        row.pk: wish_findings(invoice=records[row.pk], wishes=_in(row.currency, wishes[row.customer_id or 0]))
        for row in asked
    }


def _in(currency: str, wishes: Wishes) -> Wishes:
    """The largest invoice is written down in yuan and says nothing of one in another currency."""
    return wishes if currency == "CNY" else replace(wishes, most_minor=None)


def _documents(rows: Sequence[TaxInvoice]) -> dict[int, DocumentRow]:
    """The document of the receivables of each invoice: the one it is tied to, of a waiting one that of its number."""
    tied = documents_by_id(ids=[row.invoice_id for row in rows if row.invoice_id is not None])
    loose = [row for row in rows if row.invoice_id is None]
    numbered = documents_by_number(numbers={row.number for row in loose}) if loose else {}
    found = {row.pk: tied[row.invoice_id] for row in rows if row.invoice_id in tied}
    for row in loose:
        same = numbered.get((row.company_id, row.number))
        if same is not None and same.customer_id == row.customer_id:
            found[row.pk] = same
    return found
