"""Who at a customer gets his statements: shown with everybody who could, chosen by person or by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.actor import Verb
from huikuan.statements.operations.recipients import choose_recipient
from huikuan.statements.queries.recipients import choice_of, people_of, recipients_of
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.statement_recipients import RecipientForm
from huikuan.web.pages.statement_recipients import recipient_shown
from huikuan.web.requests import PageRequest, page


@page(need=Verb.SEND_STATEMENT, methods=("GET", "POST"))
def recipient(request: PageRequest, customer_id: int) -> HttpResponse:
    """Choose who gets the statements of a customer."""
    buyer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.SEND_STATEMENT))
    chosen = choice_of(customer_id=customer_id)
    people = people_of(customer_ids=[customer_id]).get(customer_id, ())
    form = RecipientForm(request.POST or None, people=people, chosen=chosen.choice if chosen else None)

    def call() -> Mapping[str, Any]:
        return choose_recipient(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            customer_id=customer_id,
            choice=form.choice(),
        )

    def again() -> HttpResponse:
        now_to = recipient_shown(recipient=recipients_of(customer_ids=[customer_id])[customer_id])
        shown = {"form": form, "customer": buyer, "to": now_to, "chosen": chosen}
        return render(request, "web/statements/recipient.html", shown)

    done = Done(_("Chosen. The next statement goes there."), reverse("customer", args=[customer_id]))
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)
