"""What a guest tells us: a promise, a dispute, a request for more time, another person, a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from huikuan.disputes.operations import open_dispute_as_guest
from huikuan.disputes.rules import DisputeDraft, Reason
from huikuan.guests.operations.asking import Asked, ask
from huikuan.guests.rules.links import RequestKind
from huikuan.portal import pages
from huikuan.portal.door import GuestRequest, closed, guest_page
from huikuan.portal.forms import ContactForm, DisputeForm, ExtensionForm, ItemsForm, PromiseForm, QuestionForm
from huikuan.portal.telling import Act, Files, Telling, tell, with_form
from huikuan.promises.operations.extending import ask_extension_as_guest
from huikuan.promises.operations.promising import make_promise_as_guest
from huikuan.promises.rules import Channel, ExtensionDraft, PromiseDraft

PROMISE = Telling(
    _("Promise a date"),
    _("Tell us when you will pay. Until then we do not remind you of these documents."),
    "portal/items_form.html",
    "promise",
)
DISPUTE = Telling(
    _("Something is not right"),
    _("Say how much of which document you object to. Only that part waits; the rest stays due."),
    "portal/dispute_form.html",
    "dispute",
)
EXTENSION = Telling(
    _("Ask for more time"),
    _("We look at every request. The due dates stand until we have agreed, and our rights on late payment stay."),
    "portal/items_form.html",
    "extension",
)
CONTACT = Telling(
    _("Name the right person"),
    _("Whom should we write to or call? We enter the person after a look at it, for this account alone."),
    "portal/plain_form.html",
    "contact",
)
QUESTION = Telling(
    _("Ask a question"), _("We answer by the way we usually write to you."), "portal/plain_form.html", "question"
)


@guest_page(methods=("GET", "POST"))
def promise(request: GuestRequest) -> HttpResponse:
    """Promise to pay so much by a day."""

    def act(form: ItemsForm, key: str, _files: object) -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = PromiseDraft(
            **_group(request, form),
            amount_minor=typed["amount"],
            day=typed["day"],
            said_by=typed["said_by"],
            channel=Channel.PORTAL,
            text=typed["text"],
            receivable_ids=tuple(item.row.id for item in form.chosen_items()),
        )
        return make_promise_as_guest(guest=request.guest, now=request.now, today=request.today, key=key, draft=draft)

    return _about_items(request, PROMISE, PromiseForm, act)


@guest_page(methods=("GET", "POST"), takes_file=True)
def dispute(request: GuestRequest) -> HttpResponse:
    """Object to a part of some documents."""

    def act(form: DisputeForm, key: str, files: Files) -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = DisputeDraft(
            **_group(request, form),
            reason=Reason(typed["reason"]),
            text=typed["text"],
            items=form.disputed(),
            files=tuple((name, content) for _, name, content in files),
            said_by=typed["said_by"],
        )
        return open_dispute_as_guest(guest=request.guest, now=request.now, today=request.today, key=key, draft=draft)

    return _about_items(request, DISPUTE, DisputeForm, act)


@guest_page(methods=("GET", "POST"))
def extension(request: GuestRequest) -> HttpResponse:
    """Ask for more time."""

    def act(form: ItemsForm, key: str, _files: object) -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = ExtensionDraft(
            **_group(request, form),
            receivable_ids=tuple(item.row.id for item in form.chosen_items()),
            day=typed["day"],
            text=typed["text"],
            said_by=typed["said_by"],
        )
        return ask_extension_as_guest(guest=request.guest, now=request.now, today=request.today, key=key, draft=draft)

    return _about_items(request, EXTENSION, ExtensionForm, act)


@guest_page(methods=("GET", "POST"))
def contact(request: GuestRequest) -> HttpResponse:
    """Name the right person."""
    form = ContactForm(request.POST or None)

    def act(key: str, _files: object) -> Mapping[str, Any]:
        typed = form.cleaned_data
        person = {name: typed[name] for name in ("name", "role", "email", "phone")}
        text = typed["text"].strip() or str(CONTACT.title)
        return ask(guest=request.guest, now=request.now, key=key, asked=Asked(RequestKind.CONTACT, text, person))

    return tell(request=request, telling=CONTACT, form=form, act=act)


@guest_page(methods=("GET", "POST"))
def question(request: GuestRequest) -> HttpResponse:
    """Ask us something."""
    form = QuestionForm(request.POST or None)

    def act(key: str, _files: object) -> Mapping[str, Any]:
        asked = Asked(RequestKind.QUESTION, form.cleaned_data["text"])
        return ask(guest=request.guest, now=request.now, key=key, asked=asked)

    return tell(request=request, telling=QUESTION, form=form, act=act)


def _about_items(request: GuestRequest, telling: Telling, kind: type[ItemsForm], act: Any) -> HttpResponse:
    """A telling about open items of one own company in one currency; asks first which, where there are several."""
    groups = pages.groups_of(guest=request.guest, today=request.today)
    wanted = request.POST.get("group", "") or request.GET.get("group", "")
    found = [group for group in groups if wanted in ("", group.code)]
    if wanted and not found:
        return closed(request=request)
    if len(found) != 1:
        return with_form(answer=render(request, "portal/choose.html", {"telling": telling, "groups": groups}))
    person = pages.person_of(guest=request.guest)
    form = kind(request.POST or None, request.FILES or None, group=found[0], person=person)
    call: Act = lambda key, files: act(form, key, files)  # noqa: E731
    return tell(request=request, telling=telling, form=form, act=call, more={"group": found[0]})


def _group(request: GuestRequest, form: ItemsForm) -> dict[str, Any]:
    return {
        "customer_id": request.guest.customer_id,
        "company_id": form.group.company.id,
        "currency": form.group.currency,
    }
