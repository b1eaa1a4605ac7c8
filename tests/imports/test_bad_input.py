"""The list of bad input: each gets a named error with its place and remedy in both languages, nothing is half-written.

Whole files are refused with the code, each by the command and by the operations behind it: what these write or leave alone
they do themselves, what the child process read for the one it need not read again for the other. Rows are refused one by one
and the others taken: all bad rows stand in one file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from huikuan.imports.operations.lists import import_file
from huikuan.imports.rules import ImportKind, Options
from huikuan.jobs.import_files import FileOrder, order_of
from huikuan.jobs.import_statement import StatementOrder, import_statement_file
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receipts.queries.bank_accounts import bank_accounts
from huikuan.wording.sentences import sentence
from tests.books import NOW, Books
from tests.cli.conftest import Huikuan
from tests.imports import bad_files as made
from tests.imports.bad_files import ALIKE, BANK, GOOD, LIST, LISTS, cell, rows_written
from tests.tried import undone, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_read_once")]
TODAY = date(2026, 3, 2)


def bring_in(kind: str, path: Path, books: Books, key: str = "again") -> None:
    """What the command calls, without the command."""
    if kind == "statement":
        (account,) = bank_accounts(actor=SYSTEM)
        order = StatementOrder(account, path.read_bytes(), path.name)
        import_statement_file(actor=SYSTEM, now=NOW, key=key, order=order)
        return
    wanted = FileOrder(ImportKind(kind.upper()), books.company_id, path, path.name, Options())
    import_file(actor=SYSTEM, now=NOW, today=TODAY, key=key, order=order_of(file=wanted))


def says_where_and_what_to_do(code: str, parameters: dict[str, Any]) -> bool:
    """Whether both languages have a sentence of their own, complete, with what is wrong and then what to do."""
    with translation.override("en"):
        english = sentence(code=code, parameters=parameters)
    with translation.override("zh-hans"):
        chinese = sentence(code=code, parameters=parameters)
    complete = code not in english and code not in chinese and "%(" not in english + chinese
    two_parts = len(re.findall(r"[.:;] ", english)) >= 1 and len(re.findall("[。，：；]", chinese)) >= 2
    return complete and english != chinese and two_parts


@dataclass(frozen=True)
class Whole:
    """A file that is refused as a whole."""

    content: str | bytes
    lists: str
    """Its code as a list of invoices or open items, without FILE_; empty where it is no matter for lists."""
    bank: str
    """Its code as a statement, without STATEMENT_."""
    line: int | None = None
    name: str = "a.csv"


def both(code: str) -> tuple[str, str]:
    return code, code


HEADER_OF_10_000 = ",".join(f"c{number}" for number in range(10_000)) + "\n"
WHOLE: dict[str, Whole] = {
    "empty": Whole("", *both("EMPTY")),
    "blank lines only": Whole(" \n \n", *both("EMPTY")),
    "one column": Whole("只有一列\nF001\n", *both("NO_HEADER")),
    "tildes for commas": Whole("{good~}", "NO_HEADER", "UNKNOWN_DELIMITER"),
    "two encodings": Whole("{mixed}", *both("MIXED_ENCODINGS"), line=3),
    "a NUL": Whole("{good}a,\0,b,c,d\n", *both("NUL_CHARACTER"), line=3),
    "a quote never closed": Whole('{good}a,"b,c,d,e\nf,g,h,i,j\n', "UNCLOSED_QUOTE", "", line=3),
    "a lone surrogate": Whole(b"\xed\xa0\x80{good}", "UNDECODABLE", "UNDECODABLE"),
    "bytes of every kind": Whole(bytes(range(1, 256)) * 50, *both("UNDECODABLE")),
    "ten thousand columns": Whole(HEADER_OF_10_000 + HEADER_OF_10_000, "TOO_MANY_COLUMNS", "NO_HEADER"),
    "a line of 19 megabytes": Whole("{good}" + "x" * 19_000_000, "FIELD_TOO_LONG", ""),
    "no column of amounts": Whole("发票号,客户,开票日期\nF1,甲公司,2026-01-10\n", "COLUMNS_MISSING", "NO_HEADER"),
    "the amount twice": Whole("发票号,客户,开票日期,余额,金额,金额\nF1,甲,2026-01-10,1,5,6\n", "COLUMN_REPEATED", ""),
    "money in twice": Whole("交易日期,摘要,收入,收入,余额\n2026-01-10,a,5,5,5\n", "", "DUPLICATE_HEADER", 1),
    "a sparse workbook": Whole(made.SPARSE, *both("TOO_MANY_CELLS"), name="a.xlsx"),
    "a zip bomb": Whole(made.BOMB, *both("PACKED_TOO_TIGHTLY"), name="a.xlsx"),
    "a damaged workbook": Whole(made.plain_workbook(LIST)[:3_000], *both("CORRUPT"), name="a.xlsx"),
    "a damaged old workbook": Whole(made.ENCRYPTED, *both("CORRUPT"), name="a.xls"),
    "XML with an entity": Whole(made.ENTITIES, "UNSUPPORTED_FORMAT", "XML_DTD", name="a.xml"),
    "XML that laughs": Whole(made.LAUGHS, "UNSUPPORTED_FORMAT", "XML_DTD", name="a.xml"),
    "a PDF": Whole("%PDF-1.7\n", "UNSUPPORTED_FORMAT", "UNKNOWN_FORMAT", name="a.pdf"),
    "a picture": Whole(b"\x89PNG\r\n\x1a\n" + bytes(99), "UNSUPPORTED_FORMAT", "UNKNOWN_FORMAT", name="a.csv"),
    "a gzip": Whole(made.GZIPPED, "UNSUPPORTED_FORMAT", "NO_HEADER", name="a.csv.gz"),
    "an archive that climbs": Whole(
        made.packed({"../../a.csv": GOOD["statement"]}), "UNSUPPORTED_FORMAT", "UNSAFE_NAME", name="a.zip"
    ),
    "an archive of a remark": Whole(made.packed({"a.txt": "x"}), "UNSUPPORTED_FORMAT", "NO_HEADER", name="a.zip"),
    "a balance off by a cent": Whole(
        made.text_of([*BANK, ["2026-01-11", "b", 50, None, 150.01]]), "", "BALANCE_BREAK", 3
    ),
    "a day far ahead": Whole(made.text_of([*BANK, ["2099-01-11", "b", 50, None, 150]]), "", "TOO_FAR_AHEAD", 3),
}


def content_of(case: Whole, kind: str) -> bytes:
    good = GOOD[kind]
    if case.content == "{mixed}":
        return good.encode() + "a,丁公司,c,d,e\n".encode("gb18030")
    if isinstance(case.content, bytes):
        return case.content.replace(b"{good}", good.encode())
    return case.content.replace("{good~}", good.replace(",", "~")).replace("{good}", good).encode()


@pytest.mark.parametrize("kind", ALIKE)
def test_a_file_is_refused_whole(huikuan: Huikuan, tmp_path: Path, books: Books, kind: str) -> None:
    def look(case: Whole, code: str) -> object:
        path = tmp_path / case.name
        path.write_bytes(content_of(case, kind))
        before = rows_written()
        ran = huikuan("import", kind, path, "--json")
        error = ran.document["error"]
        if (ran.code, error["code"]) != (1, code):
            return ran.code, error["code"]
        if case.line not in (None, error["parameters"].get("line")):
            return error["parameters"]
        if not says_where_and_what_to_do(code, error["parameters"]) or error["message"] not in ran.err:
            return error["message"], ran.err
        refused = refusal(lambda: bring_in(kind, path, books))
        return differing(before) if refused == code else ("the operation", refused)

    codes = {name: code_of(case, kind) for name, case in WHOLE.items()}
    assert wrong({name: partial(look, WHOLE[name], code) for name, code in codes.items() if code}) == {}


def code_of(case: Whole, kind: str) -> str:
    """With which code it is refused; empty where it is no matter for this kind."""
    name = case.bank if kind == "statement" else case.lists
    prefix = "STATEMENT_" if kind == "statement" else "" if name.startswith("COLUMN") else "FILE_"
    return name and f"{prefix}{name}"


def refusal(act: Callable[[], object]) -> str:
    """The code with which it is refused; empty if it is done."""
    try:
        act()
    except Refused as refused:
        return refused.code
    return ""


def differing(before: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Tables with another number of rows than before."""
    return {table: (before[table], now) for table, now in rows_written().items() if before[table] != now}


