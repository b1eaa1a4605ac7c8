"""Account opening: the list, an application with its checklist, the field check on the phone, the requirements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.openings.access import opening_for
from huikuan.openings.operations.applying import (
    OpeningDraft,
    start_opening,
    submit_opening,
    supply_document,
    waive_document,
    withdraw_opening,
)
from huikuan.openings.operations.deciding import CheckDraft, record_field_check, save_requirements
from huikuan.openings.operations.writing import Paper
from huikuan.openings.queries import OpeningRow, openings_page, requirements_now
from huikuan.openings.rules import CustomerKind, DocumentCode, OpeningState, Verdict
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.openings import DocumentForm, FieldCheckForm, OpeningForm, RequirementsForm, WaiverForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import openings as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState

Call = Callable[[], Mapping[str, Any]]


@page()
def opening_list(request: PageRequest) -> HttpResponse:
    """Applications, the newest first, by state; one opens beside the list."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    opened = None
    if state.row is not None:
        opened = pages.opening_page(actor=request.actor, opening_id=state.row, today=request.today)
    listed = Listed(pages.LIST, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="state", titles=pages.WHICH, default="ALL"),
            "may_set": request.actor.may(Verb.EDIT_POLICY),
        }

    return lists.answer(request=request, listed=listed, folder="openings", beside={"shown": opened}, rest=rest)


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"))
def apply_for_opening(request: PageRequest, customer_id: int) -> HttpResponse:
    """Begin an application for a customer."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_FILE))
    form = OpeningForm(request.POST or None)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = OpeningDraft(customer_id, CustomerKind(typed["kind"]), typed["reason"])
        return start_opening(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Application begun. Upload its documents."), _address(result["opening_id"]))

    def again() -> HttpResponse:
        return render(request, "web/openings/add.html", {"customer": customer, "form": form})

    return again() if request.method == "GET" else act(request=request, form=form, call=call, done=done, again=again)


@page()
def opening(request: PageRequest, opening_id: int) -> HttpResponse:
    """One application: its checklist, field check and history."""
    return _opening(request, opening_id, Form())


@page(need=Verb.EDIT_FILE, methods=("POST",), takes_file=True)
def supply(request: PageRequest, opening_id: int) -> HttpResponse:
    """Add a file to an application."""
    form = DocumentForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        file = form.cleaned_data["file"]
        paper = Paper(file.name, file.read())
        return supply_document(**_who(request, opening_id), code=DocumentCode(form.cleaned_data["code"]), paper=paper)

    return _acted(request, opening_id, form, call, _("File kept."))


@page(need=Verb.EDIT_FILE, methods=("POST",))
def waive(request: PageRequest, opening_id: int) -> HttpResponse:
    """Do without a document."""
    form = WaiverForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        return waive_document(**_who(request, opening_id), code=DocumentCode(typed["code"]), because=typed["because"])

    return _acted(request, opening_id, form, call, _("Waived; the approver will read why."))


@page(need=Verb.EDIT_FILE, methods=("POST",))
def submit(request: PageRequest, opening_id: int) -> HttpResponse:
    """Hand an application in."""
    said = _("Handed in. It waits for its field check.")
    return _acted(request, opening_id, Form(request.POST), lambda: submit_opening(**_who(request, opening_id)), said)


@page(need=Verb.EDIT_FILE, methods=("POST",))
def withdraw(request: PageRequest, opening_id: int) -> HttpResponse:
    """Take an application back."""
    said = _("Taken back.")
    return _acted(request, opening_id, Form(request.POST), lambda: withdraw_opening(**_who(request, opening_id)), said)


@page(need=Verb.FIELD_CHECK, methods=("GET", "POST"), takes_file=True)
def field_check(request: PageRequest, opening_id: int) -> HttpResponse:
    """Write down a visit on site, with photos."""
    shown = pages.opening_page(actor=request.actor, opening_id=opening_id, today=request.today)
    form = FieldCheckForm(request.POST or None, request.FILES or None, initial={"checked_on": request.today})

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        photos = tuple(Paper(one.name, one.read()) for one in typed["photos"])
        words = (typed["checked_on"], typed["place"], typed["findings"], Verdict(typed["verdict"]))
        return record_field_check(**_who(request, opening_id), today=request.today, draft=CheckDraft(*words, photos))

    def again() -> HttpResponse:
        return render(request, "web/openings/check.html", {"shown": shown, "form": form})

    if request.method == "GET":
        return again()
    done = Done(_("Field check kept. The decision is asked for."), _address(opening_id))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def opening_file(request: PageRequest, opening_id: int, document_id: int) -> HttpResponse:
    """Hand out a file of an application."""
    opening_for(actor=request.actor, opening_id=opening_id)
    document, content = open_document(document_id=document_id, purpose=Purpose.OPENING, owner_id=opening_id)
    return download(name=document.name, kind=document.content_type, content=content)


@page(need=Verb.EDIT_POLICY, methods=("GET", "POST"))
def opening_requirements(request: PageRequest) -> HttpResponse:
    """What an application needs, and from which day openings are required."""
    now = requirements_now()
    first = {"required_from": now.required_from, "valid_months": now.valid_months}
    form = RequirementsForm(request.POST or None, before=now, initial=first)

    def call() -> Mapping[str, Any]:
        requirements = form.requirements(seen=number_in(text=request.POST.get("seen", "")) or 0)
        return save_requirements(
            actor=request.actor, now=request.now, key=key_of(request=request), requirements=requirements
        )

    def again() -> HttpResponse:
        return render(request, "web/openings/requirements.html", {"form": form, "requirements": now})

    if request.method == "GET":
        return again()
    done = Done(_("The next version is in force."), reverse("opening_requirements"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _reader(request: PageRequest, state: ListState) -> lists.Reader[OpeningRow]:
    which = lists.chosen(state=state, name="state", codes=list(pages.WHICH), default="ALL")
    wanted = OpeningState(which) if which in OpeningState.__members__ else None

    def read(number: int, size: int) -> Page[OpeningRow]:
        text = state.filters.get("q", "")
        return openings_page(
            actor=request.actor, today=request.today, state=wanted, text=text, number=number, size=size
        )

    return read


def _acted(request: PageRequest, opening_id: int, form: Form, call: Call, said: str) -> HttpResponse:
    opening_for(actor=request.actor, opening_id=opening_id, need=Verb.EDIT_FILE)
    done = Done(said, _address(opening_id))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _opening(request, opening_id, form),
    )


def _opening(request: PageRequest, opening_id: int, form: Form) -> HttpResponse:
    shown = pages.opening_page(actor=request.actor, opening_id=opening_id, today=request.today)
    faults = [fault for field in form.errors.values() for fault in field]
    return render(request, "web/openings/page.html", {"shown": shown, "form": form, "faults": faults})


def _who(request: PageRequest, opening_id: int) -> dict[str, Any]:
    return {
        "actor": request.actor,
        "now": request.now,
        "key": key_of(request=request),
        "opening_id": opening_id,
    }


def _address(opening_id: int) -> str:
    return reverse("opening", args=[opening_id])
