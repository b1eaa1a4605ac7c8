"""Reads: what on our side keeps customers from paying, before anybody asks them for money (HANDBOOK B1, C5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from huikuan.activities.complaint_rules import ComplaintBlocker
from huikuan.activities.queries import open_complaints
from huikuan.deliveries.queries import blocking as deliveries
from huikuan.deliveries.rules.blocking import Blocker as DeliveryBlocker
from huikuan.invoicing.queries import blocking as invoicing
from huikuan.invoicing.rules.blocking import Blocker as InvoiceBlocker
from huikuan.kernel.paging import portions
from huikuan.receivables.queries.documents import items_of_documents
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item

OurBlocker = DeliveryBlocker | InvoiceBlocker | ComplaintBlocker


def our_side(*, customer_ids: Iterable[int], today: date) -> dict[int, tuple[OurBlocker, ...]]:
    """Open deliveries, invoices and complaints that keep customers from paying, by customer, complaints first, then by age.

    A caution: it stops nothing. Who has nothing is missing. For callers that filtered by access; a constant number of queries.
    """
    asked = sorted(set(customer_ids))
    goods = deliveries.blockers_of(customer_ids=asked, today=today)
    papers = invoicing.blockers_of(customer_ids=asked, today=today)
    complaints = open_complaints(customer_ids=asked, today=today)
    found: dict[int, tuple[OurBlocker, ...]] = {}
    for pk in asked:
        of_customer: list[OurBlocker] = [*goods.get(pk, ()), *papers.get(pk, ())]
        of_customer += [complaints[pk]] if pk in complaints else []
        if of_customer:
            found[pk] = tuple(sorted(of_customer, key=lambda one: (not isinstance(one, ComplaintBlocker), one.since)))
    return found


def with_our_side(*, items: Iterable[Item], customer_ids: Iterable[int], today: date) -> tuple[Item, ...]:
    """The items, each of these customers' with what of ours stands against its own document; a constant number of queries
    for 5,000 customers."""
    reasons: dict[int, tuple[Reason, ...]] = {}
    for some in portions(values=sorted(set(customer_ids))):
        reasons |= _reasons(some, today)
    return tuple(
        replace(item, ours=reasons[item.receivable_id]) if item.receivable_id in reasons else item for item in items
    )


def _reasons(customer_ids: Iterable[int], today: date) -> dict[int, tuple[Reason, ...]]:
    """By open receivable, why the customer may say with right that we are not done with what it asks for."""
    by_document: dict[int, list[OurBlocker]] = {}
    blocking = our_side(customer_ids=customer_ids, today=today)
    everything = [one for some in blocking.values() for one in some]
    goods = [one for one in everything if isinstance(one, DeliveryBlocker)]
    for document_id, blockers in deliveries.documents_blocked(blockers=goods).items():
        by_document.setdefault(document_id, []).extend(blockers)
    for one in everything:
        if isinstance(one, InvoiceBlocker) and one.document_id is not None:
            by_document.setdefault(one.document_id, []).append(one)
    if not by_document:
        return {}
    items = items_of_documents(document_ids=by_document)
    return {pk: tuple(_reason(one) for one in by_document[document_id]) for pk, document_id in items.items()}


def _reason(blocker: OurBlocker) -> Reason:
    return Reason(f"OURS_{blocker.code.value}", {"number": blocker.number, "since": blocker.since.isoformat()})
