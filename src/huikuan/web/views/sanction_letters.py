"""Texts of the ladder's letters: each in both languages, the next version, its approval by another person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.reminders.access import second_person
from huikuan.reminders.rules.letter_words import LANGUAGES
from huikuan.sanctions.letters import LadderText, letter_versions, texts_in_force
from huikuan.sanctions.operations.letters import approve_ladder_letter, save_ladder_letter
from huikuan.sanctions.rules.letters import LETTERS, ladder_letter_faults
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.policies import LetterForm
from huikuan.web.pages import sanction_letters as pages
from huikuan.web.pages.reminders import words
from huikuan.web.requests import PageRequest, page


@page()
def sanction_letters(request: PageRequest) -> HttpResponse:
    """Every letter of the ladder with the version in use in each language."""
    return render(request, "web/sanctions/letters.html", {"lines": pages.letter_lines()})


@page()
def sanction_letter(request: PageRequest, letter: str, language: str) -> HttpResponse:
    """One text: the version in use, its places, its versions."""
    text = _text(letter, language)
    return _letter(request, text, LetterForm(initial={"subject": text.subject, "body": text.body}))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def save_sanction_letter(request: PageRequest, letter: str, language: str) -> HttpResponse:
    """Save the next version of a text; it is used once another person has approved it."""
    text, form = _text(letter, language), LetterForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        faults = ladder_letter_faults(letter=letter, subject=typed["subject"], body=typed["body"])
        for fault in words(reasons=faults):
            form.add_error(None, fault)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        after = LadderText(letter, language, "", typed["subject"], typed["body"])
        return save_ladder_letter(**_who(request), text=after)

    done = Done(_("Saved. It is used once it is approved."), reverse("sanction_letter", args=[letter, language]))
    again = lambda: _letter(request, text, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def approve_sanction_letter(request: PageRequest, letter_id: int) -> HttpResponse:
    """Put a saved text into use."""
    row = next((one for one in letter_versions() if one.id == letter_id), None)
    if row is None:
        raise Http404
    form, where = LetterForm({"subject": row.text.subject, "body": row.text.body}), row.text
    reason = request.POST.get("reason", "")[:300]

    def call() -> Mapping[str, Any]:
        return approve_ladder_letter(**_who(request), letter_id=letter_id, reason=reason)

    done = Done(
        _("Approved. Letters use it from now on."), reverse("sanction_letter", args=[where.letter, where.language])
    )
    again = lambda: _letter(request, where, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _text(letter: str, language: str) -> LadderText:
    if letter not in LETTERS or language not in LANGUAGES:
        raise Http404
    return texts_in_force(language=language)[letter]


def _letter(request: PageRequest, text: LadderText, form: LetterForm) -> HttpResponse:
    shown = {
        "found": pages.letter_shown(text=text),
        "form": form,
        "versions": letter_versions(letter=text.letter, language=text.language),
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
        "second": second_person(actor=request.actor, verb=Verb.EDIT_POLICY),
    }
    return render(request, "web/sanctions/letter.html", shown)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
