"""The administrator's pages: people, their rights and links, departments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.administration import StaffRow, departments, staff, staff_row
from huikuan.accounts.operations.passwords import issue_link
from huikuan.accounts.operations.people import add_department, add_person, change_person, set_active
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.people import DepartmentForm, PersonForm
from huikuan.web.links import one_time_address
from huikuan.web.requests import PageRequest, page
from huikuan.web.toasts import say

FIELDS = {"ADMINISTRATOR_LIMITED": "company_ids", "USERNAME_TAKEN": "username"}


@page(need=Verb.ADMINISTER)
def people(request: PageRequest) -> HttpResponse:
    """Everybody who may sign in, with his roles."""
    shown = {"staff": staff(), "departments": departments(), "form": DepartmentForm()}
    return render(request, "web/people/list.html", shown)


@page(need=Verb.ADMINISTER, methods=("GET", "POST"))
def new_person(request: PageRequest) -> HttpResponse:
    """Take a person in; the link to set a password comes next."""
    form = PersonForm(request.POST or None, companies=request.companies)

    def call() -> Mapping[str, Any]:
        return add_person(actor=request.actor, now=request.now, key=key_of(request=request), person=form.draft())

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("Taken in. Make a link now, with which a password is set."), _address(result["user_id"]))

    def again() -> HttpResponse:
        return render(request, "web/people/person.html", {"form": form, "row": None})

    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=done, again=again, fields=FIELDS)


@page(need=Verb.ADMINISTER, methods=("GET", "POST"))
def one_person(request: PageRequest, user_id: int) -> HttpResponse:
    """One person's particulars and rights."""
    row = _row(user_id)
    form = PersonForm(request.POST or None, companies=request.companies, initial=_initial(row))

    def call() -> Mapping[str, Any]:
        return change_person(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            user_id=user_id,
            person=form.draft(),
        )

    def again() -> HttpResponse:
        return render(request, "web/people/person.html", {"form": form, "row": row})

    done = Done(_("Saved."), _address(user_id))
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=FIELDS)


@page(need=Verb.ADMINISTER, methods=("POST",))
def make_link(request: PageRequest, user_id: int) -> HttpResponse:
    """Show a fresh one-time link, this once, for the administrator to hand over."""
    row = _row(user_id)
    link = issue_link(actor=request.actor, now=request.now, key=key_of(request=request), user_id=user_id)
    address = one_time_address(token=link.token) if link.token else ""
    return render(request, "web/people/link.html", {"row": row, "address": address})


@page(need=Verb.ADMINISTER, methods=("POST",))
def switch_person(request: PageRequest, user_id: int) -> HttpResponse:
    """Disable a person, or let him in again."""
    row = _row(user_id)
    set_active(
        actor=request.actor,
        now=request.now,
        key=key_of(request=request),
        user_id=user_id,
        is_active=not row.is_active,
    )
    say(request=request, text=_("Disabled; every session has ended.") if row.is_active else _("Let in again."))
    return HttpResponseRedirect(_address(user_id), status=303)


@page(need=Verb.ADMINISTER, methods=("POST",))
def new_department(request: PageRequest) -> HttpResponse:
    """Add a department."""
    form = DepartmentForm(request.POST)

    def call() -> Mapping[str, Any]:
        name = form.cleaned_data["name"]
        return add_department(actor=request.actor, now=request.now, key=key_of(request=request), name=name)

    def again() -> HttpResponse:
        return render(request, "web/people/list.html", {"staff": staff(), "departments": departments(), "form": form})

    done = Done(_("Department added."), reverse("people"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _row(user_id: int) -> StaffRow:
    row = staff_row(user_id=user_id)
    if row is None:
        raise Http404
    return row


def _address(user_id: int) -> str:
    return reverse("person", args=[user_id])


def _initial(row: StaffRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "username": row.username,
        "roles": list(row.roles),
        "department": row.department_id,
        "email": row.email,
        "phone": row.phone,
        "language": row.language,
        "company_ids": list(row.company_ids),
    }
