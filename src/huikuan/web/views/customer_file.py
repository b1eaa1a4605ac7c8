"""The customer file: its page, its history, and its sections, each changed by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.customers.access import customer_for
from huikuan.customers.file_queries import changed_fields, customer_id_with_code, file_of
from huikuan.customers.operations import edit_customer
from huikuan.customers.queries import CustomerRow, customers_by_id, row_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Refused
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.customer_file import GroupForm, IdentityForm, SectionForm, StandingForm, TermsForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import customer_file as pages
from huikuan.web.requests import PageRequest, page
from huikuan.wording import customers as words

SECTIONS: Mapping[str, tuple[Any, type[SectionForm], Verb]] = {
    "identity": (gettext_lazy("Name, number and tax code"), IdentityForm, Verb.EDIT_CUSTOMER),
    "terms": (gettext_lazy("Terms"), TermsForm, Verb.EDIT_CUSTOMER),
    "standing": (gettext_lazy("Standing"), StandingForm, Verb.EDIT_FILE),
}
_FIELDS = {
    "CUSTOMER_EXISTS": "code",
    "CREDIT_CODE_WRONG": "tax_code",
    "CUSTOMER_NUMBER_UNKNOWN": "parent_code",
    "CUSTOMER_GROUP_CYCLE": "parent_code",
    "NAME_KNOWN": "name",
    "ALIAS_KNOWN": "value",
    "ALIAS_WRONG": "value",
    "SIZE_UNDECIDED": "declared_size",
    "SIZE_AHEAD": "declared_on",
    "REPORT_AHEAD": "reported_on",
    "REPORT_KNOWN": "file",
    "REPORT_EMPTY": "file",
    "PERSON_BASIS_NEEDED": "legal_basis",
}


@page()
def customer_file(request: PageRequest, customer_id: int) -> HttpResponse:
    """Everything that is on file of one customer."""
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    shown = pages.file_page(actor=request.actor, customer=row, today=request.today)
    return render(request, "web/customers/file/page.html", {"shown": shown, **may_edit(request=request)})


@page()
def customer_history(request: PageRequest, customer_id: int) -> HttpResponse:
    """Every change of a customer's fields, narrowed to one field."""
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    fields = changed_fields(customer_id=row.id)
    field = request.GET.get("field", "")
    chosen = field if field in fields else ""
    number = number_in(text=request.GET.get("page", "")) or 1
    found = pages.history_page(actor=request.actor, customer_id=row.id, field=chosen, number=number)
    shown = {
        "customer": row,
        "found": found,
        "chosen": chosen,
        "address": f"?field={chosen}",
        "fields": [(name, words.FIELD_NAMES.get(name, name)) for name in fields],
    }
    return render(request, "web/customers/file/history.html", shown)


@page(need=Verb.EDIT_FILE, methods=("GET", "POST"))
def edit_section(request: PageRequest, customer_id: int, section: str) -> HttpResponse:
    """Change one section of the file."""
    if section not in SECTIONS:
        raise Http404
    title, kind, verb = SECTIONS[section]
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=verb))
    before = pages.section_values(customer=row)
    form = kind(request.POST or None, initial=before)

    def call() -> Mapping[str, Any]:
        changes = form.changes(before=before)
        return _edit(request, row, changes, form.cleaned_data.get("reason", ""))

    return submitted(request=request, customer=row, title=title, form=form, call=call)


@page(need=Verb.EDIT_CUSTOMER, methods=("GET", "POST"))
def edit_group(request: PageRequest, customer_id: int) -> HttpResponse:
    """Put a customer under another one, or let him stand alone."""
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.EDIT_CUSTOMER))
    parent = file_of(customer_id=row.id).parent_id
    above = customers_by_id(ids=[parent] if parent else [])
    form = GroupForm(request.POST or None, initial={"parent_code": above[parent].code if parent else ""})

    def call() -> Mapping[str, Any]:
        code = form.cleaned_data["parent_code"]
        found = customer_id_with_code(actor=request.actor, code=code) if code else None
        if code and found is None:
            raise Refused("CUSTOMER_NUMBER_UNKNOWN", number=code)
        return _edit(request, row, {"parent_id": found}, form.cleaned_data["reason"])

    return submitted(request=request, customer=row, title=_("Group"), form=form, call=call)


def submitted(
    *,
    request: PageRequest,
    customer: CustomerRow,
    title: Any,
    form: Form,
    call: Any,
    note: Any = "",
) -> HttpResponse:
    """Show a form of the file, or carry it out and go back to the file with a toast."""
    shown = {"customer": customer, "title": title, "form": form, "note": note}

    def again() -> HttpResponse:
        return render(request, "web/customers/file/form.html", shown)

    if request.method == "GET":
        return again()
    done = Done(_("Saved."), reverse("customer_file", args=[customer.id]))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=_FIELDS)


def may_edit(*, request: PageRequest) -> dict[str, bool]:
    """Which verbs of the file the person holds."""
    return {
        "may_file": request.actor.may(Verb.EDIT_FILE),
        "may_customer": request.actor.may(Verb.EDIT_CUSTOMER),
    }


def _edit(request: PageRequest, row: CustomerRow, changes: Mapping[str, Any], reason: str) -> Mapping[str, Any]:
    return edit_customer(
        actor=request.actor,
        now=request.now,
        key=key_of(request=request),
        customer_id=row.id,
        changes=changes,
        reason=reason,
    )
