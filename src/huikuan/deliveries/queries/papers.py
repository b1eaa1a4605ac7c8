"""Reads: the delivery notes behind invoices, by their numbers, for papers that name them."""

from __future__ import annotations

from collections.abc import Iterable

from huikuan.deliveries.models import InvoicedShare
from huikuan.deliveries.rules.states import NoteState
from huikuan.kernel.paging import portions


def note_numbers_of(*, invoice_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The numbers of the delivery notes that each invoice bills, in the order of their days; one query a portion."""
    found: dict[int, tuple[str, ...]] = {}
    for some in portions(values=sorted(set(invoice_ids))):
        rows = InvoicedShare.objects.filter(invoice__in=some, is_undone=False)
        rows = rows.exclude(note__state=NoteState.TAKEN_BACK.value).order_by("note__delivered_on", "note_id")
        for invoice_id, number in rows.values_list("invoice_id", "note__number"):
            found[invoice_id] = (*found.get(invoice_id, ()), number)
    return found


def orders_of_invoices(*, invoice_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The numbers of the orders whose deliveries each invoice bills; one query a portion."""
    found: dict[int, frozenset[str]] = {}
    for some in portions(values=sorted(set(invoice_ids))):
        rows = InvoicedShare.objects.filter(invoice__in=some, is_undone=False, note__order__isnull=False)
        rows = rows.exclude(note__state=NoteState.TAKEN_BACK.value)
        for invoice_id, number in rows.values_list("invoice_id", "note__order__number"):
            found[invoice_id] = found.get(invoice_id, frozenset()) | {number}
    return found
