"""How statements are made and what they say: the rules, the texts under four eyes, our seals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.statements.composing import seal_of
from huikuan.statements.operations.versions import approve_text, save_text, set_policy, upload_seal
from huikuan.statements.queries.versions import policies, policy_in_force, text_versions, texts_in_force
from huikuan.statements.rules.texts import LANGUAGES, PLACES, SHIPPED, TextKind
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.customer_statements import PolicyForm, SealForm, TextForm
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest, page
from huikuan.wording import statements as words


@page()
def statement_rules(request: PageRequest) -> HttpResponse:
    """The rules in force, the texts, whose seal is there."""
    return _rules(request, PolicyForm(initial=asdict(policy_in_force())))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def save_rules(request: PageRequest) -> HttpResponse:
    """Put the next version of the rules into force."""
    form = PolicyForm(request.POST)

    def call() -> Mapping[str, Any]:
        seen = number_in(text=request.POST.get("seen", "")) or 0
        return set_policy(**_who(request), policy=form.policy(seen=seen), reason=form.cleaned_data["reason"])

    done = Done(_("Saved. It holds for statements made from now on."), reverse("statement_rules"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _rules(request, form))


@page()
def statement_text(request: PageRequest, kind: str, language: str) -> HttpResponse:
    """One text with its versions."""
    return _text(request, kind, language, None)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def save_statement_text(request: PageRequest, kind: str, language: str) -> HttpResponse:
    """Save a text; another person approves it."""
    form = TextForm(request.POST)

    def call() -> Mapping[str, Any]:
        body = form.cleaned_data["body"]
        return save_text(**_who(request), kind=_known(kind, language), language=language, body=body)

    done = Done(_("Saved. Another person approves it before it is used."), _address(kind, language))
    again = lambda: _text(request, kind, language, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def approve_statement_text(request: PageRequest, text_id: int) -> HttpResponse:
    """Put a text into use."""
    form = Form(request.POST)
    call = lambda: approve_text(**_who(request), text_id=text_id)  # noqa: E731
    done = Done(_("In use from now on."), reverse("statement_rules"))
    again = lambda: _rules(request, PolicyForm(initial=asdict(policy_in_force())), refused=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.ADMINISTER, methods=("POST",), takes_file=True)
def save_seal(request: PageRequest, company_id: int) -> HttpResponse:
    """Keep the image of an own company's seal."""
    form = SealForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        file = form.cleaned_data["file"]
        return upload_seal(**_who(request), company_id=company_id, name=file.name, content=file.read())

    done = Done(_("Kept. It is printed only where the rules say so."), reverse("statement_rules"))
    again = lambda: _rules(request, PolicyForm(initial=asdict(policy_in_force())), refused=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _rules(request: PageRequest, form: PolicyForm, refused: Form | None = None) -> HttpResponse:
    used = texts_in_force()
    texts = [
        (
            words.TEXT_KINDS[kind.value],
            [(language, used[kind, language], _address(kind.value, language)) for language in LANGUAGES],
        )
        for kind in TextKind
    ]
    shown = {
        "form": form,
        "refused": refused,
        "policy": policy_in_force(),
        "policies": policies(),
        "texts": texts,
        "seals": [(row, bool(seal_of(company_id=row.id)[0])) for row in request.companies],
        "seal_form": SealForm(),
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
        "may_seal": request.actor.may(Verb.ADMINISTER),
    }
    return render(request, "web/statements/rules.html", shown)


def _text(request: PageRequest, kind: str, language: str, form: TextForm | None) -> HttpResponse:
    code = _known(kind, language)
    used = texts_in_force()[code, language]
    shown = {
        "kind": words.TEXT_KINDS[code.value],
        "code": code.value,
        "language": language,
        "used": used,
        "shipped": SHIPPED[code, language],
        "versions": text_versions(kind=code, language=language),
        "places": sorted(PLACES),
        "form": form or TextForm(initial={"body": used.body}),
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
        "me": request.person.id,
    }
    return render(request, "web/statements/text.html", shown)


def _known(kind: str, language: str) -> TextKind:
    if kind not in TextKind.__members__ or language not in LANGUAGES:
        raise Http404
    return TextKind(kind)


def _address(kind: str, language: str) -> str:
    return reverse("statement_text", args=[kind, language])


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
