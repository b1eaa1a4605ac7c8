"""The first page: today's work; an installation without customers is shown its ways in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from huikuan.customers.access import customers_for
from huikuan.kernel.actor import Verb
from huikuan.web.pages.today import today_shown
from huikuan.web.requests import PageRequest, page

WAYS = (
    (
        "import_table",
        "file-spreadsheet",
        _("Drop your Excel ageing here"),
        _("Open items or an invoice list, as it is."),
        Verb.IMPORT,
    ),
    (
        "import_statement",
        "building-bank",
        _("Import a bank statement"),
        _("From online banking, Alipay or WeChat Pay."),
        Verb.IMPORT,
    ),
    (
        "demo",
        "eye",
        _("Look at the demo company"),
        _("An invented company with a year of invoices and receipts."),
        Verb.ADMINISTER,
    ),
    ("add_customer", "user", _("Enter a customer by hand"), _("Then his invoices, one by one."), Verb.EDIT_CUSTOMER),
)


@page()
def today(request: PageRequest) -> HttpResponse:
    """Today's tasks, best first."""
    if not customers_for(actor=request.actor).exists():
        return render(request, "web/start.html", {"ways": _ways(request)})
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    shown = today_shown(actor=request.actor, today=request.today, company_id=request.company_id, number=number)
    return render(request, "web/today.html", {"shown": shown})


def _ways(request: PageRequest) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name, icon, title, text, need in WAYS:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue  # a way appears with its page
        if request.actor.may(need):
            found.append({"address": address, "icon": icon, "title": title, "text": text})
    return found
