"""In which order unnamed money pays what is open: by own company, with its versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.operations.ordering import DebtOrderDraft, set_debt_order
from huikuan.receipts.queries.debt_orders import debt_order_versions
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.debt_orders import DebtOrderForm
from huikuan.web.requests import PageRequest, page
from huikuan.wording.debt_order import ORDERS


@page(need=Verb.EDIT_POLICY)
def debt_orders(request: PageRequest) -> HttpResponse:
    """The order of each own company and how it was changed."""
    return _page(request, None, None)


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def change_debt_order(request: PageRequest, company_id: int) -> HttpResponse:
    """Save the next version of the order of one own company."""
    if company_id not in {company.id for company in request.companies}:
        raise NotPermitted("COMPANY_NOT_VISIBLE", company=company_id)
    form = DebtOrderForm(request.POST, auto_id=f"order-{company_id}-%s")

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        draft = DebtOrderDraft(company_id, typed["order"], typed["reason"], typed["seen"])
        return set_debt_order(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)

    done = Done(_("Saved. Receipts are filled in by it from now on."), reverse("debt_orders"))
    again = lambda: _page(request, company_id, form)  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _page(request: PageRequest, changed_id: int | None, form: Form | None) -> HttpResponse:
    rows = []
    for company in request.companies:
        versions = debt_order_versions(company_id=company.id)
        begun = {"order": versions[0].order.value, "seen": versions[0].number}
        own = form if company.id == changed_id else DebtOrderForm(initial=begun, auto_id=f"order-{company.id}-%s")
        told = [(version, ORDERS[version.order.value]) for version in versions]
        rows.append({"company": company, "now": told[0], "versions": told, "form": own})
    return render(request, "web/receipts/debt_orders.html", {"rows": rows})