NUMBER, CUSTOMER, ISSUED, DUE, AMOUNT = range(5)
BAD_ROWS: dict[str, tuple[list[str], str, str, str]] = {
    # what: row of a list, its code there, its code in a statement (same amount or day), column
    "a day the calendar lacks": (cell("2026-02-30", ISSUED), "NO_SUCH_DAY", "NO_SUCH_DAY", "开票日期"),
    "the day nought": (cell("0000-00-00", ISSUED), "NO_SUCH_DAY", "NO_SUCH_DAY", "开票日期"),
    "29 February of a common year": (cell("2023-02-29", ISSUED), "NO_SUCH_DAY", "NO_SUCH_DAY", "开票日期"),
    "the year 9999": (cell("9999-12-31", ISSUED), "OUT_OF_RANGE", "OUT_OF_RANGE", "开票日期"),
    "a day far ahead": (cell("2099-01-10", ISSUED), "TOO_FAR_AHEAD", "", "开票日期"),
    "a spreadsheet's day number": (cell("46032", ISSUED), "EXCEL_SERIAL", "EXCEL_SERIAL", "开票日期"),
    "a year of two digits": (cell("05/03/26", ISSUED), "TWO_DIGIT_YEAR", "TWO_DIGIT_YEAR", "开票日期"),
    "day or month": (cell("05/03/2026", ISSUED), "AMBIGUOUS_ORDER", "AMBIGUOUS_ORDER", "开票日期"),
    "a day in words": (cell("二〇二六年三月五日", ISSUED), "UNREADABLE", "UNREADABLE", "开票日期"),
    "1e400": (cell("1e400"), "SCIENTIFIC_NOTATION", "SCIENTIFIC_NOTATION", "金额"),
    "NaN": (cell("NaN"), "NOT_A_NUMBER", "NOT_A_NUMBER", "金额"),
    "Infinity": (cell("Infinity"), "NOT_A_NUMBER", "NOT_A_NUMBER", "金额"),
    "an error of a formula": (cell("#VALUE!"), "NOT_A_NUMBER", "NOT_A_NUMBER", "金额"),
    "a formula as text": (cell("=1+1"), "UNREADABLE", "UNREADABLE", "金额"),
    "nothing": (cell(""), "BLANK", "NO_AMOUNT", "金额"),
    "zero": (cell("0"), "ZERO_AMOUNT", "ZERO_AMOUNT", "金额"),
    "half a cent": (cell("0.005"), "NEEDS_ROUNDING", "NEEDS_ROUNDING", "金额"),
    "above the bound": (cell("100000000000.01"), "OUT_OF_RANGE", "OUT_OF_RANGE", "金额"),
    "five thousand digits": (cell("9" * 5_000), "TOO_LONG", "TOO_LONG", "金额"),
    "another currency": (cell("$5"), "CURRENCY_DIFFERS", "CURRENCY_DIFFERS", "金额"),
    "groups of two": (cell('"12,34,567.00"'), "BAD_GROUPING", "BAD_GROUPING", "金额"),
    "no customer": (cell("", CUSTOMER), "CUSTOMER_MISSING", "", "客户"),
    "a customer of 300 characters": (cell("客" * 300, CUSTOMER), "TOO_LONG", "", "客户"),
    "a number of 100 digits": (cell("9" * 100, NUMBER), "TOO_LONG", "", "发票号"),
    "a cell too many": ([*cell("5"), "9"], "SHIFTED_ROW", "EXTRA_CELLS", ""),
    "a cell too few": (["F9", "乙公司", "2026-01-10", "5"], "SHIFTED_ROW", "", ""),
}
ONLY_INVOICES = {
    "a minus": (cell("-5"), "NEGATIVE_AMOUNT", "", "金额"),
    "a minus behind": (cell("5.00-"), "NEGATIVE_AMOUNT", "", "金额"),
    "brackets": (cell("(5.00)"), "NEGATIVE_AMOUNT", "", "金额"),
}
STATEMENT_COLUMNS = {"开票日期": "交易日期", "金额": "收入", "": ""}


