"""A list as a CSV or XLSX file: exactly the rows and columns of the screen, safe to open in a spreadsheet (TRUST S13)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar
from unicodedata import east_asian_width
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_amounts import format_amount
from huikuan.web.tables.columns import Column, Kind, plain_value

MOST_ROWS = 200_000
"""Most rows of one download; a longer list is refused, never cut (TRUST S24)."""
MEASURED_ROWS = 1_000
"""So many rows decide how wide the columns of a workbook are."""
WIDEST = 60
"""Characters of the widest column."""
FORMATS = ("csv", "xlsx")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = TypeVar("Row")


def export(*, name: str, title: str, day: date, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> HttpResponse:
    """The file of a list in the format `name` (csv or xlsx); amounts are numbers, their currency a column of its own.

    The rows are read one by one as they are written.
    """
    table: Iterable[Sequence[Any]] = ([plain_value(value=column.value(row)) for column in columns] for row in rows)
    headings = [str(column.title) for column in columns]
    if any(column.kind is Kind.MONEY for column in columns):
        headings.append(_("Currency"))
        table = ([*cells, _currency_of(cells)] for cells in table)
    body = _csv(headings, table) if name == "csv" else _xlsx(title, headings, table)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if name == "csv" else _XLSX)
    file_name = quote(f"{slugify(title, allow_unicode=True)}-{day.isoformat()}.{name}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    return response


def refuse_too_long(*, count: int) -> None:
    """Refuse a file of so many rows with EXPORT_TOO_LONG if one download may not hold them."""
    if count > MOST_ROWS:
        raise Refused("EXPORT_TOO_LONG", count=f"{count:,}", most=f"{MOST_ROWS:,}")


def neutral(*, text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before a leading sign, no control characters."""
    cleaned = "".join(character for character in text if character >= " " or character in "\t\n")
    return f"'{cleaned}" if text.lstrip(" ").startswith(_DANGEROUS) else cleaned


def _csv(headings: Sequence[str], table: Iterable[Sequence[Any]]) -> bytes:
    target = io.BytesIO()
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")  # its mark tells Excel that this is UTF-8
    writer = csv.writer(text)
    writer.writerow([neutral(text=heading) for heading in headings])
    writer.writerows([_text(value) for value in cells] for cells in table)
    text.flush()
    return target.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Money):
        return format_amount(minor=value.minor, currency=value.currency, grouped=False)
    if isinstance(value, date):
        return value.isoformat()
    return neutral(text=value) if isinstance(value, str) else str(value)


def _xlsx(title: str, headings: Sequence[str], table: Iterable[Sequence[Any]]) -> bytes:
    from xlsxwriter import Workbook

    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Each row leaves memory, into the data folder, as the next one is begun.
    with Workbook(target, {"constant_memory": True, "tmpdir": str(settings.FILE_UPLOAD_TEMP_DIR), **options}) as book:
        sheet = book.add_worksheet(_SHEET_NAME.sub(" ", title)[:31] or None)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        money = {places: book.add_format({"num_format": _number_format(places)}) for places in (0, 2, 3, 4)}
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [neutral(text=heading) for heading in headings], bold)
        widths = [_width(heading) for heading in headings]
        for line, cells in enumerate(table, 1):
            if line <= MEASURED_ROWS:
                widths = [max(wide, _width(_text(value))) for wide, value in zip(widths, cells, strict=True)]
            for place, value in enumerate(cells):
                if isinstance(value, Money):
                    places = exponent_of(currency=value.currency) or 0
                    sheet.write_number(line, place, Decimal(value.minor).scaleb(-places), money[places])
                elif isinstance(value, date):
                    sheet.write_datetime(line, place, datetime.combine(value, time()), day)
                elif isinstance(value, int):
                    sheet.write_number(line, place, value)
                elif value is not None:
                    sheet.write_string(line, place, neutral(text=value))
        for place, wide in enumerate(widths):
            sheet.set_column(place, place, min(wide, WIDEST) + 4)
    return target.getvalue()


def _width(text: str) -> int:
    """Characters as a spreadsheet counts them: Chinese ones are two wide."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _number_format(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _currency_of(cells: Sequence[Any]) -> str:
    return next((value.currency for value in cells if isinstance(value, Money)), "")
