"""Links for customers: make one, copy or mail its address, read out a code, revoke it; what customers asked by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, contacts_of, row_of
from huikuan.guests.access import link_for, request_for
from huikuan.guests.operations.asking import decide_request
from huikuan.guests.operations.codes import make_code
from huikuan.guests.operations.links import LinkDraft, address_to_copy, make_link, revoke_link
from huikuan.guests.operations.mailing import mail_link
from huikuan.guests.rules.links import RequestEvent
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.follow_up import DecisionForm, LinkForm
from huikuan.web.numbers import number_in
from huikuan.web.pages import portal_links as pages
from huikuan.web.requests import PageRequest, page


@page(need=Verb.RECORD_ACTIVITY)
def links(request: PageRequest, customer_id: int) -> HttpResponse:
    """The links of one customer."""
    customer = _customer(request, customer_id)
    return _links(request, customer, _form(request, customer))


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def make(request: PageRequest, customer_id: int) -> HttpResponse:
    """Make a link."""
    customer = _customer(request, customer_id)
    form = _form(request, customer)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = LinkDraft(
            customer_id=customer.id,
            language=typed["language"],
            company_id=request.company_id if request.actor.company_ids is not None else None,
            contact_id=number_in(text=typed["contact"]),
            days=typed["days"],
        )
        return make_link(**_who(request), draft=draft)

    done = Done(_("Made. Copy its address or mail it."), reverse("portal_links", args=[customer.id]))
    again = lambda: _links(request, customer, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def show_address(request: PageRequest, link_id: int) -> HttpResponse:
    """Show the address of a link, to copy it; never kept by the browser or told to another site."""
    row = link_for(actor=request.actor, link_id=link_id)
    shown = {
        "address": address_to_copy(actor=request.actor, link_id=link_id),
        "customer_id": row.customer_id,
        "code": "",
    }
    answer = render(request, "web/guests/shown_once.html", shown)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def mail(request: PageRequest, link_id: int) -> HttpResponse:
    """Mail a link to its person."""
    row = link_for(actor=request.actor, link_id=link_id)
    customer = _customer(request, row.customer_id)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return mail_link(**_who(request), today=request.today, link_id=link_id)

    done = Done(_("The mail waits to leave."), reverse("portal_links", args=[customer.id]))
    again = lambda: _links(request, customer, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def code(request: PageRequest, link_id: int) -> HttpResponse:
    """A new one-time code, shown this once, to be read out by telephone."""
    row = link_for(actor=request.actor, link_id=link_id)
    said = make_code(**_who(request), link_id=link_id)
    return render(request, "web/guests/shown_once.html", {"address": "", "customer_id": row.customer_id, "code": said})


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def revoke(request: PageRequest, link_id: int) -> HttpResponse:
    """End a link."""
    row = link_for(actor=request.actor, link_id=link_id)
    customer = _customer(request, row.customer_id)
    form = Form(request.POST)

    def call() -> Mapping[str, Any]:
        return revoke_link(**_who(request), link_id=link_id)

    done = Done(_("Revoked. It opens no more, also where it is open now."), reverse("portal_links", args=[customer.id]))
    again = lambda: _links(request, customer, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page()
def request_list(request: PageRequest) -> HttpResponse:
    """What customers asked, and our answers."""
    return _requests(request, DecisionForm())


@page(need=Verb.RECORD_ACTIVITY, methods=("POST",))
def decide(request: PageRequest, request_id: int) -> HttpResponse:
    """Answer a question, or enter or leave out the person a customer named."""
    request_for(actor=request.actor, request_id=request_id, need=Verb.RECORD_ACTIVITY)
    form = DecisionForm(request.POST)
    event = RequestEvent.ACCEPT if request.POST.get("event") == "ACCEPT" else RequestEvent.REFUSE

    def call() -> Mapping[str, Any]:
        answer = form.cleaned_data["note"]
        return decide_request(**_who(request), request_id=request_id, event=event, answer=answer)

    done = Done(_("Answered."), reverse("portal_requests"))
    return act(request=request, form=form, call=call, done=lambda _: done, again=lambda: _requests(request, form))


def _customer(request: PageRequest, customer_id: int) -> CustomerRow:
    return row_of(customer=customer_for(actor=request.actor, customer_id=customer_id, need=Verb.RECORD_ACTIVITY))


def _form(request: PageRequest, customer: CustomerRow) -> LinkForm:
    known = contacts_of(customer_ids=[customer.id]).get(customer.id, ())
    initial = {
        "language": "en" if customer.language == "en" else "zh-hans",
        "contact": str(known[0].id) if known else "",
    }
    return LinkForm(request.POST or None, people=known, initial=initial)


def _links(request: PageRequest, customer: CustomerRow, form: Form) -> HttpResponse:
    making = form if isinstance(form, LinkForm) else _form(request, customer)
    shown = {
        "customer": customer,
        "form": form,
        "making": making,
        "links": pages.link_lines(actor=request.actor, customer_id=customer.id, now=request.now),
        "requests": pages.request_lines(actor=request.actor, customer_id=customer.id),
        "decision": DecisionForm(),
    }
    return render(request, "web/guests/links.html", shown)


def _requests(request: PageRequest, form: DecisionForm) -> HttpResponse:
    return render(
        request, "web/guests/requests.html", {"requests": pages.request_lines(actor=request.actor), "form": form}
    )


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
