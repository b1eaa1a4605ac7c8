"""Sanctions: the list, a customer's ladder with its gates, proposals, facts, letters, coming into force, the ladders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.sanctions.access import sanction_for, task_for
from huikuan.sanctions.operations.applying import apply_sanction, notify_sanction
from huikuan.sanctions.operations.arriving import prove_notice, take_back_arrival
from huikuan.sanctions.operations.ending import lift_sanction
from huikuan.sanctions.operations.policies import CourtDraft, record_court_entry, save_ladders
from huikuan.sanctions.operations.proposing import SanctionDraft, propose_sanction, state_facts
from huikuan.sanctions.operations.tasks import report_task
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.queries.ladders import SanctionFilter, SanctionRow, ladder_versions, sanction_page
from huikuan.sanctions.rules.arriving import Arrival
from huikuan.sanctions.rules.policy import Entry
from huikuan.sanctions.rules.rungs import Rung
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.sanctions import (
    ArrivalForm,
    CourtForm,
    DoneForm,
    FactsForm,
    LaddersForm,
    NoticeForm,
    ProposalForm,
)
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import sanctions as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState


@page()
def sanction_list(request: PageRequest) -> HttpResponse:
    """Every sanction the person sees; one opens beside the list."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    opened = None
    if state.row is not None:
        opened = pages.sanction_shown(actor=request.actor, sanction_id=state.row, today=request.today)
    listed = Listed(pages.LIST, state, read)
    return lists.answer(
        request=request,
        listed=listed,
        folder="sanctions",
        beside={"shown": opened},
        rest=lambda: {"tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="LIVE")},
    )


@page()
def customer_sanctions(request: PageRequest, customer_id: int) -> HttpResponse:
    """The ladder of a customer: each rung with its gate, what runs, what may be done now."""
    return _customer(request, customer_id)


@page(need=Verb.SANCTION, methods=("POST",), takes_file=True)
def propose(request: PageRequest, customer_id: int) -> HttpResponse:
    """Propose a rung for a customer and the own company named."""
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.SANCTION)
    form = ProposalForm(request.POST, request.FILES)
    company_id = number_in(text=request.POST.get("company", "")) or 0

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = SanctionDraft(
            customer_id,
            company_id,
            Rung(typed["rung"]),
            typed["reason"],
            form.stated(),
            lower_minor=typed["lower"] or 0,
            lower_permille=typed["lower_permille"] or 0,
        )
        return propose_sanction(**_who(request), today=request.today, draft=draft, files=form.kept())

    again = lambda: _customer(request, customer_id, proposal=form, company_id=company_id)  # noqa: E731
    return act(request=request, form=form, call=call, done=_done(_("Proposed."), customer_id), again=again)


@page(need=Verb.SANCTION, methods=("POST",), takes_file=True)
def state_sanction(request: PageRequest, sanction_id: int) -> HttpResponse:
    """State facts with a paper for the gate of a sanction."""
    row = sanction_for(actor=request.actor, sanction_id=sanction_id, need=Verb.SANCTION)
    form = FactsForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        given: dict[str, Any] = {"sanction_id": sanction_id, "stated": form.stated(), "files": form.kept()}
        return state_facts(**_who(request), today=request.today, **given)

    again = lambda: _customer(request, row.customer_id, failed=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=_done(_("Kept."), row.customer_id), again=again)


@page(need=Verb.SANCTION, methods=("POST",))
def notify(request: PageRequest, sanction_id: int) -> HttpResponse:
    """Let the letter of an approved sanction go."""
    row = sanction_for(actor=request.actor, sanction_id=sanction_id, need=Verb.SANCTION)
    form = NoticeForm(request.POST)

    def call() -> Mapping[str, Any]:
        way = Way(form.cleaned_data["way"])
        return notify_sanction(**_who(request), today=request.today, sanction_id=sanction_id, way=way)

    again = lambda: _customer(request, row.customer_id, failed=form)  # noqa: E731
    done = _done(_("The letter is written. It stands among the papers."), row.customer_id)
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.SANCTION, methods=("POST",), takes_file=True)
def prove(request: PageRequest, sanction_id: int) -> HttpResponse:
    """Keep the paper that proves that the letter of a sanction arrived."""
    row = sanction_for(actor=request.actor, sanction_id=sanction_id, need=Verb.SANCTION)
    form = ArrivalForm(request.POST, request.FILES, auto_id=f"arrival-{sanction_id}-%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        arrival = Arrival(typed["on"], (typed["file"].name, typed["file"].read()), typed["note"])
        return prove_notice(**_who(request), today=request.today, sanction_id=sanction_id, arrival=arrival)

    again = lambda: _customer(request, row.customer_id, arrival=form, told=sanction_id)  # noqa: E731
    done = _done(_("Kept. It interrupts the limitation period of what the letter asks for."), row.customer_id)
    fields = {"NOTICE_DAY": "on", "NOTICE_PAPER": "file"}
    return act(request=request, form=form, call=call, done=done, again=again, fields=fields)


@page(need=Verb.SANCTION, methods=("POST",))
def unprove(request: PageRequest, sanction_id: int) -> HttpResponse:
    """Say that the paper kept for a letter proves nothing."""
    row = sanction_for(actor=request.actor, sanction_id=sanction_id, need=Verb.SANCTION)
    form = DoneForm(request.POST)

    def call() -> Mapping[str, Any]:
        reason = form.cleaned_data["note"]
        return take_back_arrival(**_who(request), today=request.today, sanction_id=sanction_id, reason=reason)

    again = lambda: _customer(request, row.customer_id, failed=form)  # noqa: E731
    done = _done(_("Taken back. The paper stays among the papers."), row.customer_id)
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.SANCTION, methods=("POST",))
def put_into_force(request: PageRequest, sanction_id: int) -> HttpResponse:
    """Put a sanction into force after its notice."""
    row = sanction_for(actor=request.actor, sanction_id=sanction_id, need=Verb.SANCTION)
    form = DoneForm(request.POST)

    def call() -> Mapping[str, Any]:
        note = form.cleaned_data["note"]
        return apply_sanction(**_who(request), today=request.today, sanction_id=sanction_id, note=note)

    again = lambda: _customer(request, row.customer_id, failed=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=_done(_("It is in force."), row.customer_id), again=again)


