"""A statement as a workbook: amounts are numbers, texts can never become formulas (TRUST S13). Needs no framework."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from huikuan.kernel.currencies import exponent_of
from huikuan.statements.rules.sheet import Sheet, delivery_of, document_of, sheet_data, summary_names
from huikuan.statements.rules.sheet_words import word

_EXACT_DIGITS = 15
"""A spreadsheet keeps 15 digits of a number; longer amounts are written as text rather than changed."""
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
_WIDTHS = (20, 34, 18, 12, 16, 16, 16)
Cell = str | int | date | None


def statement_workbook(*, sheet: Sheet) -> bytes:
    """The statement as a workbook of one sheet: head, lines, closing, open items, the head of the audit chain."""
    target = BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with Workbook(target, options) as book:
        # The same statement gives the same bytes: the moment of making is the day it is dated.
        book.set_properties({"created": datetime.combine(sheet.dated_on, time()), "author": sheet.creditor.name})
        _Page(book, sheet).write()
    return target.getvalue()


def harmless(*, text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before a leading sign, no control characters."""
    cleaned = "".join(character for character in text if character >= " " or character in "\t\n")
    return f"'{cleaned}" if text.lstrip(" ").startswith(_SIGNS) else cleaned


class _Page:
    """One sheet, written from the top."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._sheet = sheet
        self._page = book.add_worksheet(sheet.number)
        self._places = exponent_of(currency=sheet.currency) or 0
        self._bold = book.add_format({"bold": True})
        number = "#,##0" + ("." + "0" * self._places if self._places else "")
        self._money = book.add_format({"num_format": number})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._row = 0

    def write(self) -> None:
        """Everything, in the order of the paper."""
        sheet, data = self._sheet, sheet_data(sheet=self._sheet)
        for place, width in enumerate(_WIDTHS):
            self._page.set_column(place, place, width)
        self._add([sheet.creditor.name], bold=True)
        self._add([data["title"], sheet.number], bold=True)
        for name, value in data["head"][1:]:
            self._add([name, value])
        for title, party in (("creditor", sheet.creditor), ("debtor", sheet.debtor)):
            self._add([self._say(title), party.name, party.tax_code])
        self._add([])
        self._lines(data)
        self._summary()
        self._items(data)
        said = [line for text in sheet.paragraphs for line in text.split("\n")]
        for text in (*said, *data["pay_to"], *sheet.witness, sheet.chain_head):
            self._add([text])

    def _lines(self, data: dict[str, Any]) -> None:
        sheet = self._sheet
        self._add([title.replace("\n", " ") for title in data["titles"]], bold=True)
        self._page.freeze_panes(self._row, 0)
        blank: list[Cell] = [None] * 5
        self._add([self._say("opening"), *blank, sheet.sums.opening_minor], bold=True)
        for line in sheet.lines:
            document = document_of(line=line, language=sheet.language)
            said = f"{self._say('earlier')}: {document}" if line.is_earlier else document
            amounts = [line.debit_minor or None, line.credit_minor or None, line.balance_minor]
            said = f"{said} {delivery_of(line=line, language=sheet.language)}".strip()
            self._add([line.on, said, line.contract, line.due_on, *amounts])
        self._add([self._say("closing"), *blank, sheet.sums.closing_minor], bold=True)
        for said in data["words"].split("\n"):
            self._add([said], bold=True)
        self._add([])

    def _summary(self) -> None:
        for name, minor in summary_names(sums=self._sheet.sums):
            self._add([self._say(name), minor])
        beside = self._sheet.beside
        apart = (
            ("retained", beside.retained_minor),
            ("papers", beside.papers_minor),
            ("deposit", beside.deposit_minor),
        )
        for name, minor in apart:
            if minor:
                self._add([self._say(name), minor])
        self._add([])

    def _items(self, data: dict[str, Any]) -> None:
        if not self._sheet.items:
            return
        self._add([self._say("open")], bold=True)
        self._add([title.replace("\n", " ") for title in data["overdue"]["columns"]], bold=True)
        for item in self._sheet.items:
            # Days are no money: they are written as text.
            late = str(item.overdue_days) if item.overdue_days else None
            self._add([item.number, item.contract, item.issue_date, item.due_on, late, item.open_minor])
        self._add([data["overdue"]["title"]], bold=True)
        self._add([])

    def _add(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        for place, cell in enumerate(cells):
            self._cell(place, cell, self._bold if bold else None)
        self._row += 1

    def _cell(self, place: int, cell: Cell, style: Any) -> None:
        if isinstance(cell, date):
            self._page.write_datetime(self._row, place, datetime.combine(cell, time()), self._day)
        elif isinstance(cell, int):
            amount = Decimal(cell).scaleb(-self._places)
            if len(str(abs(cell))) > _EXACT_DIGITS:
                self._page.write_string(self._row, place, f"{amount:,}")
            else:
                self._page.write_number(self._row, place, amount, self._money)
        elif cell:
            self._page.write_string(self._row, place, harmless(text=cell), style)

    def _say(self, name: str) -> str:
        return word(name=name, language=self._sheet.language)
