"""Rules of credit set aside for a customer, his group or one order, through a day; and asked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.credit.operations.stopping import end_exclusion, exclude
from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.credit import ExclusionForm
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import Undo

FIELDS = {"EXCLUSION_DAY": "until", "EXCLUSION_SCOPE": "order", "REASON_MISSING": "reason"}


@page(need=Verb.RELEASE_HOLD, methods=("GET", "POST"))
def set_rule_aside(request: PageRequest, customer_id: int) -> HttpResponse:
    """Set a rule aside for a while; who does it stands as its approver."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RELEASE_HOLD))
    form = ExclusionForm(request.POST or None)

    def call() -> Mapping[str, Any]:
        draft = form.draft(customer_id=customer_id)
        return exclude(
            actor=request.actor, now=request.now, today=request.today, key=key_of(request=request), exclusion=draft
        )

    def done(result: Mapping[str, Any]) -> Done:
        undo = Undo(reverse("end_exclusion", args=[customer_id, result["exclusion_id"]]), {})
        return Done(_("The rule is set aside."), reverse("customer_credit", args=[customer_id]), undo)

    def again() -> HttpResponse:
        return render(request, "web/credit/exclude.html", {"customer": customer, "form": form})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again, fields=FIELDS)


@page(need=Verb.RELEASE_HOLD, methods=("POST",))
def end_rule_aside(request: PageRequest, customer_id: int, exclusion_id: int) -> HttpResponse:
    """Ask the rule again from now on."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RELEASE_HOLD))
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return end_exclusion(
            actor=request.actor, now=request.now, key=key_of(request=request), exclusion_id=exclusion_id
        )

    done = Done(_("The rule is asked again."), reverse("customer_credit", args=[customer_id]))

    def again() -> HttpResponse:
        return render(request, "web/credit/exclude.html", {"customer": customer, "form": form, "is_over": True})

    return act(request=request, form=form, call=call, done=lambda _: done, again=again)
