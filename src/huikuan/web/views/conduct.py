"""Whether debtors are malicious: the list, one debtor, a sign, a judgement, an appeal and its decision, the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.conduct.access import appeal_for, judgement_for, sign_for
from huikuan.conduct.operations.judging import Verdict, decide_appeal, file_appeal, judge_conduct
from huikuan.conduct.operations.signing import PolicyDraft, record_sign, save_policy, take_back_sign
from huikuan.conduct.queries.judgements import appeals_of, policy_in_force, signs_of
from huikuan.conduct.rules.judging import AppealDraft, JudgementDraft, SignDraft
from huikuan.conduct.rules.weighing import Ground, Nature
from huikuan.customers.access import customer_for
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page, page_bounds
from huikuan.kernel.refusal import NotPermitted
from huikuan.settlements.queries import planned_customers
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.causes import AppealForm, ConductPolicyForm, JudgementForm, SignForm
from huikuan.web.forms.follow_up import DecisionForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import conduct as pages
from huikuan.web.pages import lists
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

Call = Callable[[], Mapping[str, Any]]


@page()
def conduct_list(request: PageRequest) -> HttpResponse:
    """Late debtors, those first of whom a person has something to decide."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    if lists.asked_file(request=request):
        return lists.file_of(request=request, kind=pages.LIST, state=state, read=read)
    shown = {
        "state": state,
        "table": lists.table_page(kind=pages.LIST, state=state, read=read),
        "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="ASKED"),
    }
    return render(request, "web/conduct/list.html", shown)


@page()
def conduct_of(request: PageRequest, customer_id: int) -> HttpResponse:
    """One debtor: what speaks for malice and against it, judgements, appeals."""
    customer_for(actor=request.actor, customer_id=customer_id)
    return _shown(request, customer_id)


@page(need=Verb.JUDGE_CONDUCT, methods=("POST",))
def judge(request: PageRequest, customer_id: int) -> HttpResponse:
    """Say what a debtor is taken for."""
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.JUDGE_CONDUCT)
    form = JudgementForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = JudgementDraft(customer_id, form.chosen, typed["reason"], typed["review_on"], typed["seen"] or 0)
        planned = planned_customers(today=request.today, customer_id=customer_id)
        return judge_conduct(**_who(request), today=request.today, draft=draft, with_plan=planned)

    return _acted(request, customer_id, form, call, _("Judged. Tone and policy of reminders follow."))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",), takes_file=True)
def add_sign(request: PageRequest, customer_id: int) -> HttpResponse:
    """Write down a fact with its document."""
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY)
    form = SignForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        sent = typed["file"]
        file = (sent.name, sent.read())
        draft = SignDraft(customer_id, Ground(typed["ground"]), typed["text"], typed["happened_on"], file)
        return record_sign(**_who(request), today=request.today, draft=draft)

    return _acted(request, customer_id, form, call, _("Recorded."))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def take_back(request: PageRequest, sign_id: int) -> HttpResponse:
    """Take back a sign that is not true."""
    row = sign_for(actor=request.actor, sign_id=sign_id, need=Verb.RECORD_ACTIVITY)
    form = DecisionForm(request.POST)

    def call() -> Mapping[str, Any]:
        return take_back_sign(**_who(request), sign_id=sign_id, reason=form.cleaned_data["note"])

    return _acted(request, row.customer_id, form, call, _("Taken back."))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",), takes_file=True)
def appeal(request: PageRequest, judgement_id: int) -> HttpResponse:
    """Record what the customer says against a judgement."""
    row = judgement_for(actor=request.actor, judgement_id=judgement_id, need=Verb.RECORD_ACTIVITY)
    form = AppealForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        sent = typed["file"]
        draft = AppealDraft(typed["text"], typed["said_by"], (sent.name, sent.read()) if sent else None)
        return file_appeal(**_who(request), today=request.today, judgement_id=judgement_id, draft=draft)

    return _acted(request, row.customer_id, form, call, _("Recorded. Another person than the judge decides it."))


