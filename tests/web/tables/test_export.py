"""Files of a list: amounts as numbers, days as days, text that no spreadsheet runs (TRUST S13)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from openpyxl import load_workbook

from huikuan.kernel.money import Money
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Linked, Titled
from huikuan.web.tables.export import export, neutral

SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PAYLOADS = [
    f"{sign}{rest}"
    for sign in SIGNS
    for rest in ("cmd|'/c calc'!A0", 'HYPERLINK("http://evil")', "1+1", "SUM(A1:A9)", "", "  ")
]


@dataclass(frozen=True)
class Row:
    name: str
    amount: Money | None


COLUMNS: tuple[Column[Row], ...] = (
    Column("name", "=Name", lambda row: Titled(row.name)),
    Column("amount", "Amount", lambda row: row.amount, Kind.MONEY),
    Column("due", "Due", lambda row: Due(date(2026, 3, 5), 3), Kind.DAY),
    Column("state", "State", lambda row: Chip("Open")),
    Column("who", "Who", lambda row: Linked("甲", "/x/")),
    Column("count", "Count", lambda row: 7, Kind.NUMBER),
    Column("none", "None", lambda row: None),
)


def made(name: str, *rows: Row) -> bytes:
    with translation.override("en"):
        return export(name=name, title="Open items / 2026", day=date(2026, 3, 2), columns=COLUMNS, rows=rows).content


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_begins_like_a_formula(payload: str) -> None:
    rows = list(csv.reader(io.StringIO(made("csv", Row(payload, None)).decode("utf-8-sig"))))
    assert not rows[1][0].startswith(SIGNS)
    sheet = load_workbook(io.BytesIO(made("xlsx", Row(payload, None)))).active
    assert sheet is not None
    cell = sheet.cell(2, 1)
    assert cell.data_type == "s"
    assert not str(cell.value).startswith(SIGNS)


@pytest.mark.parametrize("text", ["甲方公司", "A-1", "3+4", "it's", "", "a=b"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert neutral(text=text) == text


def test_control_characters_go() -> None:
    assert neutral(text="a\x00b\x07c\x1bd") == "abcd"


def test_amounts_are_exact_numbers_with_their_currency() -> None:
    rows = (Row("甲", Money(-123_456_789_012, "CNY")), Row("乙", Money(5, "JPY")), Row("丙", Money(1_234, "KWD")))
    text = list(csv.reader(io.StringIO(made("csv", *rows).decode("utf-8-sig"))))
    assert text[0] == ["'=Name", "Amount", "Due", "State", "Who", "Count", "None", "Currency"]
    assert [row[1] for row in text[1:]] == ["-1234567890.12", "5", "1.234"]
    assert text[1][2:] == ["2026-03-05", "Open", "甲", "7", "", "CNY"]
    sheet = load_workbook(io.BytesIO(made("xlsx", *rows))).active
    assert sheet is not None
    assert [sheet.cell(line, 2).value for line in (2, 3, 4)] == [-1234567890.12, 5, 1.234]
    assert sheet.cell(2, 3).value.date() == date(2026, 3, 5)
    assert [sheet.cell(2, place).value for place in (4, 5, 6, 7, 8)] == ["Open", "甲", 7, None, "CNY"]


def test_the_file_has_a_name_in_any_script() -> None:
    with translation.override("en"):
        answer = export(name="csv", title="未清项", day=date(2026, 3, 2), columns=COLUMNS, rows=())
    assert answer.headers["Content-Disposition"].endswith("''%E6%9C%AA%E6%B8%85%E9%A1%B9-2026-03-02.csv")


def test_a_workbook_needs_no_folder_but_our_own_and_leaves_nothing_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", tmp_path)
    assert load_workbook(io.BytesIO(made("xlsx", Row("乙公司", None)))).active is not None
    assert list(tmp_path.iterdir()) == []
