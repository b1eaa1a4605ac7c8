"""Orders: the list, the page of one, a new one, closed and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.contracts.queries.lists import contracts_of
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.deliveries.access import order_for
from huikuan.deliveries.operations.orders import cancel_order, close_order, place_order, reopen_order
from huikuan.deliveries.queries.orders import OrderFilter, OrderRow, order_page
from huikuan.deliveries.rules.drafts import OrderDraft
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.deliveries import OrderForm, rows_posted
from huikuan.web.pages import delivery_lists, lists
from huikuan.web.pages.deliveries import order_shown
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import say

STEPS: dict[str, tuple[Callable[..., dict[str, Any]], str | Promise]] = {
    "close": (close_order, gettext_lazy("Order closed; its rest counts no more.")),
    "reopen": (reopen_order, gettext_lazy("Order open again.")),
    "cancel": (cancel_order, gettext_lazy("Order cancelled.")),
}


@page()
def order_list(request: PageRequest) -> HttpResponse:
    """The orders, the latest first."""
    kind = delivery_lists.ORDERS
    state = lists.state_of(request=request, kind=kind)
    which = lists.chosen(state=state, name="which", codes=list(delivery_lists.ORDERS_WHICH), default="OPEN")
    narrowed = OrderFilter(
        "" if which == "ALL" else which,
        state.filters.get("q", ""),
        lists.number_of(state=state, name="customer"),
        request.company_id,
    )

    def read(number: int, size: int) -> Page[OrderRow]:
        return order_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    shown = order_shown(actor=request.actor, order_id=state.row) if state.row else None
    listed = Listed(kind, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=delivery_lists.ORDERS_WHICH, default="OPEN"),
            "may_edit": request.actor.may(Verb.PLACE_ORDER),
        }

    return lists.answer(request=request, listed=listed, folder="orders", beside={"shown": shown}, rest=rest)


@page()
def order(request: PageRequest, order_id: int) -> HttpResponse:
    """One order with what was delivered of it."""
    shown = order_shown(actor=request.actor, order_id=order_id)
    return render(request, "web/orders/page.html", {"shown": shown, "may_edit": request.actor.may(Verb.PLACE_ORDER)})


@page(need=Verb.PLACE_ORDER, methods=("POST",))
def step_order(request: PageRequest, order_id: int, step: str) -> HttpResponse:
    """Close, reopen or cancel an order."""
    row = order_for(actor=request.actor, order_id=order_id, need=Verb.PLACE_ORDER)
    if step not in STEPS:
        raise Http404
    operation, text = STEPS[step]
    operation(actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), order_id=row.pk)
    say(request=request, text=str(text))
    return HttpResponseRedirect(reverse("order", args=[row.pk]), status=303)


@page(need=Verb.PLACE_ORDER, methods=("GET", "POST"))
def add_order(request: PageRequest, customer_id: int) -> HttpResponse:
    """Enter an order; credit is asked at once."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.PLACE_ORDER))
    company = request.company
    if company is None:
        raise Refused("COMPANY_UNKNOWN")
    signed = [row for row in contracts_of(actor=request.actor, customer_id=customer_id) if row.state == "SIGNED"]
    form = OrderForm(
        request.POST or None,
        rows=rows_posted(sent=request.POST),
        contracts=[(row.id, f"{row.number} {row.title}") for row in signed if row.company_id == company.id],
        initial={"placed_on": request.today, "currency": company.currency},
    )

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        names = ("number", "placed_on", "currency", "needs_acceptance", "inspection_days", "remark")
        values = {name: typed[name] for name in names}
        draft = OrderDraft(company.id, customer.id, lines=form.goods, contract_id=typed["contract"], **values)
        key = key_of(request=request)
        return place_order(actor=request.actor, now=request.now, today=request.today, key=key, draft=draft)

    def again() -> HttpResponse:
        return render(request, "web/orders/add.html", {"form": form, "customer": customer})

    if request.method == "GET" or "more" in request.POST:
        return again()
    fields = {"ORDER_EXISTS": "number", "DELIVERY_NUMBER": "number"}
    return act(request=request, form=form, call=call, done=_placed, again=again, fields=fields)


def _placed(result: Mapping[str, Any]) -> Done:
    held = result["check"]["decision"] in ("hold", "cash_first")
    said = (
        _("Order taken down; credit holds it, nothing is delivered before its release.")
        if held
        else _("Order taken down.")
    )
    return Done(said, reverse("order", args=[result["order_id"]]))
