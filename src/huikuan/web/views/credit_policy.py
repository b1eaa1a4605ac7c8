"""The rules of credit control: the newest version as a form, and every version before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.credit.operations.policies import save_credit_policy
from huikuan.credit.policies import current_policy, newest_number, policy_numbered, policy_rows
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.credit import CreditPolicyForm
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest, page
from huikuan.wording import credit as words


@page()
def credit_policy(request: PageRequest) -> HttpResponse:
    """The newest rules as a form to edit, and its versions."""
    return _policy(request, _form(request))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def change_credit_policy(request: PageRequest) -> HttpResponse:
    """Save the next version of the rules."""
    form = _form(request, request.POST)

    def call() -> Mapping[str, Any]:
        return save_credit_policy(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request),
            policy=form.draft(), replaces=number_in(text=request.POST.get("seen")) or 0,
        )  # fmt: skip

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Version %(number)s is saved.") % result, reverse("credit_policy"))

    fields = {"POLICY_BEGINS_EARLIER": "effective_from", "CREDIT_NOTHING_COUNTED": "components"}
    return act(request=request, form=form, call=call, done=done, again=lambda: _policy(request, form), fields=fields)


def _form(request: PageRequest, typed: Any = None) -> CreditPolicyForm:
    own = request.companies[0].currency if request.companies else "CNY"
    policy = policy_numbered(number=newest_number())
    return CreditPolicyForm(typed, policy=policy, today=request.today, currency=own)


def _policy(request: PageRequest, form: CreditPolicyForm) -> HttpResponse:
    shown = {
        "form": form,
        "policy": form.policy,
        "in_force": current_policy(today=request.today).number,
        "versions": policy_rows(),
        "points": words.POINTS.values(),
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
    }
    return render(request, "web/credit/policy.html", shown)