@page(need=Verb.JUDGE_CONDUCT, methods=("POST",))
def decide(request: PageRequest, appeal_id: int) -> HttpResponse:
    """Uphold or dismiss an appeal."""
    row = appeal_for(actor=request.actor, appeal_id=appeal_id, need=Verb.JUDGE_CONDUCT)
    form = DecisionForm(request.POST)

    def call() -> Mapping[str, Any]:
        verdict = Verdict(request.POST.get("event") == "UPHOLD", form.cleaned_data["note"])
        return decide_appeal(**_who(request), today=request.today, appeal_id=appeal_id, verdict=verdict)

    return _acted(request, row.judgement.customer_id, form, call, _("Decided."))


@page()
def file(request: PageRequest, customer_id: int, document_id: int) -> HttpResponse:
    """Hand out the document of a sign or an appeal; never shown inside our pages (TRUST S25)."""
    customer_for(actor=request.actor, customer_id=customer_id)
    signs = signs_of(actor=request.actor, customer_id=customer_id)
    appeals = appeals_of(actor=request.actor, customer_id=customer_id)
    known = {one.document_id for one in signs} | {one.document_id for one in appeals}
    if document_id not in known:
        raise NotPermitted("DOCUMENT_NOT_VISIBLE", document=document_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.CONDUCT, owner_id=customer_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def policy(request: PageRequest) -> HttpResponse:
    """Points of each ground, from how many malice is proposed, and when it is reviewed."""
    now = policy_in_force()
    form = ConductPolicyForm(request.POST or None, policy=now)

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        draft = PolicyDraft(form.changed_policy(), form.cleaned_data["reason"], seen)
        return save_policy(**_who(request), draft=draft)

    def again() -> HttpResponse:
        return render(request, "web/conduct/policy.html", {"form": form, "policy": now})

    done = Done(_("Saved."), reverse("conduct"))
    return (
        again()
        if request.method == "GET"
        else act(request=request, form=form, call=call, done=lambda _: done, again=again)
    )


def _acted(request: PageRequest, customer_id: int, form: Form, call: Call, said: str) -> HttpResponse:
    done = Done(said, reverse("conduct_of", args=[customer_id]))
    again = lambda: _shown(request, customer_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _shown(request: PageRequest, customer_id: int, form: Form | None = None) -> HttpResponse:
    shown = pages.conduct_shown(actor=request.actor, customer_id=customer_id, today=request.today)
    seen = shown.in_force.row.id if shown.in_force else 0
    forms: dict[str, Form] = {
        "judging": JudgementForm(initial={"nature": shown.line.proposal.nature.value, "seen": seen}),
        "sign": SignForm(initial={"happened_on": request.today}),
        "appealing": AppealForm(),
        "deciding": DecisionForm(),
    }
    for name, empty in forms.items():
        if form is not None and type(form) is type(empty):
            forms[name] = form
    return render(request, "web/conduct/page.html", {"shown": shown, "form": form, **forms})


def _reader(request: PageRequest, state: ListState) -> lists.Reader[pages.ConductLine]:
    which = lists.chosen(state=state, name="which", codes=list(pages.WHICH), default="ASKED")
    search = state.filters.get("q", "").casefold()
    lines = [
        one for one in pages.conduct_lines(actor=request.actor, today=request.today) if search in one.name.casefold()
    ]
    if which == "ASKED":
        lines = [one for one in lines if one.waits]
    elif which == "JUDGED":
        lines = [one for one in lines if one.judgement and one.judgement.nature is Nature.MALICIOUS]

    def read(number: int, size: int) -> Page[pages.ConductLine]:
        start, end = page_bounds(number=number, size=size)
        return Page(tuple(lines[start:end]), max(number, 1), end - start, len(lines), {})

    return read


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
