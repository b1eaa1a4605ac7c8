"""Record a contact: on a telephone at the customer's door in a few taps, or the whole conversation at a desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huikuan.accounts.queries import business_calendar
from huikuan.activities.operations import ActivityDraft
from huikuan.activities.queries import activity_row
from huikuan.activities.rules import ActivityKind, Outcome
from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, contacts_of, row_of
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Verb
from huikuan.playbook.operations.contacting import record_contact_with
from huikuan.playbook.queries.library import strategies_in_force
from huikuan.promises.operations.contacting import ContactDraft, record_contact
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.web.acts import Done, act, key_of
from huikuan.web.downloads import download
from huikuan.web.forms.contact import ContactForm
from huikuan.web.pages.open_items import ItemGroup, chosen_group
from huikuan.web.requests import PageRequest, page


@page(need=Verb.RECORD_ACTIVITY, methods=("GET", "POST"), takes_file=True)
def contact(request: PageRequest, customer_id: int) -> HttpResponse:
    """What was said with a customer, what he promised, what we do next."""
    row = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY))
    group = chosen_group(request=request, customer_id=row.id)
    form = _form(request, row, group)

    def call() -> Mapping[str, Any]:
        who: dict[str, Any] = {"actor": request.actor, "now": request.now, "today": request.today}
        who |= {"key": key_of(request=request), "contact": _draft(request, row, group, form)}
        code = form.cleaned_data["strategy"]
        return record_contact_with(**who, strategy_code=code) if code else record_contact(**who)

    def again() -> HttpResponse:
        return render(request, "web/customers/contact.html", {"customer": row, "form": form, "group": group})

    if request.method == "GET":
        return again()
    done = Done(_("Contact recorded."), reverse("customer", args=[row.id]))
    fields = {"NEXT_STEP_MISSING": "next_what", "NEXT_STEP_IN_PAST": "next_date", "PROMISE_BY_WHOM": "who"}
    fields |= {"CONTACT_AHEAD": "at"}
    return act(request=request, form=form, call=call, done=lambda _: done, again=again, fields=fields)


@page()
def contact_file(request: PageRequest, activity_id: int, document_id: int) -> HttpResponse:
    """Hand out what was kept with a contact; never shown inside our pages (TRUST S25)."""
    activity_row(actor=request.actor, activity_id=activity_id)
    kept, content = open_document(document_id=document_id, purpose=Purpose.CONTACT, owner_id=activity_id)
    return download(name=kept.name, kind=kept.content_type, content=content)


def _form(request: PageRequest, row: CustomerRow, group: ItemGroup) -> ContactForm:
    people = contacts_of(customer_ids=[row.id]).get(row.id, ())
    kind = request.GET.get("kind", "")
    initial: dict[str, Any] = {"kind": kind} if kind in ActivityKind.__members__ else {}
    initial |= {"strategy": request.GET.get("strategy", ""), "on": request.today}
    language = get_language() or "zh"
    offered = [one for one in strategies_in_force() if one.is_offered]
    return ContactForm(
        request.POST or None,
        request.FILES or None,
        people=people,
        currency=group.currency,
        calendar=business_calendar(),
        today=request.today,
        strategies=[(one.code, one.title.said(language=language)) for one in offered],
        initial=initial,
    )


def _draft(request: PageRequest, row: CustomerRow, group: ItemGroup, form: ContactForm) -> ContactDraft:
    typed = form.cleaned_data
    file = typed["file"]
    activity = ActivityDraft(
        customer_id=row.id,
        kind=ActivityKind(typed["kind"]),
        at=form.moment(now=request.now),
        text=typed["text"],
        outcome=Outcome(typed["outcome"]),
        next_step=typed["step"],
        company_id=request.company_id,
        conversation=form.conversation(),
        files=((file.name, file.read()),) if file else (),
    )
    return ContactDraft(activity, _promise(row, group, form) if typed["promised"] else None)


def _promise(row: CustomerRow, group: ItemGroup, form: ContactForm) -> PromiseDraft:
    typed = form.cleaned_data
    named = dict(form.fields["who"].choices)  # type: ignore[attr-defined]
    role = dict(form.fields["role"].choices).get(typed["role"], "") if typed["role"] else ""  # type: ignore[attr-defined]
    return PromiseDraft(
        customer_id=row.id,
        company_id=group.company_id,
        currency=group.currency,
        amount_minor=typed["promised"],
        day=typed["promised_day"],
        said_by=str(named[typed["who"]]).split(" · ")[0] if typed["who"] else str(role),
        channel=Channel(typed["kind"]),
        role=str(role),
        text=typed["text"],
    )
