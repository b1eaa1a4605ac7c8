"""Security: the register, one security with its documents and history, recording and ending it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.kernel.paging import Page
from huikuan.securities.access import security_for
from huikuan.securities.operations.confirming import confirm_security
from huikuan.securities.operations.ending import (
    Happened,
    claim_guarantee,
    extend_security,
    realise_security,
    release_security,
)
from huikuan.securities.operations.recording import attach_document, record_security
from huikuan.securities.queries import SecurityRow
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.securities import ExtendForm, HappenedForm, RealiseForm, SecurityFileForm, SecurityForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import lists
from huikuan.web.pages import securities as pages
from huikuan.web.pages.lists import Listed
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.state import ListState
from huikuan.wording.securities import SECURITY_KINDS

Work = Callable[..., Mapping[str, Any]]
ACTS: dict[str, tuple[str | Promise, Work]] = {
    "claim": (gettext_lazy("Guarantor claimed"), claim_guarantee),
    "extend": (gettext_lazy("Extend"), extend_security),
    "release": (gettext_lazy("Release"), release_security),
    "realise": (gettext_lazy("Realise"), realise_security),
}
FIELDS = {"SECURITY_EXTEND_DAY": "valid_through", "SECURITY_REALISED_AMOUNT": "amount", "SECURITY_FUTURE": "on"}
RECORD_FIELDS = {
    "SECURITY_AMOUNT": "amount",
    "SECURITY_DAYS": "valid_through",
    "SECURITY_GIVER": "giver",
    "SECURITY_CONTRACT": "contract_number",
    "SECURITY_INVOICES": "invoice_numbers",
    "SECURITY_CLOCK_OF_GUARANTOR": "principal_due",
}


@page()
def security_list(request: PageRequest) -> HttpResponse:
    """Every security the person sees; one opens beside the list."""
    state = lists.state_of(request=request, kind=pages.LIST)
    read = _reader(request, state)
    opened = None
    if state.row is not None:
        opened = pages.security_page(actor=request.actor, security_id=state.row, today=request.today)
    listed = Listed(pages.LIST, state, read)

    def rest() -> dict[str, Any]:
        return {
            "tabs": lists.tabs(state=state, name="which", titles=pages.WHICH, default="ALL"),
            "kinds": tuple(SECURITY_KINDS.items()),
        }

    return lists.answer(request=request, listed=listed, folder="securities", beside={"shown": opened}, rest=rest)


@page(need=Verb.EDIT_CONTRACT, methods=("GET", "POST"))
def new_security(request: PageRequest, customer_id: int) -> HttpResponse:
    """Put a security of a customer into the register."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_CONTRACT))
    form = SecurityForm(request.POST or None, initial={"valid_from": request.today})

    def call() -> Mapping[str, Any]:
        draft = form.draft(customer_id=customer_id, company_id=request.company_id)
        return record_security(**_who(request), today=request.today, draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Security recorded. Attach its documents."), reverse("security", args=[result["security_id"]]))

    def again() -> HttpResponse:
        return render(request, "web/securities/add.html", {"customer": customer, "form": form})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again, fields=RECORD_FIELDS)


@page()
def security(request: PageRequest, security_id: int) -> HttpResponse:
    """One security: what counts, what runs out, documents, history."""
    return _security(request, security_id, SecurityFileForm())


@page(need=Verb.EDIT_CONTRACT, methods=("POST",), takes_file=True)
def attach(request: PageRequest, security_id: int) -> HttpResponse:
    """Keep a document of a security."""
    security_for(actor=request.actor, security_id=security_id, need=Verb.EDIT_CONTRACT)
    form = SecurityFileForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        file = form.cleaned_data["file"]
        return attach_document(**_who(request), security_id=security_id, name=file.name, content=file.read())

    done = Done(_("File kept."), reverse("security", args=[security_id]))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _security(request, security_id, form),
    )


@page(need=Verb.APPROVE_CREDIT, methods=("POST",))
def confirm(request: PageRequest, security_id: int) -> HttpResponse:
    """Let a security count that another person recorded or extended."""
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return confirm_security(**_who(request), today=request.today, security_id=security_id, seen=seen)

    done = Done(_("Confirmed. It counts in the exposure from now on."), reverse("security", args=[security_id]))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _security(request, security_id, form),
    )


@page(methods=("GET", "POST"))
def security_act(request: PageRequest, security_id: int, what: str) -> HttpResponse:
    """Claim, extend, release or realise a security."""
    if what not in ACTS:
        raise Http404
    title, work = ACTS[what]
    shown = pages.security_page(actor=request.actor, security_id=security_id, today=request.today)
    form = _form(request, what, shown.row)

    def call() -> Mapping[str, Any]:
        happened = _happened(form.cleaned_data)
        return work(**_who(request), today=request.today, security_id=security_id, happened=happened)

    def again() -> HttpResponse:
        return render(request, "web/securities/act.html", {"shown": shown, "form": form, "title": title, "what": what})

    if request.method == "GET":
        return again()
    done = Done(_("Kept in its history."), reverse("security", args=[security_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=FIELDS)


@page()
def security_file(request: PageRequest, security_id: int, document_id: int) -> HttpResponse:
    """Hand out a document of a security."""
    security_for(actor=request.actor, security_id=security_id)
    document, content = open_document(document_id=document_id, purpose=Purpose.SECURITY, owner_id=security_id)
    return download(name=document.name, kind=document.content_type, content=content)


def _reader(request: PageRequest, state: ListState) -> lists.Reader[SecurityRow]:
    def read(number: int, size: int) -> Page[SecurityRow]:
        return pages.security_lines(
            actor=request.actor,
            today=request.today,
            filters=state.filters,
            sort=state.sort,
            number=number,
            size=size,
        )

    return read


def _security(request: PageRequest, security_id: int, form: Form) -> HttpResponse:
    shown = pages.security_page(actor=request.actor, security_id=security_id, today=request.today)
    file = form if isinstance(form, SecurityFileForm) else SecurityFileForm()
    return render(request, "web/securities/page.html", {"shown": shown, "form": file, "confirming": form})


def _form(request: PageRequest, what: str, row: SecurityRow) -> HappenedForm:
    first = {"on": request.today}
    if what == "extend":
        return ExtendForm(request.POST or None, initial=first)
    if what == "realise":
        return RealiseForm(request.POST or None, initial=first, currency=row.currency)
    return HappenedForm(request.POST or None, initial=first)


def _happened(typed: Mapping[str, Any]) -> Happened:
    return Happened(typed["on"], typed["note"], typed.get("amount"), typed.get("valid_through"))


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
