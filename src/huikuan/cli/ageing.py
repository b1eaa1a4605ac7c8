"""`huikuan ageing`: what customers owe by age as of any day, as a table or as one JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.companies import company_for, known_currency
from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.output import print_json
from huikuan.cli.starting import today

if TYPE_CHECKING:  # the room needs the settings; they are set up when the command runs
    from huikuan.portfolio.rules import AgeingAmounts, AgeingReport, AgeingRow, Buckets

DIMENSIONS = ("customer", "salesperson", "company", "currency", "department", "region")
TABLE_ROWS = 50
"""Rows of the table on a terminal; --json and --xlsx give all of them."""


def _edges(_context: click.Context, _parameter: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError as problem:
        raise click.BadParameter(
            _("%(text)s is not a list of whole days such as 0,30,60") % {"text": text}
        ) from problem


def _dimensions(_context: click.Context, _parameter: click.Parameter, text: str) -> tuple[str, ...]:
    words = tuple(part.strip() for part in text.split(","))
    if unknown := [word for word in words if word not in DIMENSIONS]:
        told = _("%(text)s is not one of %(known)s")
        raise click.BadParameter(told % {"text": unknown[0], "known": ", ".join(DIMENSIONS)})
    return words


def _moment(_context: click.Context, _parameter: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        told = _("%(text)s is not a moment such as 2026-07-01T09:00:00+08:00")
        raise click.BadParameter(told % {"text": text}) from problem
    if moment.tzinfo is None:
        raise click.BadParameter(_("the moment needs its zone, such as +08:00"))
    return moment


@click.command("ageing", help=_("What customers owe, by age, as of any day; every figure ties to the ledger."))
@click.option("--as-of", type=DAY, help=_("The day; today if left out."))
@click.option("--basis", type=click.Choice(["due", "invoice"]), default="due", help=_("Age from due or invoice date."))
@click.option(
    "--by",
    callback=_dimensions,
    default="customer",
    help=_("Rows by %(words)s; several with commas.") % {"words": ", ".join(DIMENSIONS)},
)
@click.option("--buckets", callback=_edges, default="0,30,60,90,180", help=_("Edges of the columns in days."))
@click.option("--engine", type=click.Choice(["mirror", "database"]), default="mirror", help=_("What adds it up."))
@click.option(
    "--view", type=click.Choice(["named", "fifo"]), default="named", help=_("As allocated, or oldest paid first.")
)
@click.option("--currency", help=_("Only this currency."))
@click.option("--company", "companies", multiple=True, help=_("Only this own company: name or id; repeatable."))
@click.option("--known-at", callback=_moment, help=_("The books as known at this moment (with its zone)."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help=_("Write a workbook, too."))
def ageing_command(as_of: date | None, as_json: bool, xlsx: Path | None, **options: Any) -> None:
    """Print the ageing; exit code 1 if it is refused or does not tie to the ledger."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.portfolio.queries import ageing
    from huikuan.portfolio.workbook import ageing_workbook

    names = options.pop("companies")
    if options["currency"] is not None:
        options["currency"] = known_currency(text=options["currency"])
    options["company_ids"] = [company_for(name=name, currency=None, may_make=False) for name in names] or None
    report = ageing(actor=SYSTEM, as_of=as_of or today(), **options)
    if xlsx is not None and report.ties:
        xlsx.write_bytes(ageing_workbook(report=report))
    if as_json:
        print_json(document=_document(report), indent=None)
    else:
        _print_table(report)
    if not report.ties:
        _report_differences(report)
        raise SystemExit(1)


def _document(report: AgeingReport) -> dict[str, Any]:
    """The document other programs read: amounts in minor units, buckets by their first and last day."""
    buckets = report.request.buckets
    document: dict[str, Any] = {
        "as_of": report.request.as_of.isoformat(),
        "basis": report.request.basis.value,
        "by": [dimension.value for dimension in report.request.by],
        "view": report.request.view.value,
        "engine": report.request.engine.value,
        "rows": [
            {**names, "currency": row.currency, **_amounts(row.amounts, buckets)} for row, names in _named(report)
        ],
        "totals": {currency: _amounts(amounts, buckets) for currency, amounts in report.totals.items()},
        "ties": report.ties,
        "positions": {str(company): number for company, number in report.positions.items()},
        "rule_version": report.rule_version,
    }
    if not report.ties:
        document["differences"] = [
            {
                "company_id": one.company_id,
                "currency": one.currency,
                "account": one.account,
                "difference_minor": one.difference_minor,
            }
            for one in report.differences
        ]
    return document


