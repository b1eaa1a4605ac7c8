"""Letter texts: which are in use, edit one with its places, look at it on a real customer, approve another person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.administration import who_can
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.outbox.ports import Content
from huikuan.reminders.access import LONGEST_REASON, second_person
from huikuan.reminders.operations.letters import approve_letter, save_letter
from huikuan.reminders.previews import letter_of_row, letter_pdf, text_on_customer
from huikuan.reminders.queries import run_row
from huikuan.reminders.rules.letters import LetterKind, LetterText, letter_faults
from huikuan.reminders.rules.policy import Tone
from huikuan.reminders.texts import letter_versions
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import sheet
from huikuan.web.forms.policies import LetterForm
from huikuan.web.forms.reminders import AloneForm
from huikuan.web.numbers import number_in
from huikuan.web.pages.letters import LetterPage, letter_lines, letter_page, shown_letter
from huikuan.web.pages.reminders import words
from huikuan.web.requests import PageRequest, page


@dataclass(frozen=True, slots=True)
class Which:
    """The text a page is about."""

    kind: LetterKind
    tone: Tone
    language: str

    @property
    def args(self) -> list[str]:
        """As the address names it."""
        return [self.kind.value, self.tone.value, self.language]


@page()
def letter_list(request: PageRequest) -> HttpResponse:
    """The text in use for every kind of letter, in both languages."""
    return render(request, "web/reminders/letters.html", {"lines": letter_lines()})


@page()
def letter(request: PageRequest, kind: str, tone: str, language: str) -> HttpResponse:
    """One text: the newest version to edit, shown on a customer."""
    which = _which(kind, tone, language)
    found = _page(request, which)
    newest = found.versions[0].text if found.versions else found.in_use
    form = LetterForm(initial={"subject": newest.subject, "body": newest.body})
    return _letter(request, found, form, newest)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def look_at_letter(request: PageRequest, kind: str, tone: str, language: str) -> HttpResponse:
    """The text as typed on a customer; nothing is saved."""
    which = _which(kind, tone, language)
    form, text = _typed(request, which)
    return _letter(request, _page(request, which), form, text, status=200 if text else 422)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def letter_sheet(request: PageRequest, kind: str, tone: str, language: str) -> HttpResponse:
    """The text as typed on a customer, as the PDF he would get; nothing is saved."""
    which = _which(kind, tone, language)
    form, text = _typed(request, which)
    found = _page(request, which)
    content = _content(request, found, text) if text and which.kind is not LetterKind.FOREWARNING else None
    if content is None:
        return _letter(request, found, form, text, status=422)
    return _pdf(content, "HK-0")


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def save_text(request: PageRequest, kind: str, tone: str, language: str) -> HttpResponse:
    """Save the text as the next version, which waits for approval."""
    which = _which(kind, tone, language)
    found = _page(request, which)
    form = LetterForm(request.POST)

    def call() -> Mapping[str, Any]:
        draft = form.draft(kind=which.kind, tone=which.tone, language=which.language)
        return save_letter(actor=request.actor, now=request.now, key=key_of(request=request), letter=draft)

    done = Done(_("Saved. It is used once it is approved."), reverse("letter", args=which.args))
    return act(
        request=request, form=form, call=call, done=lambda _: done, again=lambda: _letter(request, found, form, None)
    )


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def approve_text(request: PageRequest, letter_id: int) -> HttpResponse:
    """Put a saved text into use; a second person, or with a reason the only one who can."""
    row = next((row for row in letter_versions() if row.id == letter_id), None)
    if row is None:
        raise Http404
    which = Which(row.text.kind, Tone(row.text.tone), row.text.language)
    form = Form(request.POST)
    reason = request.POST.get("reason", "")[:LONGEST_REASON]

    def call() -> Mapping[str, Any]:
        return approve_letter(
            actor=request.actor, now=request.now, key=key_of(request=request), letter_id=letter_id, reason=reason
        )

    def again() -> HttpResponse:
        shown = LetterForm(initial={"subject": row.text.subject, "body": row.text.body})
        return _letter(request, _page(request, which), shown, row.text, failed=form)

    done = Done(_("Approved. Letters use it from now on."), reverse("letter", args=which.args))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def row_sheet(request: PageRequest, run_id: int, row_id: int) -> HttpResponse:
    """The letter of a message of a run as PDF."""
    if run_row(actor=request.actor, run_id=run_id, row_id=row_id) is None:
        raise NotPermitted("ROW_UNKNOWN", row=row_id)
    return _pdf(letter_of_row(actor=request.actor, row_id=row_id), f"HK-{run_id}-{row_id}")


def _which(kind: str, tone: str, language: str) -> Which:
    try:
        return Which(LetterKind(kind), Tone(tone), language)
    except ValueError as error:
        raise Http404 from error


def _page(request: PageRequest, which: Which) -> LetterPage:
    found = letter_page(
        actor=request.actor, kind=which.kind, tone=which.tone, language=which.language, today=request.today
    )
    if found is None:
        raise Http404
    return found


def _typed(request: PageRequest, which: Which) -> tuple[LetterForm, LetterText | None]:
    """The form as typed, and its text if it has no fault."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        return form, None
    subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
    for fault in words(reasons=letter_faults(kind=which.kind, subject=subject, body=body)):
        form.add_error(None, fault)
    text = LetterText(which.kind, which.tone.value, which.language, "", subject, body)
    return form, None if form.errors else text


def _content(request: PageRequest, found: LetterPage, text: LetterText) -> Content | None:
    customer_id = _customer(request, found)
    if customer_id is None:
        return None
    return text_on_customer(actor=request.actor, text=text, customer_id=customer_id, today=request.today)


def _customer(request: PageRequest, found: LetterPage) -> int | None:
    number = number_in(text=request.POST.get("customer") or request.GET.get("customer"))
    first = found.customers[0].id if found.customers else None
    return first if number is None else number


def _letter(
    request: PageRequest,
    found: LetterPage,
    form: LetterForm,
    text: LetterText | None,
    *,
    failed: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    shown: dict[str, Any] = {"found": found, "form": form, "failed": failed, "alone": AloneForm()}
    shown["customer_id"] = _customer(request, found)
    if text is not None and shown["customer_id"] is not None:
        content = _content(request, found, text)
        name = customer_for(actor=request.actor, customer_id=shown["customer_id"]).name
        shown["letter"] = shown_letter(content=content, name=name) if content else None
    shown["may_edit"] = request.actor.may(Verb.EDIT_POLICY)
    shown["editors"] = who_can(verb=Verb.EDIT_POLICY)
    shown["second"] = second_person(actor=request.actor, verb=Verb.EDIT_POLICY)
    return render(request, "web/reminders/letter.html", shown, status=status)


def _pdf(content: Content, reference: str) -> HttpResponse:
    day: date = date.fromisoformat(content.snapshot["today"])
    return sheet(name=f"{reference}-{day.isoformat()}.pdf", content=letter_pdf(content=content, reference=reference))
