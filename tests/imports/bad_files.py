"""Files that cannot be taken, made here: broken, hostile, or odd in the ways exports of Chinese programs are odd."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import xlwt
from django.db import connection

Cells = Sequence[Any]
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def raw_workbook(sheet: bytes) -> bytes:
    """A workbook whose only sheet is this XML."""
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATION.format(kind="officeDocument", target="xl/workbook.xml"),
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": RELATION.format(kind="worksheet", target="worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip of these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def workbook(make: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook as a spreadsheet program writes it."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    make(book)
    book.save(content)
    return content.getvalue()


def rows_in(sheet: Any, rows: Sequence[Cells]) -> None:
    """Append rows to a sheet."""
    for row in rows:
        sheet.append(list(row))


def old_workbook(rows: Sequence[Cells]) -> bytes:
    """The binary workbook of Excel 97."""
    book, content = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("a")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell.isoformat() if isinstance(cell, date) else cell)
    book.save(content)
    return content.getvalue()


def page(rows: Sequence[Cells], encoding: str = "utf-8") -> bytes:
    """A web page with one table, as many systems export for Excel."""
    cells = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<html><meta charset={encoding}><body><table>{cells}</table></body></html>".encode(encoding)


def text_of(rows: Sequence[Cells], delimiter: str = ",") -> str:
    """The rows as delimited text; a cell with the delimiter is quoted."""
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def under_a_cover(rows: Sequence[Cells]) -> bytes:
    """The list stands on the second sheet; the first is a cover."""

    def make(book: openpyxl.Workbook) -> None:
        rows_in(book.active, [["封面"], ["公司"]])
        rows_in(book.create_sheet("明细"), rows)

    return workbook(make)


def behind_a_hidden_sheet(rows: Sequence[Cells]) -> bytes:
    """The first sheet is hidden and holds another list."""

    def make(book: openpyxl.Workbook) -> None:
        rows_in(book.active, [rows[0], ["X", *rows[1][1:]]])
        book.active.sheet_state = "hidden"
        rows_in(book.create_sheet("明细"), rows)
        book.active = 1

    return workbook(make)


def under_merged_titles(rows: Sequence[Cells]) -> bytes:
    """A merged title and merged group headings stand above the names of the columns."""

    def make(book: openpyxl.Workbook) -> None:
        sheet = book.active
        rows_in(sheet, [["明细表"], ["单据", None, "日期", None, "数"], *rows])
        for cells in ("A1:E1", "A2:B2", "C2:D2"):
            sheet.merge_cells(cells)

    return workbook(make)


def plain_workbook(rows: Sequence[Cells]) -> bytes:
    """The rows on the only sheet."""
    return workbook(lambda book: rows_in(book.active, rows))


TRADITIONAL = str.maketrans("发号户开额据币别单应余计对账记说货贷转", "發號戶開額據幣別單應餘計對賬記說貨貸轉")
SPARSE = raw_workbook(
    SHEET.format(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ).encode()
)
"""A few kilobytes that claim seventeen thousand million cells."""
BOMB = raw_workbook(b" " * 60_000_000)
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Document>&b;</Document>'
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
GZIPPED = gzip.compress(b"x" * 100)
LISTS = ("invoices", "receivables")

ALIKE = (LISTS[0], "statement")
"""One kind for both lists, whose files are read by the same code."""
LIST: list[list[Any]] = [
    ["发票号", "客户", "开票日期", "到期日", "金额"],
    ["F001", "甲公司", date(2026, 1, 10), date(2026, 2, 9), 100],
]
BANK: list[list[Any]] = [["交易日期", "摘要", "收入", "支出", "余额"], [date(2026, 1, 10), "货款", 100, None, 100]]
ROWS: dict[str, list[list[Any]]] = {"invoices": LIST, "receivables": LIST, "statement": BANK}
"""One good row of CNY 100.00 for each kind of import."""
GOOD = {kind: text_of(rows) for kind, rows in ROWS.items()}


def cell(value: str, column: int = 4) -> list[str]:
    """A row of a list with one cell of its own."""
    row = ["F9", "乙公司", "2026-01-10", "", "5"]
    row[column] = value
    return row


def rows_written() -> dict[str, int]:
    """Rows of every table but that of refused rows."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - {"imports_rejectedrow"})
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM \"{table}\"" for table in tables))
        return dict(cursor.fetchall())
