"""Files that are odd and right: what Chinese programs export is read exactly, the same again changes nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from huikuan.receipts.models import StatementLine
from huikuan.receivables.models import Invoice
from tests.books import Books
from tests.cli.conftest import Huikuan
from tests.imports import bad_files as made
from tests.imports.bad_files import ALIKE, GOOD, LIST, LISTS, ROWS, cell, rows_written
from tests.read_once import Reading
from tests.tried import wrong

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_read_once")]
AMOUNTS: dict[str, tuple[str, int]] = {
    "full width": ("１２３", 12_300),
    "a full-width sign": ("￥5", 500),
    "full width with groups": ('"￥１，２３４．５０"', 123_450),
    "ten thousands": ("12万元", 12_000_000),
    "yuan": ("12.5元", 1_250),
    "the code before": ("CNY 12.5", 1_250),
    "capital characters": ("壹佰元整", 10_000),
    "thousands with a point": ('"1,234.56"', 123_456),
    "thousands with a comma": ('"1.234,56"', 123_456),
    "the largest": ("100000000000.00", 10_000_000_000_000),
}


BY_THE_CHILD = {"GB18030", "a total below", "a workbook", "an old workbook called xlsx", "a page called xls"}
"""One of each format, and one that is not clean: these the child process reads too, the oddities are read in this one."""


@pytest.mark.parametrize("kind", ALIKE)
def test_amounts_people_write_are_read(huikuan: Huikuan, tmp_path: Path, books: Books, kind: str) -> None:
    def row(name: str, text: str) -> list[str]:
        return ["2026-01-11", name, text, "", ""] if kind == "statement" else [name, *cell(text)[1:]]

    path = tmp_path / "a.csv"
    rows = (row(name, text) for name, (text, _) in AMOUNTS.items())
    path.write_text(made.text_of(ROWS[kind][:1]) + "".join(",".join(one) + "\n" for one in rows))
    huikuan("import", kind, path, "--json")
    lines = StatementLine.objects.values_list("reference", "amount_minor")
    invoices = Invoice.objects.values_list("number", "amount_minor")
    assert dict(lines if kind == "statement" else invoices) == {name: minor for name, (_, minor) in AMOUNTS.items()}


def odd_files(kind: str) -> dict[str, tuple[bytes, str]]:
    """Odd files that hold exactly the good row."""
    rows, text = ROWS[kind], GOOD[kind]
    quoted = text.replace("甲公司", '"甲公司\n（杭州）"').replace("货款", '"货\n款"')
    return {
        "semicolons": (made.text_of(rows, ";").encode(), "a.csv"),
        "tabs": (made.text_of(rows, "\t").encode(), "a.csv"),
        "bars": (made.text_of(rows, "|").encode(), "a.csv"),
        "UTF-8 with a mark": (text.encode("utf-8-sig"), "a.csv"),
        "GB18030": (text.encode("gb18030"), "a.csv"),
        "UTF-16": (text.encode("utf-16"), "a.csv"),
        "UTF-16 without a mark": (text.encode("utf-16-le"), "a.csv"),
        "traditional in Big5": (text.translate(made.TRADITIONAL).encode("big5", "replace"), "a.csv"),
        "line ends of Windows": (text.replace("\n", "\r\n").encode(), "a.csv"),
        "a line break inside a cell": (quoted.encode(), "a.csv"),
        "blank lines": (text.replace("\n", "\n\n").encode(), "a.csv"),
        "a total below": (f"{text}合计,,,,100\n".encode(), "a.csv"),
        "a traditional total below": (f"{text}合計,,,,100\n".encode(), "a.csv"),
        "a day in Chinese": (text.replace("2026-01-10", "2026年1月10日").encode(), "a.csv"),
        "a workbook": (made.plain_workbook(rows), "a.xlsx"),
        "a workbook called csv": (made.plain_workbook(rows), "a.csv"),
        "an old workbook called xlsx": (made.old_workbook(rows), "a.xlsx"),
        "a page called xls": (made.page(rows), "a.xls"),
        "a page in GBK called xlsx": (made.page(rows, "gbk"), "a.xlsx"),
        "text called xlsx": (text.encode(), "a.xlsx"),
        "the second sheet": (made.under_a_cover(rows), "a.xlsx"),
        "behind a hidden sheet": (made.behind_a_hidden_sheet(rows), "a.xlsx"),
        "merged titles": (made.under_merged_titles(rows), "a.xlsx"),
        "marks that do not show": (text.replace("甲公司", "甲\u202e公\u200b司").encode(), "a.csv"),
    }


@pytest.mark.parametrize("kind", ALIKE)
def test_odd_files_are_read_exactly(
    huikuan: Huikuan, tmp_path: Path, books: Books, read_here: Reading, kind: str
) -> None:
    def look(content: bytes, file_name: str) -> object:
        path = tmp_path / file_name
        path.write_bytes(content)
        found = huikuan("import", kind, path, "--json").document
        if (found["read"], found["accepted"], found["rejected"], found["totals"]) != (1, 1, [], {"CNY": 10_000}):
            return found
        before = rows_written()["ledger_entry"]
        again = huikuan("import", kind, path, "--json").document
        if (again["accepted"], again["duplicate"], again["totals"]) != (0, 1, {}):
            return "again", again
        return None if rows_written()["ledger_entry"] == before else "posted again"

    files = odd_files(kind)
    assert set(files) > BY_THE_CHILD
    assert wrong({name: partial(look, *files[name]) for name in sorted(BY_THE_CHILD)}) == {}
    with read_here():
        assert wrong({name: partial(look, *file) for name, file in files.items()}) == {}


@pytest.mark.parametrize("kind", ALIKE)
def test_overlapping_files_bring_each_row_once(huikuan: Huikuan, tmp_path: Path, books: Books, kind: str) -> None:
    second = ["2026-01-11", "b", 50, None, 150] if kind == "statement" else ["F002", "乙公司", "2026-01-11", "", 50]
    (tmp_path / "a.csv").write_text(GOOD[kind])
    (tmp_path / "b.csv").write_text(GOOD[kind] + made.text_of([second]))
    huikuan("import", kind, tmp_path / "a.csv", "--json")
    found = huikuan("import", kind, tmp_path / "b.csv", "--json").document
    assert (found["read"], found["accepted"], found["duplicate"], found["totals"]) == (2, 1, 1, {"CNY": 5_000})


@pytest.mark.parametrize("kind", ALIKE)
def test_an_unknown_currency_is_refused_in_its_row(huikuan: Huikuan, tmp_path: Path, books: Books, kind: str) -> None:
    header, row = ROWS[kind]
    path = tmp_path / "a.csv"
    path.write_text(made.text_of([[*header, "币别"], [*row, "CNY"], [*row[:-1], 200, "ABC"]]))
    found = huikuan("import", kind, path, "--json").document
    (refused,) = found["rejected"]
    assert (refused["line"], refused["column"], refused["value"]) == (3, "币别", "ABC")
    assert refused["reason"].startswith("UNKNOWN_CURRENCY: ")


@pytest.mark.parametrize("kind", LISTS)
def test_a_formula_without_its_value_is_no_amount(huikuan: Huikuan, tmp_path: Path, books: Books, kind: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.plain_workbook([LIST[0], [*LIST[1][:-1], "=50+50"]]))
    (refused,) = huikuan("import", kind, path, "--json").document["rejected"]
    assert (refused["line"], refused["column"]) == (2, "金额")
    assert refused["reason"].startswith("BLANK: ")


def test_a_name_that_only_looks_the_same_is_the_same_customer(huikuan: Huikuan, tmp_path: Path, books: Books) -> None:
    from huikuan.customers.models import Customer

    for number, name in enumerate(("甲公司", "甲\u200b公司", "\u202e甲公司\u202c")):
        path = tmp_path / f"{number}.csv"
        path.write_text(GOOD["invoices"].replace("甲公司", name).replace("F001", f"F00{number}"))
        assert huikuan("import", "invoices", path, "--json").document["accepted"] == 1
    assert list(Customer.objects.values_list("name", flat=True)) == ["甲公司"]
