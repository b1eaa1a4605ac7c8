"""The pages a guest reads: what opens the link, the account, how to pay, payments seen; the language, the end of a visit."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.guests.operations.links import opened
from huikuan.guests.rules.links import LinkPurpose
from huikuan.portal import pages
from huikuan.portal.door import EVERY, GuestRequest, address_of, closed, guest_page, open_door
from huikuan.portal.telling import with_form
from huikuan.portal.visits import Visit, end_visit, keep_visit

DONE = {
    "promise": _("Your promise has arrived. Thank you."),
    "dispute": _("Your objection has arrived. We look into it and come back to you; please pay the rest on time."),
    "extension": _("Your request has arrived. The due dates stand until we have agreed."),
    "contact": _("Thank you. We will enter the person after a look at it."),
    "question": _("Your question has arrived. We will come back to you."),
    "statement": _("Your answer has arrived. Thank you."),
}


@open_door
def open_address(request: HttpRequest, token: str) -> HttpResponse:
    """Open a link: what it was stays out of the history, the pages that follow have addresses without it."""
    now = request.now  # type: ignore[attr-defined]
    guest = opened(token=token, address=address_of(request=request), now=now)
    if guest is None:
        return closed(request=request)
    name = "portal_account" if guest.purpose is LinkPurpose.ACCOUNT else "portal_statement"
    answer = HttpResponseRedirect(reverse(name))
    keep_visit(response=answer, visit=Visit(guest.link_id, now.isoformat(), guest.language))
    return answer


@guest_page()
def account(request: GuestRequest) -> HttpResponse:
    """What is open and due, what we were told."""
    shown = pages.account_shown(guest=request.guest, today=request.today)
    return with_form(answer=render(request, "portal/account.html", {"shown": shown, "here": "account"}))


@guest_page()
def how_to_pay(request: GuestRequest) -> HttpResponse:
    """Our accounts, the reference to quote, and a code to scan."""
    wanted, number = request.GET.get("group", "")[:40], request.GET.get("number", "")[:60]
    ways = pages.ways_to_pay(guest=request.guest, today=request.today, code=wanted, number=number)
    return with_form(answer=render(request, "portal/pay.html", {"ways": ways, "here": "pay"}))


@guest_page()
def payments(request: GuestRequest) -> HttpResponse:
    """The payments we have seen."""
    shown = pages.receipts_shown(guest=request.guest)
    return with_form(answer=render(request, "portal/payments.html", {"receipts": shown, "here": "payments"}))


@guest_page(purposes=EVERY)
def done(request: GuestRequest, what: str) -> HttpResponse:
    """Say that something arrived."""
    said = DONE.get(what)
    if said is None:
        return closed(request=request)
    return with_form(answer=render(request, "portal/done.html", {"said": said}))


@guest_page(purposes=EVERY, methods=("POST",))
def language(request: GuestRequest) -> HttpResponse:
    """Go on in the other language."""
    wanted = request.POST.get("language", "")
    name = "portal_account" if request.guest.purpose is LinkPurpose.ACCOUNT else "portal_statement"
    answer = HttpResponseRedirect(reverse(name), status=303)
    if wanted in dict(settings.LANGUAGES):
        keep_visit(response=answer, visit=replace(request.visit, language=wanted))
    return answer


@guest_page(purposes=EVERY, methods=("POST",))
def leave(request: GuestRequest) -> HttpResponse:
    """End the visit in this browser; the link opens the next one."""
    answer = render(request, "portal/left.html")
    end_visit(response=answer)
    return answer
