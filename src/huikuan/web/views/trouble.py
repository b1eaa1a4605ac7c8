"""A customer in trouble: everything that decides the next step, on one screen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from huikuan.customers.access import customer_for
from huikuan.customers.queries import row_of
from huikuan.kernel.once import reading_once
from huikuan.web.pages.trouble import trouble_shown
from huikuan.web.requests import PageRequest, page


@page()
@reading_once()
def trouble(request: PageRequest, customer_id: int) -> HttpResponse:
    """What is late, why, who, what next, what stops it, the clocks, the evidence and the ladder."""
    customer = row_of(customer=customer_for(actor=request.actor, customer_id=customer_id))
    shown = trouble_shown(actor=request.actor, customer=customer, today=request.today)
    return render(request, "web/customers/trouble.html", {"shown": shown})
