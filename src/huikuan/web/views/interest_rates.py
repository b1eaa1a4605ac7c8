"""Prime rates as dated data, and the policy of late-payment interest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.interest.operations.rates import PrimeRateDraft, enter_prime_rate, save_interest_policy
from huikuan.interest.rules.bases import Basis
from huikuan.interest.rules.charging import InterestPolicy
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.interest import InterestPolicyForm, PrimeRateForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import interest as pages
from huikuan.web.requests import PageRequest, page


@page()
def rates(request: PageRequest) -> HttpResponse:
    """Every prime rate known with the day the list was looked at, and the policy in force."""
    return _rates(request, {})


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def enter_rate(request: PageRequest) -> HttpResponse:
    """Enter a prime rate as the published list shows it."""
    form = PrimeRateForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = PrimeRateDraft(typed["since"], form.rate_bp, typed["as_of"], typed["source"], _seen(request))
        return enter_prime_rate(**_who(request), today=request.today, draft=draft)

    done = Done(_("Entered."), reverse("interest_rates"))
    return act(
        request=request, form=form, call=call, done=lambda _: done, again=lambda: _rates(request, {"rate": form})
    )


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def save_policy(request: PageRequest) -> HttpResponse:
    """Put the next version of the policy into force."""
    form = InterestPolicyForm(request.POST)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        policy = InterestPolicy(
            number=_seen(request),
            basis=Basis(typed["basis"]),
            factor_permille=typed["factor"],
            year_days=typed["year"],
            minimum_minor=typed["minimum"],
            loss_permille=typed["loss"],
            payable_days=typed["payable_days"],
        )
        return save_interest_policy(**_who(request), policy=policy, reason=typed["reason"])

    done = Done(_("Saved. It holds for claims proposed from now on."), reverse("interest_rates"))
    return act(
        request=request, form=form, call=call, done=lambda _: done, again=lambda: _rates(request, {"policy": form})
    )


def _rates(request: PageRequest, forms: Mapping[str, Form]) -> HttpResponse:
    shown = pages.rates_shown(actor=request.actor)
    initial = InterestPolicyForm.initial_of(policy=shown.policy)
    context = {
        "shown": shown,
        "rate": forms.get("rate", PrimeRateForm(initial={"as_of": request.today})),
        "policy": forms.get("policy", InterestPolicyForm(initial=initial)),
    }
    return render(request, "web/interest/rates.html", context)


def _seen(request: PageRequest) -> int:
    return number_in(text=request.POST.get("seen", "")) or 0


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
