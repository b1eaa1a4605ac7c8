"""The library of strategies and scripts, how success is measured, the sheet before a call or visit with our plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb
from huikuan.playbook.operations.writing import PlanDraft, save_measure, save_plan, save_strategy
from huikuan.playbook.queries.library import measure_in_force, strategy_in_force
from huikuan.playbook.rules.measuring import MeasurePolicy
from huikuan.playbook.rules.scripts import PLACES
from huikuan.playbook.rules.strategies import Strategy
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.playbook import NEW_STRATEGY, MeasureForm, NewStrategyForm, PlanForm, StrategyForm, first_values
from huikuan.web.numbers import number_in
from huikuan.web.pages.playbook import library_shown, strategy_page
from huikuan.web.pages.preparation import preparation_page
from huikuan.web.requests import PageRequest, page

LONGEST_SEARCH = 60


@page()
def library(request: PageRequest) -> HttpResponse:
    """Every strategy, or those in which the words of the search stand."""
    search = request.GET.get("q", "")[:LONGEST_SEARCH]
    shown = {"lines": library_shown(search=search), "search": search, "measure": measure_in_force()}
    return render(request, "web/playbook/library.html", shown)


@page()
def strategy(request: PageRequest, code: str) -> HttpResponse:
    """One strategy: when it fits, its steps and script, what came of it."""
    return render(
        request, "web/playbook/strategy.html", {"shown": strategy_page(actor=request.actor, strategy=_found(code))}
    )


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def new_strategy(request: PageRequest) -> HttpResponse:
    """A strategy that is not in the library yet."""
    form = NewStrategyForm(request.POST or None, initial=first_values(strategy=NEW_STRATEGY))

    def call() -> Mapping[str, Any]:
        reason = form.cleaned_data["reason"]
        return save_strategy(**_who(request), strategy=form.written(), reason=reason, is_new=True) | {
            "code": form.written().code
        }

    def again() -> HttpResponse:
        shown = {"form": form, "strategy": NEW_STRATEGY, "places": sorted(PLACES)}
        return render(request, "web/playbook/edit.html", shown)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("In the library now."), reverse("strategy", args=[result["code"]]))

    fields = {"STRATEGY_CODE": "code", "STRATEGY_CODE_TAKEN": "code"}
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again, fields=fields)


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def edit_strategy(request: PageRequest, code: str) -> HttpResponse:
    """The newest version as a form, which becomes the next one."""
    now = _found(code)
    form = StrategyForm(request.POST or None, initial=first_values(strategy=now))

    def call() -> Mapping[str, Any]:
        changed = form.changed(seen=now, number=number_in(text=request.POST.get("seen", "")) or 0)
        return save_strategy(**_who(request), strategy=changed, reason=form.cleaned_data["reason"])

    def again() -> HttpResponse:
        shown = {"form": form, "strategy": now, "places": sorted(PLACES)}
        return render(request, "web/playbook/edit.html", shown)

    done = Done(_("Saved as the next version."), reverse("strategy", args=[code]))
    return (
        again()
        if request.method == "GET"
        else act(request=request, form=form, call=call, done=lambda _: done, again=again)
    )


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def measure(request: PageRequest) -> HttpResponse:
    """Within how many days and from which share success counts, and how many cases rank a strategy."""
    now = measure_in_force()
    figures = ("within_days", "success_permille", "enough_cases")
    form = MeasureForm(request.POST or None, initial={name: getattr(now, name) for name in figures})

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        seen = number_in(text=request.POST.get("seen", "")) or 0
        policy = MeasurePolicy(seen, *(typed[name] for name in figures))
        return save_measure(**_who(request), policy=policy, reason=typed["reason"])

    def again() -> HttpResponse:
        return render(request, "web/playbook/measure.html", {"form": form, "policy": now})

    done = Done(_("Saved. Contacts are judged by it from now on."), reverse("playbook"))
    return (
        again()
        if request.method == "GET"
        else act(request=request, form=form, call=call, done=lambda _: done, again=again)
    )


@page()
def preparation(request: PageRequest, customer_id: int) -> HttpResponse:
    """The sheet before a call or visit, to read or to print."""
    return _preparation(request, customer_id, None)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def plan(request: PageRequest, customer_id: int) -> HttpResponse:
    """Write down our aim, bottom line and alternatives."""
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY)
    form = PlanForm(request.POST)

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return save_plan(**_who(request), draft=PlanDraft(customer_id, **form.cleaned_data, seen=seen))

    done = Done(_("Written down."), reverse("preparation", args=[customer_id]))
    again = lambda: _preparation(request, customer_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _preparation(request: PageRequest, customer_id: int, form: PlanForm | None) -> HttpResponse:
    shown = preparation_page(
        actor=request.actor,
        customer_id=customer_id,
        today=request.today,
        companies=request.companies,
        code=request.GET.get("strategy", "")[:40],
    )
    now = shown.sheet.plan
    first = {"aim": now.aim, "bottom_line": now.bottom_line, "alternatives": now.alternatives}
    context = {
        "shown": shown,
        "form": form or PlanForm(initial=first),
        "opens": form is not None,
        "day": request.today,
        "by": request.actor.name,
        "company": request.company,
    }
    return render(request, "web/playbook/preparation.html", context)


def _found(code: str) -> Strategy:
    found = strategy_in_force(code=code)
    if found is None:
        raise Http404
    return found


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
