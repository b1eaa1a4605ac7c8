"""Credit control: the hold list with its acts, the credit of a customer with a question, the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.credit.operations.checking import check_credit
from huikuan.credit.operations.holds import Release, recheck_hold, reject_hold, release_hold
from huikuan.credit.operations.stopping import StopDraft, lift_stop, stop_credit
from huikuan.credit.operations.waivers import WaiverDraft, ask_waiver
from huikuan.credit.queries.holds import HoldFilter
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.orders import HoldState
from huikuan.credit.rules.policy import CheckPoint
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import PAGE_SIZE
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.credit import QuestionForm, ReasonForm, SettleForm, StopForm, WaiverForm
from huikuan.web.pages import credit as pages
from huikuan.web.pages import lists
from huikuan.web.pages.beside import next_row, state_at
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

WAIVER_DAYS = 7
Call = Callable[[], Mapping[str, Any]]


@page()
def hold_list(request: PageRequest) -> HttpResponse:
    """Orders that wait because of credit, and what became of others; one of them beside the list."""
    state = lists.state_of(request=request, kind=pages.LIST)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=_reader(request, state))
    if lists.only_panel(request=request):
        return render(request, "web/credit/panel.html", _panel(request, state, Form()))
    return _list(request, state, Form())


@page(need=Verb.RELEASE_HOLD, methods=("POST",))
def settle_hold(request: PageRequest, hold_id: int) -> HttpResponse:
    """Release or reject a held order with a reason, and open the next."""
    form = SettleForm(request.POST)
    releases = request.POST.get("decision") == "release"
    state = replace(_posted_state(request), row=hold_id)
    following = state.with_row(_following(request, state, hold_id))

    def call() -> Mapping[str, Any]:
        why, seen = form.cleaned_data["reason"], form.cleaned_data["seen"] or 0
        when: dict[str, Any] = {"now": request.now, "today": request.today, "key": key_of(request=request)}
        if releases:
            return release_hold(actor=request.actor, **when, release=Release(hold_id, seen, why))
        return reject_hold(actor=request.actor, **when, hold_id=hold_id, reason=why)

    done = Done(_("Released.") if releases else _("Rejected."), following)
    again = lambda: _list(request, state, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(methods=("POST",))
def check_hold_again(request: PageRequest, hold_id: int) -> HttpResponse:
    """Ask a held order's question again as things stand now."""
    form = Form(request.POST)
    state = replace(_posted_state(request), row=hold_id)

    def call() -> Mapping[str, Any]:
        return recheck_hold(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), hold_id=hold_id
        )

    def done(result: Mapping[str, Any]) -> Done:
        text = _("It is still held.") if result["hold_id"] else _("Nothing blocks it any more: the order goes ahead.")
        return Done(text, state.address)

    return act(request=request, form=form, call=call, done=done, again=lambda: _list(request, state, form))


@page(methods=("POST",))
def ask_for_waiver(request: PageRequest, hold_id: int) -> HttpResponse:
    """Ask for leave to let a held order through once."""
    state = replace(_posted_state(request), row=hold_id)
    currency = pages.hold_shown(actor=request.actor, hold_id=hold_id, today=request.today).line.row.currency
    form = WaiverForm(request.POST, currency=currency)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        waiver = WaiverDraft(hold_id, typed["most"], typed["expires_on"], typed["reason"])
        return ask_waiver(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), waiver=waiver
        )

    done = Done(_("Asked for. Once it is approved, check the order again."), state.address)
    fields = {"WAIVER_BELOW_ORDER": "most", "WAIVER_DAY": "expires_on"}
    again = lambda: _list(request, state, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=fields)


@page()
def customer_credit(request: PageRequest, customer_id: int) -> HttpResponse:
    """The exposure of a customer beside his limit, and a form that asks whether an amount may go ahead."""
    return _customer(request, customer_id)


@page(methods=("POST",))
def ask_credit(request: PageRequest, customer_id: int) -> HttpResponse:
    """Answer a question about a customer; with an order number the answer is kept and the order counts."""
    own = request.company.currency if request.company else "CNY"
    form = QuestionForm(request.POST, currency=own)
    answer: Mapping[str, Any] | None = None
    if form.is_valid() and request.company_id is not None:
        typed = form.cleaned_data
        question = Question(
            customer_id, request.company_id, typed["amount"], typed["currency"], CheckPoint(typed["at"]),
            typed["order"], reserve=bool(typed["order"]),
        )  # fmt: skip
        answer = check_credit(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), question=question
        )
    return _customer(request, customer_id, form=form, answer=answer)


