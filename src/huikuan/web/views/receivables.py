"""Open items: the list and the panel beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from huikuan.customers.queries import customer_rows
from huikuan.kernel.paging import Page
from huikuan.receivables.access import receivable_for
from huikuan.receivables.queries.lists import ReceivableFilter, Which
from huikuan.web.forms.receivables import NarrowForm
from huikuan.web.pages import lists
from huikuan.web.pages import receivables as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.pages.people import sellers
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState


@page()
def receivable_list(request: PageRequest) -> HttpResponse:
    """Open items by due day, with tabs for what is late or soon."""
    state = lists.state_of(request=request, kind=pages.LIST)
    narrow = _narrow_form(state)
    narrowed = _narrowed(request, state, narrow)

    def read(number: int, size: int) -> Page[pages.ItemLine]:
        return pages.item_lines(
            actor=request.actor, today=request.today, narrowed=narrowed, sort=state.sort, number=number, size=size
        )

    listed = Listed(pages.LIST, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Which.OPEN.value),
            "sellers": sellers(),
            "narrow": narrow,
            "chips": _chips(request, state),
        }

    return lists.answer(
        request=request,
        listed=listed,
        folder="receivables",
        beside={"shown": _opened(request, state), "focus": state.row},
        rest=rest,
    )


def _narrow_form(state: ListState) -> NarrowForm:
    kept = state.filters
    typed = {"least": kept.get("least"), "due_from": kept.get("from"), "due_before": kept.get("before")}
    form = NarrowForm(typed)
    form.is_valid()
    return form


def _narrowed(request: PageRequest, state: ListState, narrow: NarrowForm) -> ReceivableFilter:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=Which.OPEN.value)
    return ReceivableFilter(
        which=Which(which),
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
        company_id=request.company_id,
        salesperson_id=lists.number_of(state=state, name="salesperson"),
        currency=state.filters.get("currency", ""),
        least_open_minor=narrow.cleaned_data.get("least"),
        due_from=narrow.cleaned_data.get("due_from"),
        due_before=narrow.cleaned_data.get("due_before"),
    )


def _opened(request: PageRequest, state: ListState) -> pages.InvoicePage | None:
    if state.row is None:
        return None
    row = receivable_for(actor=request.actor, receivable_id=state.row)
    return pages.invoice_shown(actor=request.actor, today=request.today, invoice_id=row.invoice_id)


def _chips(request: PageRequest, state: ListState) -> tuple[lists.FilterChip, ...]:
    customer_id = lists.number_of(state=state, name="customer")
    found = customer_rows(actor=request.actor, ids=[customer_id]) if customer_id is not None else ()
    return tuple(lists.FilterChip(row.name, state.with_filter(customer="")) for row in found)
