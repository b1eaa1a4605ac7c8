"""Runs of statements with their progress, what a run would state, one on demand; the rules, texts and seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page, page_bounds
from huikuan.statements.operations.running import begin_run, cancel_run, carry_on, make_statement
from huikuan.statements.queries.answers import RunRow, run_row, run_rows
from huikuan.statements.queries.previews import PreviewRow, preview_of
from huikuan.statements.rules.policy import month_before
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.customer_statements import OneForm, RunForm
from huikuan.web.pages import lists
from huikuan.web.pages.statement_lists import PREVIEW, RUNS
from huikuan.web.pages.statement_recipients import run_recipients
from huikuan.web.requests import PageRequest, page

AT_ONCE = 40
"""So many statements are set while the page waits; the worker, or the next look, sets the rest."""


@page()
def run_list(request: PageRequest) -> HttpResponse:
    """The runs, and what a run of last month would state."""
    return _runs(request, _run_form(request, None))


@page(need=Verb.SEND_STATEMENT)
def preview(request: PageRequest) -> HttpResponse:
    """What a run would state, before anything is written."""
    form = _run_form(request, request.GET or None)
    if not form.is_valid():
        return _runs(request, form)
    rows = preview_of(actor=request.actor, company_id=form.cleaned_data["company"], period=form.period())
    state = lists.state_of(request=request, kind=PREVIEW)

    def read(number: int, size: int) -> Page[PreviewRow]:
        start, end = page_bounds(number=number, size=size)
        totals: dict[str, int] = {}
        for row in rows:
            totals[row.currency] = totals.get(row.currency, 0) + row.sums.closing_minor
        return Page(rows[start:end], number, size, len(rows), totals)

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=PREVIEW, state=state, read=read)
    table = lists.table_page(kind=PREVIEW, state=state, read=read)
    shown = {"table": table, "state": state, "form": form, "period": form.period()}
    return render(request, "web/statements/preview.html", shown)


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def begin(request: PageRequest) -> HttpResponse:
    """Begin a run; a small one is done at once."""
    form = _run_form(request, request.POST)

    def call() -> Mapping[str, Any]:
        done = begin_run(
            **_who(request),
            company_id=form.cleaned_data["company"],
            period=form.period(),
            today=request.today,
        )
        _carry_on(request, int(done["run_id"]))
        return done

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("The statements are being made."), reverse("statement_run", args=[result["run_id"]]))

    return act(request=request, form=form, call=call, done=done, again=lambda: _runs(request, form))


@page()
def run(request: PageRequest, run_id: int) -> HttpResponse:
    """One run and how far it is."""
    return _run(request, run_id, Form())


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def go_on(request: PageRequest, run_id: int) -> HttpResponse:
    """Set the next statements of a run now, whether a worker runs or not."""
    form = Form(request.POST)
    call = lambda: {"issued": _carry_on(request, run_id)}  # noqa: E731
    done = Done(_("The run went on."), reverse("statement_run", args=[run_id]))
    again = lambda: _run(request, run_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def cancel(request: PageRequest, run_id: int) -> HttpResponse:
    """Stop a run."""
    form = Form(request.POST)
    call = lambda: cancel_run(**_who(request), run_id=run_id)  # noqa: E731
    done = Done(_("Stopped. What was issued stays."), reverse("statement_run", args=[run_id]))
    again = lambda: _run(request, run_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.SEND_STATEMENT, methods=("GET", "POST"))
def one(request: PageRequest, customer_id: int) -> HttpResponse:
    """Make one statement of a customer now."""
    buyer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.SEND_STATEMENT))
    period = month_before(day=request.today)
    own = request.company or next(iter(request.companies), None)
    initial = {
        **asdict(period),
        "kind": "STATEMENT",
        "company": own.id if own else "",
        "currency": own.currency if own else "CNY",
    }
    form = OneForm(request.POST or None, companies=request.companies, initial=initial)

    def call() -> Mapping[str, Any]:
        return make_statement(**_who(request), order=form.order(customer_id=customer_id), today=request.today)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Made. Look at it, then send it."), reverse("statement", args=[result["statement_id"]]))

    def again() -> HttpResponse:
        return render(request, "web/statements/one.html", {"form": form, "customer": buyer})

    return again() if request.method == "GET" else act(request=request, form=form, call=call, done=done, again=again)


def _runs(request: PageRequest, form: RunForm) -> HttpResponse:
    rows = run_rows(actor=request.actor)
    state = lists.state_of(request=request, kind=RUNS)

    def read(number: int, size: int) -> Page[RunRow]:
        start, end = page_bounds(number=number, size=size)
        return Page(rows[start:end], number, size, len(rows), {})

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=RUNS, state=state, read=read)
    opened = next((row for row in rows if row.id == state.row), None)
    shown: dict[str, Any] = {"state": state, "run": opened, "now": request.now}
    shown["left"] = _left(request, opened)
    if lists.only_panel(request=request):
        return render(request, "web/statements/run_panel.html", shown)
    shown |= {
        "table": lists.table_page(kind=RUNS, state=state, read=read),
        "form": form,
        "may_send": request.actor.may(Verb.SEND_STATEMENT),
    }
    return render(request, "web/statements/runs.html", shown)


def _run(request: PageRequest, run_id: int, form: Form) -> HttpResponse:
    row = run_row(actor=request.actor, run_id=run_id)
    if row is None:
        raise Http404
    may_send = request.actor.may(Verb.SEND_STATEMENT)
    shown: dict[str, Any] = {"run": row, "form": form, "left": _left(request, row), "may_send": may_send}
    shown["recipients"] = run_recipients(actor=request.actor, run_id=run_id)
    return render(request, "web/statements/run.html", shown)


def _left(request: PageRequest, row: RunRow | None) -> timedelta | None:
    seconds = None if row is None else row.seconds_left(now=request.now)
    return None if seconds is None else timedelta(seconds=seconds)


def _run_form(request: PageRequest, sent: Any) -> RunForm:
    month = month_before(day=request.today).since
    own = request.company or next(iter(request.companies), None)
    return RunForm(sent, companies=request.companies, initial={"month": month, "company": own.id if own else ""})


def _carry_on(request: PageRequest, run_id: int) -> int:
    return carry_on(actor=request.actor, clock=lambda: request.now, run_id=run_id, most=AT_ONCE)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
