"""The settings page of exchange rates: those in force with their age, every one entered, entry by hand and from a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from huikuan.accounts.operations.rates import enter_rates
from huikuan.accounts.rates import STALE_AFTER_DAYS, rate_rows, rates_on
from huikuan.integrations.table_files.fast import LINE, read_columns_fast
from huikuan.integrations.table_files.faults import FileFault
from huikuan.jobs.import_files import refusal_of
from huikuan.kernel.actor import Verb
from huikuan.kernel.micros import format_micros
from huikuan.kernel.refusal import Refused
from huikuan.limits.queries import base_currency
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.rates import MOST_RATES, RateFileForm, RateForm
from huikuan.web.numbers import page_asked
from huikuan.web.refusal_words import worded
from huikuan.web.requests import PageRequest, page

FIELDS = {"RATE_NEEDS_NOTE": "note", "RATE_OF_ITSELF": "to_currency", "RATE_OUT_OF_BOUNDS": "rate"}


@page(need=Verb.EDIT_POLICY)
def rates(request: PageRequest) -> HttpResponse:
    """The rates in force today and every one entered."""
    return _rates(request, RateForm(initial=_usual(request)), RateFileForm())


@page(need=Verb.EDIT_POLICY, methods=("POST",))
def enter_rate(request: PageRequest) -> HttpResponse:
    """Enter one rate, or correct one."""
    form = RateForm(request.POST)
    return _enter(request, form, RateFileForm())


@page(need=Verb.EDIT_POLICY, methods=("POST",), takes_file=True)
def import_rates(request: PageRequest) -> HttpResponse:
    """Enter the rates of a file: all of them or none."""
    form = RateFileForm(request.POST, request.FILES)
    if form.is_valid():
        _read(form)
    return _enter(request, RateForm(initial=_usual(request)), form)


def _enter(request: PageRequest, one: RateForm, many: RateFileForm) -> HttpResponse:
    form = one if one.is_bound else many

    def call() -> Mapping[str, Any]:
        return enter_rates(actor=request.actor, now=request.now, key=key_of(request=request), rates=form.drafts())

    def done(result: Mapping[str, Any]) -> Done:
        count = result["entered"]
        said = ngettext("%(count)s rate entered.", "%(count)s rates entered.", count) % {"count": count}
        return Done(said, reverse("rates"))

    return act(
        request=request, form=form, call=call, done=done, again=lambda: _rates(request, one, many), fields=FIELDS
    )


def _read(form: RateFileForm) -> None:
    file = form.cleaned_data["file"]
    table = read_columns_fast(source=file.read(), filename=file.name, encoding=None)
    if isinstance(table, FileFault):
        refusal: Refused = refusal_of(fault=table, file=file.name)
        form.add_error("file", worded(code=refusal.code, parameters=refusal.parameters))
        return
    rows = list(table.frame.head(MOST_RATES + 1).drop(LINE).iter_rows())
    form.take(header=tuple(table.columns), rows=rows, to_currency=base_currency())


def _rates(request: PageRequest, form: RateForm, file_form: RateFileForm) -> HttpResponse:
    base = base_currency()
    in_force = sorted(rates_on(on=request.today, to_currency=base).values(), key=lambda rate: rate.currency)
    found = rate_rows(number=page_asked(request=request))
    shown = {
        "base": base,
        "in_force": [(rate, format_micros(micros=rate.micros, least_decimals=4)) for rate in in_force],
        "found": found,
        "rows": [(row, format_micros(micros=row.micros, least_decimals=4)) for row in found.rows],
        "form": form,
        "file_form": file_form,
        "stale_after": STALE_AFTER_DAYS,
    }
    return render(request, "web/people/rates.html", shown)


def _usual(request: PageRequest) -> dict[str, Any]:
    return {"day": request.today, "to_currency": base_currency()}
