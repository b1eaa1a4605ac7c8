"""What the ageing shows: classes of age by customer or salesperson, and the chart over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.queries import companies
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money, ratio_permille
from huikuan.kernel.paging import PAGE_SIZE, page_bounds
from huikuan.portfolio.drill import NO_DUE_DATE
from huikuan.portfolio.labels import labels_of
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.rules import (
    AgeingAmounts,
    AgeingOptions,
    AgeingReport,
    AgeingRequest,
    AgeingRow,
    Basis,
    Dimension,
    Key,
)
from huikuan.portfolio.workbook import amount_headings
from huikuan.web.forms.ageing import DIMENSIONS
from huikuan.web.numbers import number_in
from huikuan.web.pages.charts import Chart, Point
from huikuan.web.tables.columns import Text

Address = Callable[..., str]
"""Gives the address of the items behind a cell: `(key=…, bucket=…)`, either left out for all."""
NOBODY = "-"
LAST_COLOUR = 5
NUMBERED = frozenset({Dimension.CUSTOMER, Dimension.SALESPERSON, Dimension.DEPARTMENT, Dimension.COMPANY})
"""Rows by these are known by a number, the others by a name."""


@dataclass(frozen=True, slots=True)
class Title:
    """The head of a column; `colour` is that of its class in the chart."""

    text: str
    colour: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell and the items behind it; `colour` as in the head of its column."""

    money: Money
    address: str
    colour: int | None = None


@dataclass(frozen=True, slots=True)
class AgeingLine:
    """One row: what it is called, where that leads, its cells (total first), the money not yet allocated."""

    name: str
    address: str
    cells: tuple[Amount, ...]
    unapplied: Money


@dataclass(frozen=True, slots=True)
class Untied:
    """A difference shown in place of figures."""

    company: str
    account: str
    report: Money
    control: Money
    difference: Money


@dataclass(frozen=True, slots=True)
class AgeingPage:
    """One currency of the report: headings, a page of rows, their totals, the chart, or why there are none."""

    as_of: date
    currency: str
    rows_by: Text = ""
    currencies: tuple[str, ...] = ()
    headings: tuple[Title, ...] = ()
    lines: tuple[AgeingLine, ...] = ()
    total: AgeingLine | None = None
    chart: Chart | None = None
    untied: tuple[Untied, ...] = ()
    count: int = 0
    number: int = 1
    pages: int = 1


def report_of(*, actor: Actor, as_of: date, options: AgeingOptions) -> AgeingReport:
    """The report that the switches ask for."""
    return ageing(actor=actor, as_of=as_of, **options)


def ageing_shown(*, report: AgeingReport, currency: str, number: int, actor: Actor, address: Address) -> AgeingPage:
    """One currency of a report, largest rows first, 50 a page; the last page where a later one is asked for."""
    rows = [row for row in report.rows if row.currency == currency]
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    number = min(max(number, 1), pages)
    start, end = page_bounds(number=number, size=PAGE_SIZE)
    totals = report.totals.get(currency)
    with_undated = totals is not None and totals.no_due_date_minor != 0
    total = _line(_("Total"), "", (totals, currency, with_undated), address) if totals else None
    return AgeingPage(
        as_of=report.request.as_of,
        currency=currency,
        rows_by=dict(DIMENSIONS)[report.request.by[0].value],
        currencies=tuple(sorted(report.totals)),
        headings=_titles(report.request, with_undated),
        lines=_lines(rows[start:end], report.request.by[0], with_undated, address),
        total=total,
        chart=_chart(totals, report.request, currency, address) if totals and totals.total_minor else None,
        untied=_untied(report, actor),
        count=len(rows),
        number=number,
        pages=pages,
    )


def key_text(*, key: Key) -> str:
    """A row's key as it stands in an address."""
    return NOBODY if key is None else str(key)


def key_of_text(*, by: Dimension, text: str) -> Key:
    """The key that an address names; text that is no number where numbers are asked for fits no row."""
    if text == NOBODY:
        return None
    if by in NUMBERED:
        return number_in(text=text) or 0
    return text[:100]


def _titles(request: AgeingRequest, with_undated: bool) -> tuple[Title, ...]:
    total, *classes, undated, unapplied = amount_headings(buckets=request.buckets)
    coloured = (Title(text, min(place, LAST_COLOUR)) for place, text in enumerate(classes))
    return (Title(total), *coloured, *((Title(undated),) if with_undated else ()), Title(unapplied))


def _lines(rows: list[AgeingRow], by: Dimension, with_undated: bool, address: Address) -> tuple[AgeingLine, ...]:
    (names,) = labels_of(by=(by,), rows=rows)
    return tuple(
        _line(
            names[row.key[0]].name or _("Nobody"),
            reverse("customer", args=[row.key[0]]) if by is Dimension.CUSTOMER and row.key[0] is not None else "",
            (row.amounts, row.currency, with_undated),
            lambda key=row.key[0], **cell: address(key=key_text(key=key), **cell),
        )
        for row in rows
    )


def _line(name: str, leads_to: str, amounts: tuple[AgeingAmounts, str, bool], address: Address) -> AgeingLine:
    sums, currency, with_undated = amounts

    def cell(minor: int, colour: int | None = None, **behind: int) -> Amount:
        return Amount(Money(minor, currency), address(**behind) if minor else "", colour)

    classes = [cell(minor, min(place, LAST_COLOUR), bucket=place) for place, minor in enumerate(sums.buckets)]
    undated = [cell(sums.no_due_date_minor, bucket=NO_DUE_DATE)] if with_undated else []
    cells = (cell(sums.total_minor), *classes, *undated)
    return AgeingLine(name, leads_to, cells, Money(sums.unapplied_minor, currency))


def _chart(totals: AgeingAmounts, request: AgeingRequest, currency: str, address: Address) -> Chart:
    _total, *classes, _undated, _unapplied = amount_headings(buckets=request.buckets)
    points = [
        Point(classes[place], address(bucket=place), (Money(minor, currency),))
        for place, minor in enumerate(totals.buckets)
    ]
    return Chart(
        name="ageing",
        title=_finding(totals, request),
        unit=currency,
        as_of=request.as_of,
        label_title=_("Class"),
        series_titles=(_("Open"),),
        colours=tuple(f"--bucket-{min(place, LAST_COLOUR)}" for place in range(len(points))),
        points=tuple(points),
    )


def _finding(totals: AgeingAmounts, request: AgeingRequest) -> str:
    permille = ratio_permille(numerator=sum(totals.buckets[1:]), denominator=totals.total_minor) or 0
    edge = request.buckets.edges[0]
    values = {"share": f"{permille // 10}.{permille % 10}", "days": edge}
    if request.basis is not Basis.DUE:
        return _("%(share)s %% is older than %(days)s days") % values
    return (
        _("%(share)s %% is overdue by more than %(days)s days") % values
        if edge
        else _("%(share)s %% is overdue") % values
    )


def _untied(report: AgeingReport, actor: Actor) -> tuple[Untied, ...]:
    names: Mapping[int, str] = {row.id: row.name for row in companies(actor=actor)}
    return tuple(
        Untied(
            names.get(one.company_id, f"#{one.company_id}"),
            one.account,
            Money(one.report_minor, one.currency),
            Money(one.control_minor, one.currency),
            Money(one.difference_minor, one.currency),
        )
        for one in report.differences
    )
