"""Case files: the list, one case, a new one; a stage, a cost, a day; its papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.cases.access import case_for
from huikuan.cases.drafting import draft_pdf, draft_text
from huikuan.cases.operations.interest import claim_interest
from huikuan.cases.operations.moving import CostDraft, DateDraft, StepDraft, add_cost, move_case, set_date
from huikuan.cases.operations.opening import CaseDraft, CaseParties, name_parties
from huikuan.cases.operations.opening import open_case as open_file
from huikuan.cases.queries import case_file, claimable
from huikuan.cases.rules import Cost, DateKind, Draft, Event, Kind
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download, sheet
from huikuan.web.forms.clocks import FinishForm
from huikuan.web.forms.evidence import CaseDateForm, CaseForm, CaseInterestForm, CostForm, PartiesForm, StepForm
from huikuan.web.pages import cases as pages
from huikuan.web.pages.legal_deadlines import person_choices
from huikuan.web.requests import PageRequest, page

FIELDS = {"CASE_BEFORE_LAST": "on", "CASE_FUTURE": "on", "CASE_OUTCOME": "note", "CASE_AWARD": "awarded"}


@page()
def case_list(request: PageRequest) -> HttpResponse:
    """The cases that run, the nearest day first; those that ended on their own tab."""
    which = "ENDED" if request.GET.get("which") == "ENDED" else "RUNNING"
    shown = {"lines": pages.case_lines(actor=request.actor, today=request.today, which=which), "which": which}
    return render(request, "web/cases/list.html", shown)


@page()
def case(request: PageRequest, case_id: int) -> HttpResponse:
    """One case."""
    return _case(request, case_id)


@page(need=Verb.HANDLE_CASE, methods=("GET", "POST"))
def open_case(request: PageRequest, customer_id: int) -> HttpResponse:
    """Open a case for items of a customer."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.HANDLE_CASE))
    items = claimable(actor=request.actor, customer_id=customer_id, company_id=request.company_id)
    choices = pages.claim_choices(items=items)
    late = [str(one.receivable_id) for one in items if one.due_date is not None and one.due_date < request.today]
    accrued = pages.accrued_text(items=items, today=request.today)
    form = CaseForm(request.POST or None, items=choices, accrued=accrued, initial={"items": late, "kind": "SUIT"})

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        most = {str(one.receivable_id): one.most_minor for one in items}
        draft = CaseDraft(
            customer_id=customer_id,
            kind=Kind(typed["kind"]),
            claimed={int(pk): most[pk] for pk in typed["items"]},
            interest_minor=typed["interest"],
            authority=typed["authority"],
            lawyer=typed["lawyer"],
            note=typed["note"],
        )
        return open_file(**_who(request), today=request.today, draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        said = _("Case opened. Its items are not reminded of automatically.")
        return Done(said, reverse("case", args=[result["case_id"]]))

    def again() -> HttpResponse:
        return render(request, "web/cases/open.html", {"customer": customer, "form": form, "items": items})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.HANDLE_CASE, methods=("POST",), takes_file=True)
