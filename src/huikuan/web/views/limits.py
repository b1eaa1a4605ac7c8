"""Limits: the list of customers with their limits, one customer's journal, ask for a limit, revoke one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.limits.listing import LimitFilter, Which
from huikuan.limits.operations import request_limit, revoke_limit
from huikuan.limits.queries import base_currency
from huikuan.limits.rules import LimitKind, LineName
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.limits import LimitForm, RevokeForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import limits as pages
from huikuan.web.pages import lists
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page, safe_next
from huikuan.web.tables.state import ListState
from huikuan.web.toasts import Undo

FIELDS = {
    "LIMIT_AMOUNT": "amount_minor",
    "LIMIT_AMOUNT_MISSING": "amount_minor",
    "LIMIT_ZERO_ADDS_NOTHING": "amount_minor",
    "LIMIT_ENDS_BEFORE_START": "valid_through",
    "LIMIT_END_MISSING": "valid_through",
    "LIMIT_PERIOD_OVER": "valid_through",
    "LIMIT_STARTS_EARLIER": "valid_from",
    "LIMIT_ORDER_NUMBER": "order_number",
    "LIMIT_REASON_MISSING": "reason",
}


@page()
def limit_list(request: PageRequest) -> HttpResponse:
    """Customers with their limits; the journal beside the list."""
    state = lists.state_of(request=request, kind=pages.LIST)
    listed = Listed(pages.LIST, state, _reader(request, state))

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=Which.IN_FORCE.value),
            "which": _narrowed(state).which.value,
        }

    return lists.answer(
        request=request, listed=listed, folder="limits", beside={"shown": _opened(request, state)}, rest=rest
    )


@page()
def customer_limits(request: PageRequest, customer_id: int) -> HttpResponse:
    """The journal of one customer: who asked, who approved, why, when."""
    return _journal(request, customer_id, RevokeForm())


@page(need=Verb.REQUEST_CREDIT, methods=("GET", "POST"))
def ask_for_limit(request: PageRequest, customer_id: int) -> HttpResponse:
    """Ask for a limit; with `kind` and `order` in the address for the one that stands, through a later day."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.REQUEST_CREDIT))
    form = LimitForm(
        request.POST or None, currency=base_currency(), today=request.today, initial=_initial(request, customer_id)
    )
    home = reverse("customer_limits", args=[customer_id])

    def call() -> Mapping[str, Any]:
        return request_limit(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            limit=form.draft(customer_id=customer_id),
        )

    def done(result: Mapping[str, Any]) -> Done:
        undo = Undo(reverse("withdraw_request", args=[result["request_id"]]), {"next": home})
        return Done(_("Asked. Somebody else decides; you see it under Approvals."), home, undo)

    def again() -> HttpResponse:
        back = safe_next(request=request, otherwise=home)
        return render(request, "web/limits/ask.html", {"customer": customer, "form": form, "back": back})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again, fields=FIELDS)


@page(need=Verb.APPROVE_CREDIT, methods=("POST",))
def revoke(request: PageRequest, customer_id: int) -> HttpResponse:
    """Take a limit away from today on."""
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.APPROVE_CREDIT)
    form = RevokeForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        return revoke_limit(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            line=LineName(customer_id, LimitKind(typed["kind"]), typed["order_number"]),
            reason=typed["reason"],
        )

    done = Done(_("Revoked from today on."), reverse("customer_limits", args=[customer_id]))
    return act(
        request=request, form=form, call=call, done=lambda _: done, again=lambda: _journal(request, customer_id, form)
    )


def _journal(request: PageRequest, customer_id: int, form: RevokeForm) -> HttpResponse:
    shown = pages.limits_part(actor=request.actor, customer_id=customer_id, today=request.today)
    return render(request, "web/limits/journal.html", {"shown": shown, "form": form})


def _opened(request: PageRequest, state: ListState) -> pages.LimitsPart | None:
    if state.row is None:
        return None
    return pages.limits_part(actor=request.actor, customer_id=state.row, today=request.today)


def _initial(request: PageRequest, customer_id: int) -> dict[str, Any]:
    """The fields of a new limit, or of the one that is to be extended."""
    first: dict[str, Any] = {"kind": LimitKind.PERMANENT.value, "valid_from": request.today}
    entry = number_in(text=request.GET.get("like", ""))
    if entry is None:
        return first
    rows = pages.limits_part(actor=request.actor, customer_id=customer_id, today=request.today).journal
    for line in rows:
        if line.row.id == entry:
            return first | {
                "kind": line.row.kind.value,
                "amount_minor": line.row.amount_minor,
                "order_number": line.row.order_number,
            }
    return first


def _narrowed(state: ListState) -> LimitFilter:
    which = lists.chosen(state=state, name="which", codes=tuple(pages.WHICH), default=Which.IN_FORCE.value)
    return LimitFilter(Which(which), state.filters.get("q", ""))


def _reader(request: PageRequest, state: ListState) -> lists.Reader[Any]:
    narrowed = _narrowed(state)
    return lambda number, size: pages.limit_lines(
        actor=request.actor, today=request.today, narrowed=narrowed, sort=state.sort, number=number, size=size
    )
