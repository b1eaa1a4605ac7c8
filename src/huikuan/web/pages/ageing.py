"""What the ageing pages show: classes of age by customer or salesperson, the chart over them, the items behind a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huikuan.accounts.queries import companies
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money, ratio_permille
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.portfolio.drill import AgedItem
from huikuan.portfolio.labels import labels_of
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.rules import AgeingAmounts, AgeingOptions, AgeingReport, AgeingRow, Dimension, Key
from huikuan.portfolio.workbook import amount_headings
from huikuan.receivables.rules import days_overdue
from huikuan.web.pages.charts import Chart, Point

Address = Callable[..., str]
"""Gives the address of the items behind a cell: `(key=…, bucket=…)`, either left out for all."""
NOBODY = "-"
LAST_COLOUR = 4


@dataclass(frozen=True, slots=True)
class Amount:
    """A cell and the items behind it."""

    money: Money
    address: str


@dataclass(frozen=True, slots=True)
class AgeingLine:
    """One row: what it is called, where it leads, its cells (total first)."""

    name: str
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
    currencies: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[AgeingLine, ...]
    total: AgeingLine | None
    chart: Chart | None
    untied: tuple[Untied, ...]
    count: int
    number: int
    pages: int


def ageing_shown(*, report: AgeingReport, currency: str, number: int, actor: Actor, address: Address) -> AgeingPage:
    """One currency of a report, largest rows first, 50 a page."""
    headings = tuple(amount_headings(buckets=report.request.buckets))
    rows = [row for row in report.rows if row.currency == currency]
    start, end = page_bounds(number=number, size=PAGE_SIZE)
    totals = report.totals.get(currency)
    return AgeingPage(
        as_of=report.request.as_of,
        currency=currency,
        currencies=tuple(sorted(report.totals)),
        headings=headings,
        lines=_lines(rows[start:end], report.request.by[0], address),
        total=_line(_("Total"), totals, currency, address) if totals else None,
        chart=_chart(totals, report, currency, address, headings) if totals and totals.total_minor else None,
        untied=_untied(report, actor, currency),
        count=len(rows),
        number=max(number, 1),
        pages=max(1, -(-len(rows) // PAGE_SIZE)),
    )


def report_of(*, actor: Actor, as_of: date, options: AgeingOptions) -> AgeingReport:
    """The report that the switches ask for."""
    return ageing(actor=actor, as_of=as_of, **options)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item behind a cell."""

    item: AgedItem
    customer: str
    days_overdue: int | None


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """A page of the items behind a cell and what all of them sum to."""

    as_of: date
    total: Money
    lines: tuple[ItemLine, ...]
    count: int
    number: int
    pages: int


def items_shown(*, found: Page[AgedItem], as_of: date, currency: str) -> ItemsPage:
    """The items with their customers' names."""
    customers = customers_by_id(ids={item.customer_id for item in found.rows})
    lines = tuple(
        ItemLine(item, customers[item.customer_id].name, days_overdue(due=item.due_date, as_of=as_of))
        for item in found.rows
    )
    total = Money(found.totals.get(currency, 0), currency)
    return ItemsPage(as_of, total, lines, found.count, found.number, found.pages)


def key_text(*, key: Key) -> str:
    """A row's key as it stands in an address."""
    return NOBODY if key is None else str(key)


def _lines(rows: list[AgeingRow], by: Dimension, address: Address) -> tuple[AgeingLine, ...]:
    (names,) = labels_of(by=(by,), rows=rows)
    return tuple(
        _line(
            names[row.key[0]].name or _("Nobody"),
            row.amounts,
            row.currency,
            lambda key=row.key[0], **cell: address(key=key_text(key=key), **cell),
        )
        for row in rows
    )


def _line(name: str, amounts: AgeingAmounts, currency: str, address: Address) -> AgeingLine:
    cells = [Amount(Money(amounts.total_minor, currency), address())]
    cells += [
        Amount(Money(minor, currency), address(bucket=place) if minor else "")
        for place, minor in enumerate(amounts.buckets)
    ]
    without = amounts.no_due_date_minor
    cells.append(Amount(Money(without, currency), address(bucket=-1) if without else ""))
    return AgeingLine(name, tuple(cells), Money(amounts.unapplied_minor, currency))


def _chart(
    totals: AgeingAmounts, report: AgeingReport, currency: str, address: Address, headings: tuple[str, ...]
) -> Chart:
    past = sum(totals.buckets[1:])
    share = (ratio_permille(numerator=past, denominator=totals.total_minor) or 0) / 10
    points = [
        Point(headings[place + 1], address(bucket=place), (Money(minor, currency),))
        for place, minor in enumerate(totals.buckets)
    ]
    return Chart(
        name="ageing",
        title=_("%(share)s %% lies past the first class") % {"share": share},
        unit=currency,
        as_of=report.request.as_of,
        label_title=_("Class"),
        series_titles=(_("Open"),),
        colours=tuple(f"--bucket-{min(place, LAST_COLOUR)}" for place in range(len(points))),
        points=tuple(points),
    )


def _untied(report: AgeingReport, actor: Actor, currency: str) -> tuple[Untied, ...]:
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
        if one.currency == currency
    )