def bad_rows(kind: str) -> dict[str, tuple[list[str], str, str]]:
    """Row, code and column of each case that is one of this kind, every document with a number of its own."""
    if kind != "statement":
        cases = {**BAD_ROWS, **(ONLY_INVOICES if kind == "invoices" else {})}
        return {
            name: ([f"F9{place}" if row[NUMBER] == "F9" else row[NUMBER], *row[1:]], code, column)
            for place, (name, (row, code, _bank, column)) in enumerate(cases.items())
        }
    return {
        name: ([row[ISSUED], f"b{place}", row[AMOUNT], "", "", *row[5:]], bank, STATEMENT_COLUMNS[column])
        for place, (name, (row, _code, bank, column)) in enumerate(BAD_ROWS.items())
        if bank
    }


@pytest.mark.parametrize("kind", (*LISTS, "statement"))
def test_rows_are_refused_by_name_and_the_others_are_taken(
    huikuan: Huikuan, tmp_path: Path, books: Books, kind: str
) -> None:
    good = tmp_path / "good.csv"
    good.write_text(GOOD[kind])
    with undone():
        bring_in(kind, good, books)
        alone = rows_written()
    cases = bad_rows(kind)
    path = tmp_path / "list.csv"
    path.write_text(GOOD[kind] + "".join(",".join(row) + "\n" for row, _, _ in cases.values()))
    ran = huikuan("import", kind, path, "--json")
    found = ran.document
    assert (ran.code, found["read"], found["accepted"], found["totals"]) == (0, 1 + len(cases), 1, {"CNY": 10_000})
    refused = {row["line"]: row for row in found["rejected"]}
    assert len(refused) == len(found["rejected"])
    assert {
        name: told
        for line, (name, (_row, code, column)) in enumerate(cases.items(), start=3)
        if (told := what_is_said_wrongly(refused.get(line), kind, code, column))
    } == {}
    assert differing(alone) == {}, "as if the bad rows had not been there"


def what_is_said_wrongly(refused: dict[str, Any] | None, kind: str, code: str, column: str) -> object:
    """What a refused row says instead of its file, column and reason, each with its sentence in both languages."""
    if refused is None:
        return "not refused"
    said = refused["file"], refused["column"], refused["reason"].partition(": ")[0]
    if said != ("list.csv", column, code):
        return refused
    parameters = {"column": refused["column"], "value": refused["value"], "found": 6, "expected": 5, "limit": 1}
    prefix = "STATEMENT_" if kind == "statement" else "ROW_"
    return None if says_where_and_what_to_do(f"{prefix}{code}", parameters) else "no whole sentence"


def test_the_sparse_workbook_and_the_bomb_are_small() -> None:
    assert len(made.SPARSE) < 4_096
    assert len(made.BOMB) < 100_000


def test_the_check_of_sentences_notices_a_missing_one() -> None:
    assert not says_where_and_what_to_do("FILE_NEVER_HEARD_OF", {})
    assert says_where_and_what_to_do("FILE_EMPTY", {"file": "a.csv"})
    assert replace(WHOLE["empty"], lists="X").lists == "X"
