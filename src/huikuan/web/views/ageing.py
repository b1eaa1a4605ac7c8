"""Ageing as of any day: the report with its chart, its workbook, and the items behind each cell."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.portfolio.drill import Cell, cell_items, drill
from huikuan.portfolio.rules import DEFAULT_BUCKETS, AgeingOptions, Buckets, Dimension, Key
from huikuan.portfolio.workbook import ageing_workbook
from huikuan.web.downloads import download
from huikuan.web.forms.ageing import AgeingForm
from huikuan.web.numbers import page_asked
from huikuan.web.pages import ageing as pages
from huikuan.web.pages.ageing_items import COLUMNS, item_lines, items_shown
from huikuan.web.requests import PageRequest, page
from huikuan.web.tables.export import FORMATS, MOST_ROWS, export
from huikuan.wording.sentences import sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page()
def ageing_report(request: PageRequest) -> HttpResponse:
    """The report of the chosen own company, one currency at a time."""
    form, switches = _switches(request)
    wanted = _currency(request)
    try:
        report = pages.report_of(actor=request.actor, as_of=switches["as_of"], options=_options(request, switches))
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error("buckets", sentence(code=refusal.code, parameters=refusal.parameters))
        return _shown(request, form, pages.AgeingPage(switches["as_of"], wanted), "", 422)
    if request.GET.get("format") == "xlsx":
        return _workbook(ageing_workbook(report=report), switches)
    own = request.company.currency if request.company else ""
    known = (
        wanted if wanted in report.totals else own if own in report.totals else next(iter(sorted(report.totals)), own)
    )

    def address(**cell: Any) -> str:
        return _address("ageing_items", switches, currency=known, **cell)

    shown = pages.ageing_shown(
        report=report, currency=known, number=page_asked(request=request), actor=request.actor, address=address
    )
    return _shown(request, form, shown, _address("ageing", switches, currency=known), 200)


@page()
def ageing_items(request: PageRequest) -> HttpResponse:
    """The items behind one cell, oldest first; they add up to it. As a file, all of them or none."""
    _form, switches = _switches(request)
    currency, as_of, options = _currency(request), switches["as_of"], _options(request, switches)
    cell = Cell(currency, _group(request, switches["by"]), _bucket(request))
    name = request.GET.get("format", "")
    if name in FORMATS:
        items = cell_items(actor=request.actor, as_of=as_of, cell=cell, most=MOST_ROWS, **options)
        rows = item_lines(items=items, as_of=as_of)
        return export(name=name, title=_("Items behind the figure"), day=as_of, columns=COLUMNS, rows=rows)
    found = drill(actor=request.actor, as_of=as_of, cell=cell, number=page_asked(request=request), **options)
    values = {name: request.GET[name] for name in ("key", "bucket") if name in request.GET}
    shown = {
        "shown": items_shown(found=found, as_of=as_of, cell=cell, buckets=Buckets(tuple(options["buckets"]))),
        "back": _address("ageing", switches, currency=currency),
        "here": _address("ageing_items", switches, currency=currency, **values),
    }
    return render(request, "web/ageing/items.html", shown)


def _shown(request: PageRequest, form: AgeingForm, shown: pages.AgeingPage, here: str, status: int) -> HttpResponse:
    return render(request, "web/ageing/report.html", {"shown": shown, "form": form, "here": here}, status=status)


def _switches(request: PageRequest) -> tuple[AgeingForm, dict[str, Any]]:
    """The form as it is to be shown and its values; what is missing or cannot be read is as usual."""
    form = AgeingForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    switches = {
        "as_of": chosen.get("as_of") or request.today,
        "basis": chosen.get("basis") or "due",
        "by": chosen.get("by") or "customer",
        "view": chosen.get("view") or "named",
        "buckets": chosen.get("buckets") or ",".join(map(str, DEFAULT_BUCKETS.edges)),
    }
    filled = AgeingForm(switches) if form.is_valid() else form
    filled.is_valid()
    return filled, switches


def _options(request: PageRequest, switches: dict[str, Any]) -> AgeingOptions:
    return AgeingOptions(
        basis=switches["basis"],
        by=(switches["by"],),
        view=switches["view"],
        buckets=[int(edge) for edge in switches["buckets"].split(",")],
        company_ids=None if request.company_id is None else [request.company_id],
    )


def _group(request: PageRequest, by: str) -> dict[Dimension, Key]:
    text = request.GET.get("key")
    return {} if text is None else {Dimension(by): pages.key_of_text(by=Dimension(by), text=text)}


def _bucket(request: PageRequest) -> int | None:
    text = request.GET.get("bucket", "")
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None


def _currency(request: PageRequest) -> str:
    """The currency the address names, else the own company's."""
    own = request.company.currency if request.company else "CNY"
    wanted = request.GET.get("currency", "")
    return wanted if exponent_of(currency=wanted) is not None else own


def _address(name: str, switches: dict[str, Any], **more: Any) -> str:
    return f"{reverse(name)}?{urlencode({**switches, **more})}"


def _workbook(content: bytes, switches: dict[str, Any]) -> HttpResponse:
    name = f"ageing-{switches['as_of'].isoformat()}-{switches['by']}.xlsx"
    return download(name=name, kind=XLSX, content=content)
