"""The administrator's pages of our own companies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.operations.companies import add_company, change_company, close_period
from huikuan.accounts.queries import CompanyRow, closed_through
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.people import ClosePeriodForm, CompanyForm
from huikuan.web.requests import PageRequest, page


@page(need=Verb.ADMINISTER)
def own_companies(request: PageRequest) -> HttpResponse:
    """Our own companies and through which day their books are closed."""
    rows = [(row, closed_through(company_id=row.id)) for row in request.companies]
    return render(request, "web/people/companies.html", {"rows": rows})


@page(need=Verb.ADMINISTER, methods=("GET", "POST"))
def new_company(request: PageRequest) -> HttpResponse:
    """Take an own company in."""
    form = CompanyForm(request.POST or None)

    def call() -> Mapping[str, Any]:
        return add_company(actor=request.actor, now=request.now, key=key_of(request=request), company=form.draft())

    def again() -> HttpResponse:
        return render(request, "web/people/company.html", {"form": form})

    done = Done(_("Taken in."), reverse("own_companies"))
    if request.method == "GET":
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


@page(need=Verb.ADMINISTER, methods=("GET", "POST"))
def own_company(request: PageRequest, company_id: int) -> HttpResponse:
    """One own company's particulars."""
    return _company(request, _row(request, company_id), None)


@page(need=Verb.ADMINISTER, methods=("POST",))
def close_books(request: PageRequest, company_id: int) -> HttpResponse:
    """Close the books of an own company through a day."""
    row = _row(request, company_id)
    form = ClosePeriodForm(request.POST)

    def call() -> Mapping[str, Any]:
        return close_period(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            company_id=row.id,
            through=form.cleaned_data["through"],
        )

    done = Done(_("Books closed."), reverse("own_companies"))
    return act(
        request=request,
        form=form,
        call=call,
        done=lambda _: done,
        again=lambda: _company(request, row, form),
    )


def _row(request: PageRequest, company_id: int) -> CompanyRow:
    row = next((one for one in request.companies if one.id == company_id), None)
    if row is None:
        raise Http404
    return row


def _company(request: PageRequest, row: CompanyRow, closing: ClosePeriodForm | None) -> HttpResponse:
    submitted = request.POST if request.method == "POST" and closing is None else None
    form = CompanyForm(submitted, initial=asdict(row))
    shown = {"form": form, "row": row, "closing": closing or ClosePeriodForm(auto_id="closing_%s")}
    shown["closed_through"] = closed_through(company_id=row.id)

    def call() -> Mapping[str, Any]:
        return change_company(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            company_id=row.id,
            company=form.draft(),
        )

    def again() -> HttpResponse:
        return render(request, "web/people/company.html", shown)

    done = Done(_("Saved."), reverse("own_companies"))
    if submitted is None:
        return again()
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)
