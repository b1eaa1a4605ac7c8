"""What of a month's money a figure counts: the allocations behind the collection rate and the days late."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huikuan.kernel.money import Money
from huikuan.kernel.paging import PAGE_SIZE, Page
from huikuan.portfolio.allocated import Counted
from huikuan.web.forms.ageing import PeriodForm
from huikuan.web.numbers import page_asked
from huikuan.web.pages import allocations as pages
from huikuan.web.pages import lists
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.export import export


@page()
def allocation_list(request: PageRequest) -> HttpResponse:
    """The allocations of a period that a figure counts, newest first; they add up to it."""
    which = Counted.__members__.get(request.GET.get("counted", ""), Counted.ON_DUE)
    form, period = _period(request)

    def read(number: int, size: int) -> Page[pages.AllocationLine]:
        return pages.allocations_page(
            actor=request.actor,
            counted=which,
            period=period,
            company_id=request.company_id,
            number=number,
            size=size,
        )

    name = lists.asked_file(request=request)
    if name:
        title = str(pages.TITLES[which])
        return export(name=name, title=title, day=period[1], columns=pages.COLUMNS, rows=lists.all_rows(read=read))
    found = read(page_asked(request=request), PAGE_SIZE)
    here: dict[str, Any] = {"counted": which, "start": period[0], "end": period[1]}
    shown = {
        "tabs": pages.tabs(**here),
        "counted": which.value,
        "meaning": pages.MEANINGS[which],
        "form": form,
        "found": found,
        "totals": [Money(minor, currency) for currency, minor in sorted(found.totals.items())],
        "here": pages.allocations_address(**here),
    }
    return render(request, "web/figures/allocations.html", shown)


def _period(request: PageRequest) -> tuple[PeriodForm, tuple[date, date]]:
    """The form and the days asked for; the month up to today where the address names none that will do."""
    month = {"start": request.today.replace(day=1), "end": request.today}
    form = PeriodForm(request.GET if "start" in request.GET else month)
    chosen = form.cleaned_data if form.is_valid() else month
    return form, (chosen["start"], chosen["end"])
