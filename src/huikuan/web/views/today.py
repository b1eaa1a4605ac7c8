"""The first page: today's work; an installation without customers is shown its ways in, who sees none of them whom to ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.administration import administrators
from huikuan.customers.access import customers_for
from huikuan.customers.queries import any_customer
from huikuan.kernel.actor import Verb
from huikuan.kernel.once import reading_once
from huikuan.web.pages import lists
from huikuan.web.pages.today import today_shown
from huikuan.web.pages.today_list import TASKS, task_reader
from huikuan.web.requests import PageRequest, page

WAYS = (
    (
        "import_statement",
        "building-bank",
        _("Import a bank statement"),
        _("From online banking, Alipay or WeChat Pay."),
        Verb.IMPORT,
    ),
    ("add_customer", "user", _("Enter a customer by hand"), _("Then his invoices, one by one."), Verb.EDIT_CUSTOMER),
)


@page()
@reading_once()
def today(request: PageRequest) -> HttpResponse:
    """Today's tasks, best first."""
    if not customers_for(actor=request.actor).exists():
        if any_customer():
            return render(request, "web/no_access.html", {"people": administrators()})
        shown = {"ways": _ways(request), "may_import": request.actor.may(Verb.IMPORT)}
        return render(request, "web/start.html", shown)
    state = lists.state_of(request=request, kind=TASKS)
    if lists.asked_file(request=request):
        read = task_reader(actor=request.actor, today=request.today, state=state)
        return lists.file_of(request=request, kind=TASKS, state=state, read=read)
    found = today_shown(actor=request.actor, today=request.today, company_id=request.company_id, state=state)
    files = {"xlsx": state.with_format("xlsx"), "csv": state.with_format("csv")}
    return render(request, "web/today.html", {"shown": found, "state": state, "here": state.with_page(1), **files})


def _ways(request: PageRequest) -> list[dict[str, object]]:
    return [
        {"address": reverse(name), "icon": icon, "title": title, "text": text}
        for name, icon, title, text, need in WAYS
        if request.actor.may(need)
    ]
