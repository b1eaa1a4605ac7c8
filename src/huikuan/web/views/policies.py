"""Reminder policies: the one in force for each class of customers, its versions, the next one with what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.administration import who_can
from huikuan.kernel.actor import Verb
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.queries import policies_in_force
from huikuan.reminders.rules.policy import Policy, policy_faults
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.policies import PolicyForm
from huikuan.web.numbers import number_in
from huikuan.web.pages.policies import Effect, class_title, effect_of, policy_lines, versions_of
from huikuan.web.pages.reminders import words
from huikuan.web.requests import PageRequest, page


@page()
def policy_list(request: PageRequest) -> HttpResponse:
    """The policy in force for each class of customers."""
    return render(request, "web/reminders/policies.html", {"lines": policy_lines(today=request.today)})


@page()
def policy(request: PageRequest, customer_class: str) -> HttpResponse:
    """One class: its policy as a form to edit, and its versions."""
    newest = _newest(request, customer_class)
    return _policy(request, newest, PolicyForm(policy=newest, today=request.today))


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def look_at_policy(request: PageRequest, customer_class: str) -> HttpResponse:
    """What the policy as typed would change today; nothing is saved."""
    newest = _newest(request, customer_class)
    form = PolicyForm(request.POST, policy=newest, today=request.today)
    form.fields["source"].required = False  # why it is changed is asked for when it is saved
    if form.is_valid():
        for fault in words(reasons=policy_faults(policy=form.draft())):
            form.add_error(None, fault)
    if not form.is_valid():
        return _policy(request, newest, form, status=422)
    effect = effect_of(actor=request.actor, policy=form.draft(), today=request.today)
    return _policy(request, newest, form, effect=effect)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def change_policy(request: PageRequest, customer_class: str) -> HttpResponse:
    """Save the policy as typed as the next version."""
    newest = _newest(request, customer_class)
    form = PolicyForm(request.POST, policy=newest, today=request.today)
    seen = request.POST.get("seen", "")

    def call() -> Mapping[str, Any]:
        return save_policy(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            policy=form.draft(),
            replaces_number=number_in(text=seen, digits=8) or 0,
        )

    def done(result: Mapping[str, Any]) -> Done:
        text = _("Saved as version %(number)s.") % {"number": result["number"]}
        return Done(text, reverse("policy", args=[customer_class]))

    return act(request=request, form=form, call=call, done=done, again=lambda: _policy(request, newest, form))


def _newest(request: PageRequest, customer_class: str) -> Policy:
    """The newest version of a class, begun or not, as that is the one an editor goes on from."""
    versions = versions_of(customer_class=customer_class, today=request.today)
    found = versions[0].policy if versions else policies_in_force(today=request.today).get(customer_class)
    if found is None:
        raise Http404
    return found


def _policy(
    request: PageRequest, newest: Policy, form: PolicyForm, *, effect: Effect | None = None, status: int = 200
) -> HttpResponse:
    versions = versions_of(customer_class=newest.customer_class, today=request.today)
    shown = {
        "policy": newest,
        "title": class_title(customer_class=newest.customer_class),
        "form": form,
        "effect": effect,
        "versions": versions,
        "may_edit": request.actor.may(Verb.EDIT_POLICY),
        "editors": who_can(verb=Verb.EDIT_POLICY),
    }
    return render(request, "web/reminders/policy.html", shown, status=status)
