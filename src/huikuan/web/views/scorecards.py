"""Scorecards, grade policies, the matrix: their versions, the next one as a form with its faults and effect, activation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.administration import who_can
from huikuan.customers.rules import CUSTOMER_CLASSES
from huikuan.kernel.actor import Verb
from huikuan.limits.queries import base_currency
from huikuan.ratings.operations.versions import VersionDraft, ask_activation, save_version
from huikuan.ratings.queries.versions import VersionRow, newest, version, versions
from huikuan.ratings.rules.rerating import VersionState
from huikuan.ratings.rules.versions import VersionKind
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.grade_policies import GradePolicyForm, MatrixForm
from huikuan.web.forms.scorecards import ScorecardForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import scorecards as pages
from huikuan.web.requests import PageRequest, page
from huikuan.wording.ratings import fault_said

RulesForm = ScorecardForm | GradePolicyForm | MatrixForm


@page()
def scorecard_list(request: PageRequest) -> HttpResponse:
    """Every version by kind."""
    shown = {"kinds": pages.by_kind(rows=versions()), "may_edit": request.actor.may(Verb.EDIT_POLICY)}
    return render(request, "web/ratings/scorecards.html", shown)


@page()
def scorecard_version(request: PageRequest, version_id: int) -> HttpResponse:
    """One version: what it would change on today's portfolio, and the button to ask for it."""
    return _version(request, version(actor=request.actor, version_id=version_id), Form())


@page()
def edit_rules(request: PageRequest, kind: str) -> HttpResponse:
    """The newest version as a form, which becomes the next one."""
    row = _newest(request, kind)
    return _editor(request, row, _form(row, None), None)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def check_rules(request: PageRequest, kind: str) -> HttpResponse:
    """What is wrong with the form as typed, and what it would change; nothing is saved."""
    row = _newest(request, kind)
    form = _form(row, request.POST)
    form.fields["reason"].required = False
    then = _read(row, form)
    if request.htmx:
        return render(request, "web/ratings/faults.html", {"form": form, "is_whole": then is not None})
    effect = pages.effect_shown(actor=request.actor, row=then, today=request.today) if then is not None else None
    return _editor(request, row, form, effect, status=200 if then is not None else 422)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def save_rules(request: PageRequest, kind: str) -> HttpResponse:
    """Keep the form as typed as the next version, a draft."""
    row = _newest(request, kind)
    form = _form(row, request.POST)
    _read(row, form)

    def call() -> Mapping[str, Any]:
        draft = VersionDraft(
            kind=row.kind,
            document=form.document(),
            reason=form.cleaned_data["reason"],
            replaces=number_in(text=request.POST.get("seen", ""), digits=8) or 0,
            customer_class=_class(request, row.kind),
        )
        return save_version(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    def done(result: Mapping[str, Any]) -> Done:
        text = _("Saved as version %(number)s, a draft.") % {"number": result["number"]}
        return Done(text, reverse("scorecard_version", args=[result["version_id"]]))

    return act(request=request, form=form, call=call, done=done, again=lambda: _editor(request, row, form, None))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def ask_for_rules(request: PageRequest, version_id: int) -> HttpResponse:
    """Ask another person to put a draft in force."""
    row = version(actor=request.actor, version_id=version_id)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return ask_activation(
            actor=request.actor,
            now=request.now,
            today=request.today,
            key=key_of(request=request),
            version_id=version_id,
        )

    done = Done(_("Asked. Another person decides."), reverse("scorecard_version", args=[version_id]))
    return act(request=request, form=form, call=call, done=lambda _r: done, again=lambda: _version(request, row, form))


def _newest(request: PageRequest, kind: str) -> VersionRow:
    if kind not in VersionKind.__members__:
        raise Http404
    return newest(kind=VersionKind(kind), customer_class=_class(request, VersionKind(kind)))


def _class(request: PageRequest, kind: VersionKind) -> str:
    asked = request.GET.get("class") or request.POST.get("class", "")
    return asked if kind is VersionKind.POLICY and asked in CUSTOMER_CLASSES else ""


def _form(row: VersionRow, typed: Any) -> RulesForm:
    form: type[RulesForm] = ScorecardForm
    if row.kind is VersionKind.POLICY:
        form = GradePolicyForm
    elif row.kind is VersionKind.MATRIX:
        form = MatrixForm
    return form(typed, document=row.document, currency=base_currency())


def _read(row: VersionRow, form: RulesForm) -> VersionRow | None:
    """The version as typed; None with every fault at the form."""
    if not form.is_valid():
        return None
    then = pages.with_document(row=row, document=form.document())
    if not isinstance(then, tuple):
        return then
    for fault in then:
        form.add_error(None, fault_said(fault=fault))
    return None


def _editor(
    request: PageRequest, row: VersionRow, form: RulesForm, effect: pages.EffectShown | None, *, status: int = 200
) -> HttpResponse:
    customer_class, may_edit = _class(request, row.kind), request.actor.may(Verb.EDIT_POLICY)
    for field in form.fields.values():
        field.disabled = not may_edit
    shown = {
        "line": pages.version_line(row=row),
        "kind": row.kind.value,
        "form": form,
        "effect": effect,
        "seen": row.number if row.customer_class == customer_class else 0,
        "customer_class": customer_class,
        "classes": CUSTOMER_CLASSES,
        "may_edit": may_edit,
        "editors": who_can(verb=Verb.EDIT_POLICY),
    }
    return render(request, "web/ratings/editor.html", shown, status=status)


def _version(request: PageRequest, row: VersionRow, form: Form) -> HttpResponse:
    is_open = row.state in (VersionState.DRAFT, VersionState.WAITING)
    shown = {
        "line": pages.version_line(row=row),
        "effect": pages.effect_shown(actor=request.actor, row=row, today=request.today) if is_open else None,
        "form": form,
        "may_ask": row.state is VersionState.DRAFT and request.actor.may(Verb.EDIT_POLICY),
        "is_waiting": row.state is VersionState.WAITING,
    }
    return render(request, "web/ratings/version.html", shown)
