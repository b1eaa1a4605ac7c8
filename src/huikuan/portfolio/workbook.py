"""An ageing report as an XLSX file: amounts are numbers, texts can never become formulas (TRUST S13)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.refusal import Refused
from huikuan.portfolio.labels import Label, labels_of
from huikuan.portfolio.rules import AgeingAmounts, AgeingReport, Buckets, Dimension, Key

MOST_ROWS = 1_000_000
"""One sheet of the format holds 1,048,576 rows."""
_EXACT_DIGITS = 15
"""A spreadsheet keeps 15 digits of a number; longer amounts are written as text rather than changed."""
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")


def ageing_workbook(*, report: AgeingReport) -> bytes:
    """The report as a workbook of one sheet, with its as-of day and totals. Raises Refused DOES_NOT_TIE, TOO_MANY_ROWS."""
    from xlsxwriter import Workbook

    if not report.ties:
        raise Refused("DOES_NOT_TIE", as_of=report.request.as_of.isoformat())
    if len(report.rows) > MOST_ROWS:
        raise Refused("TOO_MANY_ROWS", rows=len(report.rows), most=MOST_ROWS)
    target = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        sheet = book.add_worksheet(_("Ageing")[:31])
        bold = book.add_format({"bold": True})
        formats = {places: book.add_format({"num_format": _number_format(places)}) for places in range(5)}
        headings = [*_key_headings(report.request.by), _("Currency"), *amount_headings(buckets=report.request.buckets)]
        sheet.freeze_panes(2, len(headings) - len(report.request.buckets.bounds) - 3)
        sheet.set_column(0, len(headings) - 1, 16)
        about = f"{_('Ageing')} {report.request.as_of.isoformat()} · {report.request.basis} · {report.rule_version}"
        sheet.write_string(0, 0, about, bold)
        for place, heading in enumerate(headings):
            sheet.write_string(1, place, harmless(text=heading), bold)
        for line, cells in enumerate(_lines(report), 2):
            for place, cell in enumerate(cells):
                _write(sheet, (line, place), cell, formats)
    return target.getvalue()


def harmless(*, text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before a leading sign, no control characters."""
    cleaned = "".join(character for character in text if character >= " " or character in "\t\n")
    return f"'{cleaned}" if text.lstrip(" ").startswith(_SIGNS) else cleaned


def amount_headings(*, buckets: Buckets) -> list[str]:
    """Headings of the total, each bucket, items without due date, and unapplied money."""
    days = [_range(first, last) for first, last in buckets.bounds]
    return [_("Total"), *days, _("No due date"), _("Unallocated money")]


def _key_headings(by: Sequence[Dimension]) -> list[str]:
    words = {
        Dimension.CUSTOMER: [_("Customer number"), _("Customer")],
        Dimension.SALESPERSON: [_("Salesperson")],
        Dimension.COMPANY: [_("Own company")],
        Dimension.DEPARTMENT: [_("Department")],
        Dimension.REGION: [_("Region")],
        Dimension.CURRENCY: [],
    }
    return [word for dimension in by for word in words[dimension]]


def _lines(report: AgeingReport) -> Any:
    """Rows of cells, 5,000 at a time, then a total per currency; an amount is a (minor, currency) pair."""
    rows, by = iter(report.rows), report.request.by
    while chunk := tuple(islice(rows, 5_000)):
        labels = labels_of(by=by, rows=chunk)
        for row in chunk:
            yield [*_key_cells(by, row.key, labels), row.currency, *_amounts(row.amounts, row.currency)]
    width = len(_key_headings(by))
    for currency, amounts in report.totals.items():
        label = [_("Total"), *[""] * (width - 1)] if width else []
        yield [*label, currency, *_amounts(amounts, currency)]


def _key_cells(by: Sequence[Dimension], key: tuple[Key, ...], labels: Sequence[dict[Key, Label]]) -> list[str]:
    cells = []
    for dimension, value, known in zip(by, key, labels, strict=True):
        if dimension is Dimension.CUSTOMER:
            cells.append(known[value].code)
        if dimension is not Dimension.CURRENCY:
            cells.append(known[value].name)
    return cells


def _amounts(amounts: AgeingAmounts, currency: str) -> list[tuple[int, str]]:
    values = (amounts.total_minor, *amounts.buckets, amounts.no_due_date_minor, amounts.unapplied_minor)
    return [(minor, currency) for minor in values]


def _write(sheet: Any, at: tuple[int, int], cell: str | tuple[int, str], formats: dict[int, Any]) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(*at, harmless(text=cell))
        return
    minor, currency = cell
    places = exponent_of(currency=currency) or 0
    amount = Decimal(minor).scaleb(-places)
    if len(str(abs(minor))) > _EXACT_DIGITS:
        sheet.write_string(*at, f"{amount:,}")
    else:
        sheet.write_number(*at, amount, formats[places])


def _range(first: int | None, last: int | None) -> str:
    if first is None:
        return _("Not past due") if last == 0 else _("Up to %(days)s days") % {"days": _signed(last)}
    if last is None:
        return _("Over %(days)s days") % {"days": _signed(first - 1)}
    return _("%(first)s–%(last)s days") % {"first": _signed(first), "last": _signed(last)}


def _signed(days: int | None) -> str:
    return str(days).replace("-", "−")  # a hyphen in front would begin a formula


def _number_format(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")
