"""The plan of visits: a week a person, customers by region, add to a day, done or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.activities.visiting import drop_visit, plan_visit, settle_visit
from huikuan.activities.visits import visit
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.visits import VisitDoneForm, VisitForm
from huikuan.web.numbers import number_in
from huikuan.web.pages.visits import stop_of, week_shown
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import say


@page()
def visit_week(request: PageRequest) -> HttpResponse:
    """A week of one person's visits, and his customers by region."""
    return _week(request, VisitForm())


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def add_visit(request: PageRequest) -> HttpResponse:
    """Put a customer on a day."""
    form = VisitForm(request.POST)

    def call() -> Mapping[str, Any]:
        return plan_visit(**_who(request), today=request.today, draft=form.draft())

    def done(_result: Mapping[str, Any]) -> Done:
        day = form.cleaned_data["day"]
        return Done(_("Planned."), f"{reverse('visits')}?week={day}&person={form.cleaned_data['person']}")

    return act(request=request, form=form, call=call, done=done, again=lambda: _week(request, form))


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"))
def visit_done(request: PageRequest, visit_id: int) -> HttpResponse:
    """What came of a visit, on the telephone at the customer's door."""
    row = visit(actor=request.actor, visit_id=visit_id)
    form = VisitDoneForm(request.POST or None, initial={"kind": "VISIT", "outcome": "REACHED"})

    def call() -> Mapping[str, Any]:
        return settle_visit(**_who(request), today=request.today, result=form.draft(visit_id=visit_id))

    def again() -> HttpResponse:
        stop = stop_of(actor=request.actor, today=request.today, customer_id=row.customer_id)
        return render(request, "web/visits/done.html", {"form": form, "row": row, "stop": stop})

    if request.method == "GET":
        return again()
    done = Done(_("Noted on the customer's time line."), f"{reverse('visits')}?week={row.day}&person={row.person_id}")
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def drop(request: PageRequest, visit_id: int) -> HttpResponse:
    """Take a visit off the plan."""
    row = visit(actor=request.actor, visit_id=visit_id)
    drop_visit(**_who(request), visit_id=visit_id)
    say(request=request, text=_("Taken off the plan."))
    return HttpResponseRedirect(f"{reverse('visits')}?week={row.day}&person={row.person_id}", status=303)


def _week(request: PageRequest, form: VisitForm) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    shown = week_shown(
        actor=request.actor,
        today=request.today,
        day=_day(asked.get("week") or asked.get("day") or "", request.today),
        person_id=number_in(text=asked.get("person", "")),
        region=request.GET.get("region", ""),
    )
    here = {"form": form, "shown": shown, "region": request.GET.get("region", ""), "today": request.today}
    here["may_plan"] = request.actor.may(Verb.RECORD_ACTIVITY)
    return render(request, "web/visits/week.html", here)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if 1990 <= day.year < 2100 else today


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