def step(request: PageRequest, case_id: int) -> HttpResponse:
    """The case reaches a stage."""
    shown = pages.case_shown(actor=request.actor, case_id=case_id, today=request.today)
    form = StepForm(request.POST, request.FILES, events=list(shown.events), auto_id="step_%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = StepDraft(Event(typed["event"]), typed["on"], typed["note"], typed["awarded"], *_file(typed["file"]))
        return move_case(**_who(request), today=request.today, case_id=case_id, step=draft)

    return _acted(request, case_id, "step", form, call)


@page(need=Verb.HANDLE_CASE, methods=("POST",), takes_file=True)
def cost(request: PageRequest, case_id: int) -> HttpResponse:
    """Write down what was paid."""
    case_for(actor=request.actor, case_id=case_id, need=Verb.HANDLE_CASE)
    form = CostForm(request.POST, request.FILES, auto_id="cost_%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = CostDraft(Cost(typed["kind"]), typed["amount"], typed["on"], typed["note"], *_file(typed["file"]))
        draft = replace(draft, is_claimed=typed["is_claimed"])
        return add_cost(**_who(request), today=request.today, case_id=case_id, cost=draft)

    return _acted(request, case_id, "cost", form, call)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def day(request: PageRequest, case_id: int) -> HttpResponse:
    """Write down a hearing or another day."""
    case_for(actor=request.actor, case_id=case_id, need=Verb.HANDLE_CASE)
    form = CaseDateForm(request.POST, auto_id="day_%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = DateDraft(DateKind(typed["kind"]), typed["on"], typed["note"])
        return set_date(**_who(request), case_id=case_id, day=draft)

    return _acted(request, case_id, "day", form, call)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def parties(request: PageRequest, case_id: int) -> HttpResponse:
    """Write down authority, number and lawyer."""
    case_for(actor=request.actor, case_id=case_id, need=Verb.HANDLE_CASE)
    form = PartiesForm(request.POST, people=person_choices(nobody=_("as before")), auto_id="parties_%s")

    def call() -> Mapping[str, Any]:
        return name_parties(**_who(request), case_id=case_id, parties=CaseParties(**form.cleaned_data))

    return _acted(request, case_id, "parties", form, call)


@page(need=Verb.HANDLE_CASE, methods=("POST",))
def interest(request: PageRequest, case_id: int) -> HttpResponse:
    """Claim so much interest, or what has accrued through today."""
    case_for(actor=request.actor, case_id=case_id, need=Verb.HANDLE_CASE)
    form = CaseInterestForm(request.POST, auto_id="interest_%s")

    def call() -> Mapping[str, Any]:
        minor = form.cleaned_data["interest"]
        return claim_interest(**_who(request), today=request.today, case_id=case_id, interest_minor=minor)

    return _acted(request, case_id, "claimed", form, call)


@page(need=Verb.HANDLE_CASE)
def case_draft(request: PageRequest, case_id: int, draft: str, language: str) -> HttpResponse:
    """A draft for the lawyer to finish, as PDF; with `?as=html` as a page that word processors open."""
    if draft.upper() not in Draft.__members__ or language not in ("zh-hans", "en"):
        raise Http404
    chosen = Draft(draft.upper())
    asked: dict[str, Any] = {"actor": request.actor, "case_id": case_id, "draft": chosen, "language": language}
    if request.GET.get("as") == "html":
        text = draft_text(**asked, today=request.today)
        return download(name=f"{draft}-{case_id}.html", kind="text/html; charset=utf-8", content=text)
    content = draft_pdf(**asked, today=request.today)
    return sheet(name=f"{draft}-{case_id}.pdf", content=content)


@page()
def case_paper(request: PageRequest, case_id: int, document_id: int) -> HttpResponse:
    """Hand out a paper of a stage or of a cost."""
    found = case_file(actor=request.actor, case_id=case_id, today=request.today)
    kept_here = {one.document_id for one in found.steps} | {one.document_id for one in found.costs}
    if document_id not in kept_here:
        raise NotPermitted("DOCUMENT_NOT_VISIBLE", document=document_id)
    owner = found.row.customer_id
    kept, content = open_document(document_id=document_id, purpose=Purpose.EVIDENCE, owner_id=owner)
    return download(name=kept.name, kind=kept.content_type, content=content)


def _acted(
    request: PageRequest, case_id: int, name: str, form: Form, call: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    done = Done(_("Kept in the case file."), reverse("case", args=[case_id]))
    again = lambda: _case(request, case_id, **{name: form})  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=FIELDS)


def _case(request: PageRequest, case_id: int, **forms: Any) -> HttpResponse:
    shown = pages.case_shown(actor=request.actor, case_id=case_id, today=request.today)
    row, today = shown.row, {"on": request.today}
    known = {
        "authority": row.authority,
        "number": row.number,
        "lawyer": row.lawyer,
        "handler_id": row.handler_id,
    }
    people = person_choices(nobody=_("as before"))
    fresh: dict[str, Form] = {
        "step": StepForm(events=list(shown.events), initial=today, auto_id="step_%s"),
        "cost": CostForm(initial=today, auto_id="cost_%s"),
        "day": CaseDateForm(auto_id="day_%s"),
        "finish": FinishForm(auto_id=False),
        "claimed": CaseInterestForm(auto_id="interest_%s"),
        "parties": PartiesForm(people=people, initial=known, auto_id="parties_%s"),
    }
    return render(request, "web/cases/page.html", {"shown": shown, **fresh, **forms})


def _file(file: Any) -> tuple[str, bytes]:
    return ("", b"") if file is None else (file.name, file.read())


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