def _amounts(amounts: AgeingAmounts, buckets: Buckets) -> dict[str, Any]:
    shown = [
        {"from_days": first, "to_days": last, "minor": minor}
        for (first, last), minor in zip(buckets.bounds, amounts.buckets, strict=True)
    ]
    if amounts.no_due_date_minor:
        shown.append({"from_days": None, "to_days": None, "minor": amounts.no_due_date_minor})
    return {"total_minor": amounts.total_minor, "unapplied_minor": amounts.unapplied_minor, "buckets": shown}


def _named(report: AgeingReport) -> Iterator[tuple[AgeingRow, dict[str, Any]]]:
    """Rows with the ids, numbers and names of their dimensions, 5,000 at a time."""
    from huikuan.portfolio.labels import labels_of
    from huikuan.portfolio.rules import Dimension

    rows, by = iter(report.rows), report.request.by
    while chunk := tuple(islice(rows, 5_000)):
        labels = labels_of(by=by, rows=chunk)
        for row in chunk:
            shown: dict[str, Any] = {}
            for dimension, key, known in zip(by, row.key, labels, strict=True):
                if dimension not in (Dimension.REGION, Dimension.CURRENCY):
                    shown[f"{dimension.value}_id"] = key
                if dimension is Dimension.CUSTOMER:
                    shown["customer_code"] = known[key].code
                shown[dimension.value] = known[key].name
            yield row, shown


def _print_table(report: AgeingReport) -> None:
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table

    from huikuan.portfolio.workbook import amount_headings

    request = report.request
    words = _words()
    table = Table(title=f"{request.as_of.isoformat()} · {words[request.basis.value]} · {words[request.view.value]}")
    by = [dimension.value for dimension in request.by if dimension.value != "currency"]
    for name in (*by, "currency"):
        table.add_column(words[name])
    for heading in amount_headings(buckets=request.buckets):
        table.add_column(heading, justify="right")
    for row, names in islice(_named(report), TABLE_ROWS):
        table.add_row(*(names[word] for word in by), row.currency, *_worded(row.amounts, row.currency))
    table.add_section()
    for currency, amounts in report.totals.items():
        table.add_row(*["Σ", *[""] * len(by)][: len(by)], currency, *_worded(amounts, currency), style="bold")
    console = Console()
    widest = Measurement.get(console, console.options.update(width=10_000), table).maximum
    Console(width=max(console.width, widest)).print(table)  # a narrow terminal wraps lines, but no amount is cut
    if len(report.rows) > TABLE_ROWS:
        told = _("%(count)s more rows: --json or --xlsx FILE shows all.")
        click.echo(told % {"count": len(report.rows) - TABLE_ROWS}, err=True)


def _words() -> dict[str, str]:
    """Dimensions, bases and views in the terminal's language."""
    return {
        "customer": _("Customer"),
        "salesperson": _("Salesperson"),
        "company": _("Own company"),
        "currency": _("Currency"),
        "department": _("Department"),
        "region": _("Region"),
        "due": _("by due date"),
        "invoice": _("by invoice date"),
        "named": _("as allocated"),
        "fifo": _("oldest paid first"),
    }


def _worded(amounts: AgeingAmounts, currency: str) -> list[str]:
    from huikuan.kernel.text_amounts import format_amount

    values = (amounts.total_minor, *amounts.buckets, amounts.no_due_date_minor, amounts.unapplied_minor)
    return [format_amount(minor=minor, currency=currency, grouped=True) if minor else "" for minor in values]


def _report_differences(report: AgeingReport) -> None:
    told = _(
        "The report does not tie: account %(account)s of company %(company)s in %(currency)s is %(report)s by items, "
        "%(control)s by the control account (minor units; difference %(difference)s)."
    )
    for one in report.differences:
        values = {
            "account": one.account,
            "company": one.company_id,
            "currency": one.currency,
            "report": one.report_minor,
            "control": one.control_minor,
            "difference": one.difference_minor,
        }
        click.echo(told % values, err=True)
