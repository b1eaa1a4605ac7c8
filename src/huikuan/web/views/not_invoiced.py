"""What was delivered, accepted or sold and is not invoiced; goods on consignment; an invoice laid on deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.deliveries.queries.not_invoiced import (
    ConsignedRow,
    OpenFilter,
    OpenRow,
    accepted_not_invoiced,
    consigned_goods,
    delivered_not_invoiced,
)
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page, page_bounds
from huikuan.kernel.refusal import Refused
from huikuan.receivables.queries.invoices import found_invoices
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.deliveries import LinkForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import deliveries as pages
from huikuan.web.pages import delivery_lists, lists
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

Row = TypeVar("Row", OpenRow, ConsignedRow)


@page()
def not_invoiced(request: PageRequest) -> HttpResponse:
    """Delivered (or accepted) and not invoiced, the oldest first, with sums."""
    return _open_list(request, LinkForm())


@page(need=Verb.POST_INVOICE, methods=("POST",))
def link(request: PageRequest) -> HttpResponse:
    """Lay an invoice of the books on deliveries."""
    form = LinkForm(request.POST)

    def call() -> Mapping[str, Any]:
        number = form.cleaned_data["invoice_number"]
        rows = found_invoices(actor=request.actor, search=number, most=20)
        found = next((row for row in rows if row.number == number), None)
        if found is None:
            raise Refused("INVOICE_UNKNOWN", invoice=number)
        ids = [pk for text in request.POST.getlist("ids") if (pk := number_in(text=text)) is not None]
        common: dict[str, Any] = {"actor": request.actor, "now": request.now, "today": request.today}
        return link_invoice(key=key_of(request=request), invoice_id=found.id, note_ids=ids, **common)

    def done(result: Mapping[str, Any]) -> Done:
        said = ngettext(
            "%(count)s delivery is invoiced by it.", "%(count)s deliveries are invoiced by it.", result["notes"]
        )
        return Done(said % {"count": result["notes"]}, reverse("not_invoiced"))

    return act(request=request, form=form, call=call, done=done, again=lambda: _open_list(request, form))


@page()
def consigned(request: PageRequest) -> HttpResponse:
    """Goods at consignees, the oldest first."""
    kind = delivery_lists.CONSIGNED
    state = lists.state_of(request=request, kind=kind)
    rows = consigned_goods(actor=request.actor, today=request.today, narrowed=_narrowed(request, state))
    read = _reader(rows, _sums([(row.note.currency, row.left_minor) for row in rows]))
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=kind, state=state, read=read)
    opened = next((row for row in rows if row.line.id == state.row), None)
    shown = pages.delivery_shown(actor=request.actor, note_id=opened.note.id, today=request.today) if opened else None
    context: dict[str, Any] = {"state": state, "shown": shown}
    if lists.only_panel(request=request):
        return render(request, "web/deliveries/panel.html", context)
    context["table"] = lists.table_page(kind=kind, state=state, read=read)
    return render(request, "web/deliveries/consigned.html", context)


def _open_list(request: PageRequest, form: LinkForm) -> HttpResponse:
    kind = delivery_lists.OPEN
    state = lists.state_of(request=request, kind=kind)
    which = lists.chosen(state=state, name="which", codes=list(delivery_lists.OPEN_WHICH), default="DELIVERED")
    reading = accepted_not_invoiced if which == "ACCEPTED" else delivered_not_invoiced
    rows = reading(actor=request.actor, today=request.today, narrowed=_narrowed(request, state))
    read = _reader(rows, _sums([(row.note.currency, row.amount_minor) for row in rows]))
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=kind, state=state, read=read)
    opened = state.row
    shown = pages.delivery_shown(actor=request.actor, note_id=opened, today=request.today) if opened else None
    context: dict[str, Any] = {
        "state": state,
        "shown": shown,
        "link_form": form if request.actor.may(Verb.POST_INVOICE) else None,
    }
    if lists.only_panel(request=request):
        return render(request, "web/deliveries/panel.html", context)
    context |= {
        "table": lists.table_page(kind=kind, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=delivery_lists.OPEN_WHICH, default="DELIVERED"),
    }
    return render(request, "web/deliveries/not_invoiced.html", context)


def _narrowed(request: PageRequest, state: ListState) -> OpenFilter:
    return OpenFilter(
        company_id=request.company_id,
        customer_id=lists.number_of(state=state, name="customer"),
        salesperson_id=lists.number_of(state=state, name="salesperson"),
        least_days=lists.number_of(state=state, name="days") or 0,
        search=state.filters.get("q", ""),
    )


def _reader(rows: Sequence[Row], totals: dict[str, int]) -> lists.Reader[Row]:
    def read(number: int, size: int) -> Page[Row]:
        start, end = page_bounds(number=number, size=size)
        return Page(tuple(rows[start:end]), number, size, len(rows), totals)

    return read


def _sums(amounts: Sequence[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for currency, minor in amounts:
        found[currency] = found.get(currency, 0) + minor
    return found
