"""Other creditors of a customer: who they are, how we know, joint steps that our people do by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.queries import people
from huikuan.creditors.access import creditor_for, step_for
from huikuan.creditors.operations import attach_paper, end_creditor, end_step, plan_step, record_creditor
from huikuan.creditors.queries import creditors_of
from huikuan.creditors.rules import Confidence, CreditorDraft, Source, StepDraft, StepEvent, StepKind
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.money import Money
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.creditors import CreditorForm, PaperForm, ResultForm, StepForm
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.columns import Chip
from huikuan.wording import creditors as words

FIELDS = {
    "CREDITOR_NAME": "name",
    "CREDITOR_SEEN_AHEAD": "seen_on",
    "CREDITOR_OWED": "owed",
    "CREDITOR_HEARSAY_SAYS_WHO": "note",
    "CREDITOR_SOURCE_SAYS_WHICH": "note",
    "STEP_TEXT": "text",
    "STEP_DAY_PAST": "on",
    "STEP_CAUTION_UNREAD": "has_read_caution",
    "STEP_OWNER": "owner_id",
}


@page(methods=("GET", "POST"))
def creditors(request: PageRequest, customer_id: int) -> HttpResponse:
    """The other creditors of a customer; a new one is written down."""
    if request.method == "GET":
        return _page(request, customer_id, {})
    customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY)
    form = CreditorForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = CreditorDraft(
            customer_id,
            typed["name"],
            typed["supplies"],
            Source(typed["source"]),
            Confidence(typed["confidence"]),
            typed["seen_on"],
            typed["owed"],
            note=typed["note"],
        )
        return record_creditor(**_who(request), today=request.today, draft=draft)

    return _act(request, customer_id, {"creditor": form}, call, _("Recorded."))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def over(request: PageRequest, creditor_id: int) -> HttpResponse:
    """Note that a creditor is one no more."""
    row = creditor_for(actor=request.actor, creditor_id=creditor_id, need=Verb.RECORD_ACTIVITY)
    call = lambda: end_creditor(**_who(request), creditor_id=creditor_id)  # noqa: E731
    return _act(request, row.customer_id, {"over": Form(request.POST)}, call, _("Noted."))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",), takes_file=True)
def attach(request: PageRequest, creditor_id: int) -> HttpResponse:
    """Keep a paper of a creditor."""
    row = creditor_for(actor=request.actor, creditor_id=creditor_id, need=Verb.RECORD_ACTIVITY)
    form = PaperForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        file = form.cleaned_data["file"]
        return attach_paper(**_who(request), creditor_id=creditor_id, name=file.name, content=file.read())

    return _act(request, row.customer_id, {"paper": form}, call, _("Kept."))


@page()
def paper(request: PageRequest, creditor_id: int, document_id: int) -> HttpResponse:
    """Hand out a paper of a creditor."""
    creditor_for(actor=request.actor, creditor_id=creditor_id)
    document, content = open_document(document_id=document_id, purpose=Purpose.CREDITOR, owner_id=creditor_id)
    return download(name=document.name, kind=document.content_type, content=content)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def plan(request: PageRequest, creditor_id: int) -> HttpResponse:
    """Plan a joint step as somebody's task."""
    row = creditor_for(actor=request.actor, creditor_id=creditor_id, need=Verb.RECORD_ACTIVITY)
    form = StepForm(request.POST, people=_people())

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = StepDraft(
            StepKind(typed["kind"]), typed["on"], typed["owner_id"], typed["text"], typed["has_read_caution"]
        )
        return plan_step(**_who(request), today=request.today, creditor_id=creditor_id, draft=draft)

    return _act(request, row.customer_id, {"step": form}, call, _("Planned."))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def end(request: PageRequest, step_id: int) -> HttpResponse:
    """Say what came of a joint step, or drop it."""
    row = step_for(actor=request.actor, step_id=step_id, need=Verb.RECORD_ACTIVITY)
    form = ResultForm(request.POST)
    event = StepEvent.DROP if request.POST.get("event") == "DROP" else StepEvent.DO

    def call() -> Mapping[str, Any]:
        return end_step(**_who(request), step_id=step_id, event=event, result=form.cleaned_data["result"])

    return _act(request, row.creditor.customer_id, {"result": form}, call, _("Noted."))


def _act(
    request: PageRequest, customer_id: int, forms: Mapping[str, Form], call: Callable[[], Mapping[str, Any]], text: str
) -> HttpResponse:
    done = Done(text, reverse("creditors", args=[customer_id]))
    form = next(iter(forms.values()))
    again = lambda: _page(request, customer_id, forms)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=FIELDS)


def _page(request: PageRequest, customer_id: int, forms: Mapping[str, Form]) -> HttpResponse:
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    rows = creditors_of(actor=request.actor, customer_id=customer_id)
    lines = [
        {
            "row": row,
            "owed": None if row.owed_minor is None else Money(row.owed_minor, row.currency),
            "source": words.SOURCES[row.source.value],
            "confidence": Chip(
                words.CONFIDENCES[row.confidence.value], words.CONFIDENCE_TONES.get(row.confidence.value, "plain")
            ),
            "steps": [
                (
                    step,
                    words.KINDS[step.kind.value],
                    Chip(words.STATES[step.state.value], words.STATE_TONES.get(step.state.value, "plain")),
                )
                for step in row.steps
            ],
        }
        for row in rows
    ]
    shown = {
        "customer": customer,
        "lines": lines,
        "may_record": request.actor.may(Verb.RECORD_ACTIVITY),
        "creditor": CreditorForm(initial={"seen_on": request.today}),
        "step": StepForm(people=_people(), initial={"on": request.today, "owner_id": request.actor.user_id}),
        "failed": next(iter(forms.values()), None),
        "cautions": [(words.KINDS[code], text) for code, text in words.CAUTIONS.items()],
    }
    return render(request, "web/creditors/page.html", shown | dict(forms))


def _people() -> list[tuple[int, str]]:
    return sorted(((row.id, row.name) for row in people().values()), key=lambda one: one[1])


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