@page(need=Verb.RELEASE_HOLD, methods=("POST",))
def stop_customer_credit(request: PageRequest, customer_id: int) -> HttpResponse:
    """Stop the credit of a customer."""
    form = StopForm(request.POST)

    def call() -> Mapping[str, Any]:
        stop = StopDraft(customer_id, form.cleaned_data["reason"], form.cleaned_data["until"])
        return stop_credit(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), stop=stop
        )

    done = Done(_("Credit is stopped."), reverse("customer_credit", args=[customer_id]))
    again = lambda: _customer(request, customer_id, stop=form)  # noqa: E731
    fields = {"STOP_DAY": "until"}
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=fields)


@page(need=Verb.RELEASE_HOLD, methods=("POST",))
def lift_customer_stop(request: PageRequest, customer_id: int, stop_id: int) -> HttpResponse:
    """Lift a stop, saying why."""
    customer_for(actor=request.actor, customer_id=customer_id)
    form = ReasonForm(request.POST)

    def call() -> Mapping[str, Any]:
        return lift_stop(
            actor=request.actor, now=request.now, key=key_of(request=request), stop_id=stop_id,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    done = Done(_("The stop is lifted."), reverse("customer_credit", args=[customer_id]))
    again = lambda: _customer(request, customer_id, lift=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _customer(request: PageRequest, customer_id: int, **more: Any) -> HttpResponse:
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    own = request.company.currency if request.company else "CNY"
    answer = more.get("answer")
    form = more.get("form") or QuestionForm(currency=own)
    shown = {
        "customer": row,
        "credit": pages.credit_shown(actor=request.actor, customer_id=customer_id, today=request.today),
        "form": form,
        "answer": pages.answer_shown(answer=answer) if answer is not None else None,
        "stop": more.get("stop") or StopForm(),
        "lift": more.get("lift") or ReasonForm(),
        "may_place": request.actor.may(Verb.PLACE_ORDER),
        "may_stop": request.actor.may(Verb.RELEASE_HOLD),
    }
    status = 422 if form.errors and "form" in more else 200
    return render(request, "web/credit/customer.html", shown, status=status)


def _list(request: PageRequest, state: ListState, form: Form) -> HttpResponse:
    shown = _panel(request, state, form) | {
        "table": lists.table_page(kind=pages.LIST, state=state, read=_reader(request, state)),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default=HoldState.HELD.value),
        "which": _which(state),
    }
    return render(request, "web/credit/holds.html", shown)


def _panel(request: PageRequest, state: ListState, form: Form) -> dict[str, Any]:
    if state.row is None:
        return {"state": state, "form": form}
    found = pages.hold_shown(actor=request.actor, hold_id=state.row, today=request.today)
    row = found.line.row
    first = {"most": row.amount_minor, "expires_on": request.today + timedelta(days=WAIVER_DAYS)}
    return {
        "state": state,
        "form": form,
        "shown": found,
        "reason": form if isinstance(form, ReasonForm) else ReasonForm(),
        "waiver": form if isinstance(form, WaiverForm) else WaiverForm(initial=first, currency=row.currency),
        "opens_waiver": isinstance(form, WaiverForm),
    }


def _following(request: PageRequest, state: ListState, hold_id: int) -> int | None:
    rows = _reader(request, state)(state.page, PAGE_SIZE).rows
    return next_row(rows=rows, id_of=lambda line: line.row.id, after=hold_id)


def _posted_state(request: PageRequest) -> ListState:
    return state_at(address=request.POST.get("list", ""), path=reverse("holds"), kind=pages.LIST)


def _which(state: ListState) -> str:
    return lists.chosen(state=state, name="which", codes=tuple(pages.WHICH), default=HoldState.HELD.value)


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.HoldLine]:
    narrowed = HoldFilter(state=_which(state), search=state.filters.get("q", ""))
    return lambda number, size: pages.hold_lines(
        actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size
    )
