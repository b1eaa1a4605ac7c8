"""Promises to pay: the list, a new one for a customer, one taken back, the policy; requests for more time and our answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page, page_bounds
from huikuan.promises.access import extension_for, promise_for
from huikuan.promises.operations.extending import Answer
from huikuan.promises.operations.extending import decide_extension as answer_extension
from huikuan.promises.operations.promising import PolicyDraft, cancel_promise, make_promise, save_policy
from huikuan.promises.queries import PromiseFilter, policy_in_force, promise_page
from huikuan.promises.rules import Channel, ExtensionEvent, PromiseDraft
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.follow_up import DecisionForm, ExtensionAnswerForm, PromiseForm, PromisePolicyForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import promises as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.pages.open_items import chosen_group
from huikuan.web.pages.promise_calendar import promise_calendar
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState


@page()
def promise_list(request: PageRequest) -> HttpResponse:
    """The promises, the next day in front."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    listed = Listed(pages.LIST, state, read)
    beside: dict[str, Any] = {"shown": _opened(request, state.row), "cancel": DecisionForm()}
    return lists.answer(
        request=request,
        listed=listed,
        folder="promises",
        beside=beside,
        rest=lambda: {"tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="RUNNING")},
    )


@page()
def month(request: PageRequest) -> HttpResponse:
    """A month of promises, and how they were kept."""
    shown = promise_calendar(
        actor=request.actor,
        today=request.today,
        month=_month(request.GET.get("month", ""), request.today),
        company_id=request.company_id,
    )
    return render(request, "web/promises/calendar.html", {"shown": shown})


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"))
def add_promise(request: PageRequest, customer_id: int) -> HttpResponse:
    """Record what a customer promised."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY))
    group = chosen_group(request=request, customer_id=customer_id)
    first = {"items": [request.GET["item"]]} if request.GET.get("item") else {}
    form = PromiseForm(request.POST or None, items=group.items, currency=group.currency, initial=first)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = PromiseDraft(
            customer_id=customer.id,
            company_id=group.company_id,
            currency=group.currency,
            amount_minor=typed["amount"],
            day=typed["day"],
            said_by=typed["said_by"],
            role=typed["role"],
            channel=Channel(typed["channel"]),
            text=typed["text"],
            receivable_ids=tuple(int(pk) for pk in typed["items"]),
        )
        return make_promise(**_who(request), today=request.today, draft=draft)

    def again() -> HttpResponse:
        return render(request, "web/promises/add.html", {"customer": customer, "form": form, "group": group})

    done = Done(_("Recorded. These items are not asked for until then."), reverse("customer", args=[customer.id]))
    return (
        again()
        if request.method == "GET"
        else act(request=request, form=form, call=call, done=lambda _: done, again=again)
    )


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def cancel(request: PageRequest, promise_id: int) -> HttpResponse:
    """Take a promise back."""
    promise_for(actor=request.actor, promise_id=promise_id, need=Verb.RECORD_ACTIVITY)
    form = DecisionForm(request.POST)

    def call() -> Mapping[str, Any]:
        note = form.cleaned_data["note"]
        return cancel_promise(**_who(request), today=request.today, promise_id=promise_id, note=note)

    def again() -> HttpResponse:
        shown = pages.promise_shown(actor=request.actor, promise_id=promise_id, today=request.today)
        return render(request, "web/promises/page.html", {"shown": shown, "cancel": form})

    done = Done(_("Taken back."), reverse("promises"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def policy(request: PageRequest) -> HttpResponse:
    """Grace and threshold."""
    now = policy_in_force()
    initial = {"grace_days": now.grace_days, "kept_permille": now.kept_permille, "guest_days": now.guest_days}
    form = PromisePolicyForm(request.POST or None, initial=initial)

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return save_policy(**_who(request), policy=PolicyDraft(**form.cleaned_data, seen=seen))

    def again() -> HttpResponse:
        return render(request, "web/promises/policy.html", {"form": form, "policy": now})

    done = Done(_("Saved. It holds for promises made from now on."), reverse("promises"))
    return (
        again()
        if request.method == "GET"
        else act(request=request, form=form, call=call, done=lambda _: done, again=again)
    )


@page()
def extension_list(request: PageRequest) -> HttpResponse:
    """What customers asked for, and our answers."""
    return _extensions(request, ExtensionAnswerForm())


@page(need=Verb.HANDLE_DISPUTE, methods=("POST",))
def decide_extension(request: PageRequest, extension_id: int) -> HttpResponse:
    """Accept or refuse a request for more time."""
    extension_for(actor=request.actor, extension_id=extension_id, need=Verb.HANDLE_DISPUTE)
    form = ExtensionAnswerForm(request.POST)
    event = ExtensionEvent.ACCEPT if request.POST.get("event") == "ACCEPT" else ExtensionEvent.REFUSE

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        answer = Answer(event, typed["note"], typed["day"])
        return answer_extension(**_who(request), today=request.today, extension_id=extension_id, answer=answer)

    done = Done(_("Answered."), reverse("extensions"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _extensions(request, form))


def _month(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    return day if 1990 <= day.year < 2100 else today


def _extensions(request: PageRequest, form: ExtensionAnswerForm) -> HttpResponse:
    state = replace(lists.state_of(request=request, kind=pages.EXTENSIONS), path=reverse("extensions"))
    which = lists.chosen(state=state, name="which", codes=list(pages.ASKED), default="")
    lines = pages.extensions_shown(actor=request.actor, which=which, search=state.filters.get("q", ""))

    def read(number: int, size: int) -> Page[pages.ExtensionLine]:
        start, end = page_bounds(number=number, size=size)
        return Page(lines[start:end], max(number, 1), end - start, len(lines), {})

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.EXTENSIONS, state=state, read=read)
    table = lists.table_page(kind=pages.EXTENSIONS, state=state, read=read)
    shown = {
        "state": state,
        "table": table,
        "lines": read(table.number, table.size).rows,
        "here": state.with_page(1),
        "tabs": lists.tabs(state=state, name="which", titles=pages.ASKED, default=""),
        "form": form,
    }
    return render(request, "web/promises/extensions.html", shown)


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.PromiseLine]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="RUNNING")
    narrowed = PromiseFilter(
        state="" if which == "ALL" else which,
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
    )

    def read(number: int, size: int) -> Page[pages.PromiseLine]:
        found = promise_page(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)
        rows = tuple(pages.PromiseLine(row, request.today) for row in found.rows)
        return Page(rows, found.number, found.size, found.count, found.totals)

    return read


def _opened(request: PageRequest, row_id: int | None) -> pages.PromiseShown | None:
    if row_id is None:
        return None
    return pages.promise_shown(actor=request.actor, promise_id=row_id, today=request.today)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
