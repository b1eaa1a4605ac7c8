"""People at a customer: enter, change, hand out what is kept of one, erase him."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.people import add_person, change_person, draft_of, erase_person, person_for, personal_data_of
from huikuan.customers.queries import customers_by_id, row_of
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.customer_file import PersonForm, ReasonForm
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.customer_file import submitted

_FIELDS = {"PERSON_BASIS_NEEDED": "legal_basis", "PERSON_ROLE_UNKNOWN": "roles"}


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"))
def new_contact(request: PageRequest, customer_id: int) -> HttpResponse:
    """Enter a person at a customer."""
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_FILE))
    form = PersonForm(request.POST or None, initial={"legal_basis": "OWN_PERFORMANCE", "basis_on": request.today})

    def call() -> Mapping[str, Any]:
        return add_person(**_who(request), customer_id=row.id, person=form.draft())

    return submitted(request=request, customer=row, title=_("Add a person"), form=form, call=call)


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"))
def edit_contact(request: PageRequest, contact_id: int) -> HttpResponse:
    """Change what is kept of a person."""
    form = PersonForm(request.POST or None, initial=_known(request, contact_id))

    def call() -> Mapping[str, Any]:
        return change_person(**_who(request), contact_id=contact_id, person=form.draft())

    customer_id, again = _again(request, contact_id, form, ReasonForm(auto_id="erase_%s"))
    if request.method == "GET":
        return again()
    done = Done(_("Saved."), reverse("customer_file", args=[customer_id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=_FIELDS)


@page(need=Verb.EDIT_FILE, methods=("POST",))
def erase_contact(request: PageRequest, contact_id: int) -> HttpResponse:
    """Make a person nameless, with a reason."""
    erasing = ReasonForm(request.POST, auto_id="erase_%s")
    form = PersonForm(initial=_known(request, contact_id))

    def call() -> Mapping[str, Any]:
        return erase_person(**_who(request), contact_id=contact_id, reason=erasing.cleaned_data["reason"])

    customer_id, again = _again(request, contact_id, form, erasing)
    done = Done(_("Person erased."), reverse("customer_file", args=[customer_id]))
    return act(request=request, form=erasing, call=call, done=lambda _: done, again=again)


@page(need=Verb.EDIT_FILE)
def contact_data(request: PageRequest, contact_id: int) -> HttpResponse:
    """Everything kept of a person, as a file to hand out to him."""
    data = personal_data_of(actor=request.actor, contact_id=contact_id)
    content = json.dumps(data, ensure_ascii=False, indent=2)
    return download(name=f"person-{contact_id}.json", kind="application/json; charset=utf-8", content=content)


def _known(request: PageRequest, contact_id: int) -> dict[str, Any]:
    person_for(actor=request.actor, contact_id=contact_id, need=Verb.EDIT_FILE)
    return asdict(draft_of(contact_id=contact_id))


def _again(
    request: PageRequest, contact_id: int, form: PersonForm, erasing: ReasonForm
) -> tuple[int, Callable[[], HttpResponse]]:
    """The customer of a person, and how the page of the person is shown."""
    customer_id = person_for(actor=request.actor, contact_id=contact_id).customer_id
    customer = customers_by_id(ids=[customer_id])[customer_id]
    shown = {"customer": customer, "form": form, "erasing": erasing, "contact_id": contact_id}
    return customer_id, lambda: render(request, "web/customers/file/person.html", shown)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
