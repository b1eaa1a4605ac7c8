"""Money received: the list and the panel beside it, the page of one receipt, entering one by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.queries import people
from huikuan.customers.access import customer_for
from huikuan.customers.queries import customer_rows
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Refused
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receipts.queries.receipts import ReceiptFilter, Which
from huikuan.receipts.rules import ReceiptMethod
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.receipts import NarrowForm, ReceiptForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import receipts as pages
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.web.views.receipt_acts import receipt_context


@page()
def receipt_list(request: PageRequest) -> HttpResponse:
    """Money received, what waits for allocation first."""
    state = lists.state_of(request=request, kind=pages.LIST)
    narrow = NarrowForm({"received_from": state.filters.get("from"), "received_before": state.filters.get("before")})
    narrowed = _narrowed(request, state, narrow)

    def read(number: int, size: int) -> Page[pages.ReceiptLine]:
        return pages.receipt_lines(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=read)
    shown: dict[str, Any] = {"state": state}
    if state.row is not None:
        receipt_for(actor=request.actor, receipt_id=state.row)
        shown |= receipt_context(request=request, receipt_id=state.row, forms={})
    if lists.only_panel(request=request):
        return render(request, "web/receipts/panel.html", shown)
    shown |= {
        "table": lists.table_page(kind=pages.LIST, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Which.UNAPPLIED.value),
        "narrow": narrow,
        "may_enter": request.actor.may(Verb.POST_RECEIPT),
    }
    return render(request, "web/receipts/list.html", shown)


@page()
def receipt(request: PageRequest, receipt_id: int) -> HttpResponse:
    """Everything about one receipt: what it was used for, what it could pay."""
    receipt_for(actor=request.actor, receipt_id=receipt_id)
    return render(
        request,
        "web/receipts/page.html",
        receipt_context(request=request, receipt_id=receipt_id, forms={}),
    )


@page(need=Verb.POST_RECEIPT, methods=("GET", "POST"))
def add_receipt(request: PageRequest) -> HttpResponse:
    """Enter money by hand, for a customer or with the payer still to be found."""
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")
    customer_id = _customer_id(request)
    form = ReceiptForm(
        request.POST or None,
        currency=company.currency,
        colleagues=[(row.id, row.name) for row in people().values()],
        initial={"received_on": request.today},
    )

    def call() -> Mapping[str, Any]:
        return record_receipts(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            company_id=company.id,
            receipts=[_draft(form.cleaned_data, company.currency, customer_id)],
        )

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Receipt entered."), reverse("receipt", args=[result["receipt_ids"][0]]))

    def again() -> HttpResponse:
        found = customer_rows(actor=request.actor, ids=[customer_id]) if customer_id else ()
        return render(request, "web/receipts/add.html", {"form": form, "customer": next(iter(found), None)})

    return again() if request.method == "GET" else act(request=request, form=form, call=call, done=done, again=again)


def _customer_id(request: PageRequest) -> int | None:
    wanted = number_in(text=request.POST.get("customer") or request.GET.get("customer"))
    if wanted is None:
        return None
    return int(customer_for(actor=request.actor, customer_id=wanted, need=Verb.POST_RECEIPT).pk)


def _draft(typed: Mapping[str, Any], currency: str, customer_id: int | None) -> ReceiptDraft:
    return ReceiptDraft(
        received_on=typed["received_on"],
        currency=currency,
        amount_minor=typed["amount"],
        method=ReceiptMethod(typed["method"]),
        customer_id=customer_id,
        payer_name=typed["payer_name"],
        reference=typed["reference"],
        taken_by_id=typed["taken_by"],
    )


def _narrowed(request: PageRequest, state: ListState, narrow: NarrowForm) -> ReceiptFilter:
    narrow.is_valid()
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default=Which.UNAPPLIED.value)
    return ReceiptFilter(
        which=Which(which),
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
        company_id=request.company_id,
        currency=state.filters.get("currency", ""),
        received_from=narrow.cleaned_data.get("received_from"),
        received_before=narrow.cleaned_data.get("received_before"),
    )
