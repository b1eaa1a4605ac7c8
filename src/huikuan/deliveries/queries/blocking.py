"""Reads: what on our side keeps customers from paying, and the days of delivery for whoever checks an invoice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huikuan.accounts.queries import business_calendar
from huikuan.contracts.rules.plan import deemed_accepted_on
from huikuan.contracts.rules.terms import Trigger
from huikuan.deliveries.billing import billed_of
from huikuan.deliveries.models import AcceptanceLine, InvoicedShare, Note
from huikuan.deliveries.rules.blocking import HOLDS, Blocker, NoteFacts
from huikuan.deliveries.rules.blocking import blockers as blockers_of_note
from huikuan.deliveries.rules.quantities import part_of
from huikuan.deliveries.rules.states import NoteState, PaperState, Remedy
from huikuan.receivables.queries.documents import fired_documents


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """What deliveries say about an invoice: first and last day signed for, last day accepted, amounts in minor units."""

    note_ids: tuple[int, ...]
    first_on: date | None
    last_on: date | None
    accepted_on: date | None
    delivered_minor: int
    unsigned_minor: int
    open_minor: int


def blockers_of(*, customer_ids: Iterable[int], today: date) -> dict[int, tuple[Blocker, ...]]:
    """What on our side blocks payment, by customer, the oldest first; who has nothing is missing. For callers that filtered
    by access; at most eight queries for any number of customers."""
    notes = list(_living().filter(customer__in=sorted(set(customer_ids))).select_related("contract").order_by("pk"))
    if not notes:
        return {}
    billed, calendar = billed_of(notes=notes), business_calendar()
    rejected = _to_replace([note.pk for note in notes if note.rejected_minor])
    found: dict[int, list[Blocker]] = {}
    for note in notes:
        since, minor = rejected.get(note.pk, (None, 0))
        facts = NoteFacts(
            note_id=note.pk,
            number=note.number,
            customer_id=note.customer_id,
            currency=note.currency,
            amount_minor=note.amount_minor,
            delivered_on=note.delivered_on,
            signed_on=note.signed_on,
            accepted_on=note.accepted_on,
            rejected_on=since,
            accepted_minor=note.accepted_minor,
            rejected_minor=note.rejected_minor,
            to_replace_minor=minor,
            open_minor=billed.open_minor(note=note),
            needs_acceptance=note.needs_acceptance,
            is_consignment=note.is_consignment,
            bills_itself=billed.contract(note=note) is not None,
            deemed_on=deemed_accepted_on(
                delivered_on=note.signed_on or note.delivered_on,
                inspection_days=note.inspection_days,
                calendar=calendar,
            ),
            sold_on=note.sold_on,
            contract_id=note.contract_id,
            contract_number=note.contract.number if note.contract else "",
            order_id=note.order_id,
        )
        found.setdefault(note.customer_id, []).extend(blockers_of_note(facts=facts, today=today))
    return {pk: tuple(sorted(rows, key=lambda row: (row.since, row.note_id))) for pk, rows in found.items() if rows}


def blockers_of_contract(*, contract_id: int, customer_id: int, today: date) -> tuple[Blocker, ...]:
    """The same of one contract that was looked up for its reader."""
    of_customer = blockers_of(customer_ids=[customer_id], today=today).get(customer_id, ())
    return tuple(row for row in of_customer if row.contract_id == contract_id)


def documents_blocked(*, blockers: Iterable[Blocker]) -> dict[int, tuple[Blocker, ...]]:
    """The documents of the receivables that blockers stand against: what bills the delivery, and what its contract's milestones
    fired for the goods (`HOLDS`); at most two queries, none for nothing."""
    holding = [one for one in blockers if one.code in HOLDS]
    if not holding:
        return {}
    shares = InvoicedShare.objects.filter(note__in={one.note_id for one in holding}, is_undone=False)
    linked: dict[int, list[int]] = {}
    for note_id, invoice_id in shares.filter(invoice__cancelled_by=0).values_list("note_id", "invoice_id"):
        linked.setdefault(note_id, []).append(invoice_id)
    fired = fired_documents(contract_ids={one.contract_id for one in holding if one.contract_id is not None})
    found: dict[int, tuple[Blocker, ...]] = {}
    for one in holding:
        of_plan = [pk for pk, trigger in fired.get(one.contract_id or 0, ()) if Trigger(trigger) in HOLDS[one.code]]
        for document_id in dict.fromkeys([*linked.get(one.note_id, ()), *of_plan]):
            found[document_id] = (*found.get(document_id, ()), one)
    return found


def delivery_facts(
    *, company_id: int, customer_id: int, order_number: str = "", contract_id: int | None = None
) -> DeliveryFacts | None:
    """What was delivered of an order or under a contract, for the check of an invoice; None if nothing of the kind is known."""
    rows = _living().filter(company_id=company_id, customer_id=customer_id)
    named = Q(order__number=order_number) if order_number else Q(contract_id=contract_id)
    if not order_number and contract_id is None:
        return None
    notes = list(rows.filter(named).order_by("delivered_on", "pk"))
    if not notes:
        return None
    billed = billed_of(notes=notes)
    signed = [note.signed_on for note in notes if note.signed_on is not None]
    return DeliveryFacts(
        note_ids=tuple(note.pk for note in notes),
        first_on=min(signed, default=None),
        last_on=max(signed, default=None),
        accepted_on=max((note.accepted_on for note in notes if note.accepted_on is not None), default=None),
        delivered_minor=sum(note.amount_minor - note.rejected_minor for note in notes),
        unsigned_minor=sum(note.amount_minor for note in notes if note.signed_on is None),
        open_minor=sum(billed.open_minor(note=note) for note in notes),
    )


def _living() -> QuerySet[Note]:
    return Note.objects.exclude(state=NoteState.TAKEN_BACK.value)


def _to_replace(note_ids: list[int]) -> dict[int, tuple[date | None, int]]:
    """Since when and how much of notes is rejected and to be delivered again, and no living note does so; at most two queries."""
    if not note_ids:
        return {}
    replaced = set(_living().filter(replaces__in=note_ids).values_list("replaces_id", flat=True))
    judged = AcceptanceLine.objects.filter(
        line__note__in=note_ids, acceptance__state=PaperState.STANDS.value, remedy=Remedy.REPLACE.value
    ).select_related("line", "acceptance")
    found: dict[int, tuple[date | None, int]] = {}
    for one in judged:
        line = one.line
        if line.note_id in replaced:
            continue
        since, minor = found.get(line.note_id, (None, 0))
        worth = part_of(
            amount_minor=line.amount_minor, part_micros=one.rejected_micros, whole_micros=line.quantity_micros
        )
        day = one.acceptance.signed_on
        found[line.note_id] = (min(since or day, day), minor + worth)
    return found
