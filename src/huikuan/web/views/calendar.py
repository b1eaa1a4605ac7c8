"""The administrator's page of the business calendar: days off and make-up days of a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huikuan.accounts.operations.calendar import remove_calendar_day, set_calendar_days
from huikuan.accounts.queries import calendar_year
from huikuan.kernel.actor import Verb
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.calendar import CalendarDayForm, RemovedDayForm
from huikuan.web.numbers import year_asked
from huikuan.web.requests import PageRequest, page

Call = Callable[[], Mapping[str, Any]]


@page(need=Verb.ADMINISTER)
def calendar(request: PageRequest) -> HttpResponse:
    """The days of a year that are free or working other than their weekday says."""
    return _calendar(request, year_asked(request=request) or request.today.year, CalendarDayForm())


@page(need=Verb.ADMINISTER, methods=("POST",))
def set_day(request: PageRequest) -> HttpResponse:
    """Enter a day, or enter it anew."""
    form = CalendarDayForm(request.POST)

    def call() -> Mapping[str, Any]:
        return set_calendar_days(actor=request.actor, now=request.now, key=key_of(request=request), days=[form.draft()])

    return _act(request, form, call, _("Entered."))


@page(need=Verb.ADMINISTER, methods=("POST",))
def remove_day(request: PageRequest) -> HttpResponse:
    """Take an entered day back."""
    form = RemovedDayForm(request.POST)

    def call() -> Mapping[str, Any]:
        return remove_calendar_day(
            actor=request.actor, now=request.now, key=key_of(request=request), day=form.cleaned_data["day"]
        )

    return _act(request, form, call, _("The entry is removed."))


def _act(request: PageRequest, form: Form, call: Call, said: str) -> HttpResponse:
    def done(_: Mapping[str, Any]) -> Done:
        day: date = form.cleaned_data["day"]
        return Done(said, f"{reverse('calendar')}?{urlencode({'year': day.year})}")

    def again() -> HttpResponse:
        day: date = form.cleaned_data.get("day", request.today)
        return _calendar(request, day.year, form)

    return act(request=request, form=form, call=call, done=done, again=again)


def _calendar(request: PageRequest, year: int, form: Form) -> HttpResponse:
    is_chinese = (get_language() or "").startswith("zh")
    shown = {
        "found": calendar_year(year=year, is_chinese=is_chinese),
        "form": form,
        "before": year - 1,
        "after": year + 1,
    }
    shown["entry"] = form if isinstance(form, CalendarDayForm) else CalendarDayForm()
    return render(request, "web/people/calendar.html", shown)