@page(need=Verb.RELEASE_HOLD, methods=("POST",))
def lift(request: PageRequest, sanction_id: int) -> HttpResponse:
    """Lift a sanction although not all is paid."""
    row = sanction_for(actor=request.actor, sanction_id=sanction_id, need=Verb.RELEASE_HOLD)
    form = DoneForm(request.POST)

    def call() -> Mapping[str, Any]:
        note = form.cleaned_data["note"]
        return lift_sanction(**_who(request), today=request.today, sanction_id=sanction_id, note=note)

    again = lambda: _customer(request, row.customer_id, failed=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=_done(_("It is lifted."), row.customer_id), again=again)


@page(methods=("POST",))
def report_done(request: PageRequest, task_id: int) -> HttpResponse:
    """Say what was done by hand for a sanction."""
    customer_id = task_for(actor=request.actor, task_id=task_id).sanction.customer_id
    form = DoneForm(request.POST)

    def call() -> Mapping[str, Any]:
        return report_task(**_who(request), today=request.today, task_id=task_id, note=form.cleaned_data["note"])

    again = lambda: _customer(request, customer_id, failed=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=_done(_("Kept."), customer_id), again=again)


@page()
def paper(request: PageRequest, sanction_id: int, document_id: int) -> HttpResponse:
    """A letter or a piece of evidence of a sanction."""
    sanction_for(actor=request.actor, sanction_id=sanction_id)
    row, content = open_document(document_id=document_id, purpose=Purpose.SANCTION, owner_id=sanction_id)
    return download(name=row.name, kind=row.content_type, content=content)


@page(need=Verb.SANCTION, methods=("POST",))
def record_court(request: PageRequest, customer_id: int) -> HttpResponse:
    """Record what the courts' list of debtors says of a customer."""
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.SANCTION)
    form = CourtForm(request.POST)

    def call() -> Mapping[str, Any]:
        return record_court_entry(
            **_who(request), today=request.today, draft=CourtDraft(customer_id, **form.cleaned_data)
        )

    again = lambda: _customer(request, customer_id, court=form)  # noqa: E731
    days = dict.fromkeys(("COURT_DAY", "COURT_LOOKED_UP_LONG_AGO"), "checked_on")
    fields = {"COURT_CASE": "case_number", "COURT_NAME": "court", **days}
    done = _done(_("Recorded. Nothing is published."), customer_id)
    return act(request=request, form=form, call=call, done=done, again=again, fields=fields)


@page()
def ladders(request: PageRequest) -> HttpResponse:
    """The ladders in force and their versions."""
    return _ladders(request, LaddersForm(policy=ladders_in_force()))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def change_ladders(request: PageRequest) -> HttpResponse:
    """Put the next version of the ladders into force."""
    now = ladders_in_force()
    form = LaddersForm(request.POST, policy=now)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        after = replace(
            now,
            number=number_in(text=request.POST.get("seen", "")) or 0,
            ladders=typed["ladders"],
            entry=Entry(typed["entry"]),
            quick_permille=typed["quick_permille"],
            court_days=typed["court_days"],
            proposes=typed["proposes"],
        )
        return save_ladders(**_who(request), policy=after, reason=typed["reason"])

    done = Done(_("Saved. It holds from now on."), reverse("sanction_ladders"))
    again = lambda: _ladders(request, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _ladders(request: PageRequest, form: LaddersForm) -> HttpResponse:
    shown = {"form": form, "policy": ladders_in_force(), "versions": ladder_versions()}
    return render(request, "web/sanctions/ladders.html", shown)


def _customer(request: PageRequest, customer_id: int, **more: Any) -> HttpResponse:
    found = pages.customer_shown(actor=request.actor, customer_id=customer_id, today=request.today)
    shown = {
        "shown": found,
        "proposal": more.get("proposal") or ProposalForm(),
        "chosen": more.get("company_id"),
        "court": more.get("court") or CourtForm(initial={"checked_on": request.today}),
        "failed": more.get("failed"),
        "arrival": more.get("arrival"),
        "told": more.get("told"),
        "notice": NoticeForm(),
        "applying": DoneForm(),
    }
    return render(request, "web/sanctions/customer.html", shown)


def _done(text: str, customer_id: int) -> Any:
    return lambda _result: Done(text, reverse("customer_sanctions", args=[customer_id]))


def _reader(request: PageRequest, state: ListState) -> lists.Reader[SanctionRow]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="LIVE")
    narrowed = SanctionFilter(
        state="" if which == "ALL" else which,
        search=state.filters.get("q", ""),
        customer_id=lists.number_of(state=state, name="customer"),
    )
    return lambda number, size: sanction_page(
        actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size
    )


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
