"""Ratings: the list by grade, proposals to decide, one customer's scores explained, answers, value × credit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.ratings.access import proposals_for
from huikuan.ratings.operations.answers import About, record_answers
from huikuan.ratings.operations.deciding import decide_ratings
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.queries.matrix import members_of
from huikuan.ratings.queries.ratings import RatedCustomer, RatingFilter, grade_counts
from huikuan.ratings.rules.rerating import ProposalState, RunKind
from huikuan.ratings.rules.scorecards import CardKind
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.ratings import AnswersForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import ratings as pages
from huikuan.web.pages.matrix import matrix_shown
from huikuan.web.pages.rating_file import FilePage, cards, file_shown
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.table import BulkAct


@page()
def rating_list(request: PageRequest) -> HttpResponse:
    """Customers by grade; behind a cell of the matrix those in it."""
    state = lists.state_of(request=request, kind=pages.LIST)
    grade = lists.chosen(state=state, name="grade", codes=list(pages.GRADES), default="ALL")
    value = lists.chosen(state=state, name="value", codes=("A", "B", "C"), default="")
    ids = members_of(actor=request.actor, value=value) if value else None
    narrowed = RatingFilter("" if grade == "ALL" else grade, state.filters.get("q", ""), ids)

    def read(number: int, size: int) -> Page[RatedCustomer]:
        return pages.rated_lines(actor=request.actor, narrowed=narrowed, sort=state.sort, number=number, size=size)

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=read)
    shown = {
        "state": state,
        "table": lists.table_page(kind=pages.LIST, state=state, read=read),
        "tabs": lists.tabs(state=state, name="grade", titles=pages.GRADES, default="ALL"),
        "counts": grade_counts(actor=request.actor),
        "value": value,
        "without_value": state.with_filter(value=""),
        "runs": pages.last_runs(actor=request.actor),
        "may_run": request.actor.may(Verb.EDIT_POLICY),
    }
    return render(request, "web/ratings/list.html", shown)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def rate_now(request: PageRequest) -> HttpResponse:
    """Rate everybody now, by hand."""

    def call() -> Mapping[str, Any]:
        return run_ratings(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            kind=RunKind.MANUAL,
        )

    def done(result: Mapping[str, Any]) -> Done:
        text = ngettext("%(rated)s customer rated", "%(rated)s customers rated", result["rated"])
        text += _("; %(proposed)s proposals wait, %(tightened)s tightened by policy.")
        return Done(text % result, reverse("rating_proposals") if result["proposed"] else reverse("ratings"))

    return act(request=request, form=Form(request.POST), call=call, done=done, again=lambda: rating_list(request))


@page()
def rating_proposals(request: PageRequest) -> HttpResponse:
    """Proposals that wait, and what became of others; whoever may approve chooses many at once."""
    state = lists.state_of(request=request, kind=pages.PROPOSALS)
    which = lists.chosen(state=state, name="state", codes=list(pages.STATES), default=ProposalState.WAITING.value)

    def read(number: int, size: int) -> Page[pages.ProposalLine]:
        return pages.proposal_lines(actor=request.actor, state=which, sort=state.sort, number=number, size=size)

    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.PROPOSALS, state=state, read=read)
    may_decide = request.actor.may(Verb.APPROVE_CREDIT) and which == ProposalState.WAITING.value
    bulk = (BulkAct(_("Approve the chosen"), reverse("approve_ratings")),) if may_decide else ()
    shown = {
        "state": state,
        "table": lists.table_page(kind=pages.PROPOSALS, state=state, read=read, bulk=bulk),
        "tabs": lists.tabs(state=state, name="state", titles=pages.STATES, default=ProposalState.WAITING.value),
        "may_decide": may_decide,
    }
    return render(request, "web/ratings/proposals.html", shown)


@page(need=Verb.APPROVE_CREDIT, methods=("POST",))
def approve_ratings(request: PageRequest) -> HttpResponse:
    """Approve the chosen proposals, all or none."""
    numbers = {number_in(text=text) for text in request.POST.getlist("ids")[:200]}
    rows = proposals_for(actor=request.actor).filter(pk__in=[pk for pk in numbers if pk is not None])
    request_ids = [pk for pk in rows.values_list("request_id", flat=True) if pk is not None]

    def call() -> Mapping[str, Any]:
        return decide_ratings(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            request_ids=request_ids,
        )

    def done(result: Mapping[str, Any]) -> Done:
        count = len(result["proposals"])
        text = ngettext("%(count)s proposal is in force.", "%(count)s proposals are in force.", count)
        return Done(text % {"count": count}, reverse("rating_proposals"))

    return act(request=request, form=Form(request.POST), call=call, done=done, again=lambda: rating_proposals(request))


@page()
def rating(request: PageRequest, customer_id: int) -> HttpResponse:
    """One customer's scores factor by factor, answers, history, terms."""
    return _file(request, customer_id, {})


@page(need=Verb.EDIT_FILE, methods=("POST",))
def answer_rating(request: PageRequest, customer_id: int, kind: str) -> HttpResponse:
    """Keep answers to the qualitative factors of one scorecard."""
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_FILE)
    if kind not in CardKind.__members__:
        raise NotPermitted("RATING_UNKNOWN", rating=kind)
    card_kind = CardKind(kind)
    shown = file_shown(actor=request.actor, customer_id=customer_id)
    form = _form(shown, card_kind, request.POST)

    def call() -> Mapping[str, Any]:
        return record_answers(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            about=About(customer_id, card_kind),
            answers=form.drafts(),
        )

    done = Done(_("Kept. The next rating uses it."), reverse("rating", args=[customer_id]))
    again = {card_kind: form}
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _result: done,
        again=lambda: _file(request, customer_id, again),
    )


@page()
def matrix(request: PageRequest) -> HttpResponse:
    """The portfolio by value and credit, with the strategy of every cell."""
    found, rows = matrix_shown(actor=request.actor)
    columns = [code for code in pages.GRADES if code != "ALL"]
    shown = {
        "picture": found,
        "rows": rows,
        "columns": columns,
        "is_empty": not any(cell.customers for _value, cells in rows for cell in cells),
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
    }
    return render(request, "web/ratings/matrix.html", shown)


def _file(request: PageRequest, customer_id: int, typed: Mapping[CardKind, AnswersForm]) -> HttpResponse:
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    found = file_shown(actor=request.actor, customer_id=customer_id)
    may_answer = request.actor.may(Verb.EDIT_FILE)
    shown = {
        "customer": customer,
        "shown": found,
        "forms": [(kind.value, typed.get(kind) or _form(found, kind, None), kind in typed) for kind in CardKind]
        if may_answer
        else [],
        "may_run": request.actor.may(Verb.EDIT_POLICY),
    }
    return render(request, "web/ratings/file.html", shown)


def _form(shown: FilePage, kind: CardKind, typed: Any) -> AnswersForm:
    latest: dict[str, str] = {}
    for line in reversed(shown.answers):
        if line.row.kind == kind.value:
            latest[line.row.factor] = line.choice
    return AnswersForm(typed, card=cards()[kind], latest=latest, prefix=kind.value.lower())
