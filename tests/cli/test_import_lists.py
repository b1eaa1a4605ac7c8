"""`huikuan import`: one JSON document, 0, 1 or 2 to the shell, nothing half-written whatever the file holds."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huikuan.accounts.models import Company
from huikuan.cli.import_report import print_import
from huikuan.imports.models import SavedMapping
from huikuan.receivables.models import Invoice
from tests.books import new_books
from tests.cli.conftest import Huikuan
from tests.read_once import Reading, files_read_once, read_here
from tests.tried import wrong

__all__ = ["files_read_once", "read_here"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_read_once")]
HEADER = "发票号,客户,开票日期,到期日,金额\n"
GOOD = HEADER + 'F001,甲公司,2026-01-10,2026-02-09,"1,234.50"\nF002,乙公司,2026-01-11,,0.01\n'


def file(tmp_path: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_written() -> int:
    with connection.cursor() as cursor:
        total = 0
        for table in ("audit_act", "customers_customer", "receivables_invoice", "ledger_entry", "imports_importbatch"):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            total += cursor.fetchone()[0]
    return total


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_contract_of_an_import(huikuan: Huikuan, tmp_path: Path, encoding: str) -> None:
    new_books()
    path = file(tmp_path, (GOOD + "F003,,2026-01-10,,5\n").encode(encoding))
    ran = huikuan("import", "invoices", path, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert of_rows(ran.document) == []
    assert {name: value for name, value in ran.document.items() if name != "warnings"} == {
        "read": 3,
        "accepted": 2,
        "duplicate": 0,
        "rejected": [
            {
                "file": "list.csv",
                "line": 4,
                "column": "客户",
                "value": "",
                "reason": "CUSTOMER_MISSING: The row names no customer. Give his number, tax code or name.",
            }
        ],
        "totals": {"CNY": 123_451},
    }
    again = huikuan("import", "invoices", path, "--json").document
    assert (again["accepted"], again["duplicate"], len(again["rejected"]), again["totals"]) == (0, 2, 1, {})


def test_the_original_bytes_are_kept_and_named_by_each_row(huikuan: Huikuan, tmp_path: Path, settings) -> None:
    new_books()
    huikuan("import", "invoices", file(tmp_path, GOOD))
    sha256, _, line = Invoice.objects.get(number="F002").source_ref.partition("#")
    kept = settings.HOME / "files" / sha256[:2] / sha256
    assert kept.read_text().splitlines()[int(line) - 1] == "F002,乙公司,2026-01-11,,0.01"


def test_a_dry_run_shows_how_the_file_is_read_and_writes_nothing(huikuan: Huikuan, tmp_path: Path, settings) -> None:
    before = rows_written()
    ran = huikuan("import", "invoices", file(tmp_path, GOOD), "--dry-run", "--currency", "CNY")
    assert ran.code == 0
    assert "nothing was written" in ran.out
    assert "date_order: YMD" in ran.out
    assert (rows_written(), Company.objects.count(), list(settings.HOME.glob("files/*"))) == (before, 0, [])


def test_the_first_company_is_made_and_said(huikuan: Huikuan, tmp_path: Path) -> None:
    ran = huikuan("import", "invoices", file(tmp_path, GOOD), "--company", "甲方", "--currency", "usd", "--json")
    assert ran.document["totals"] == {"USD": 123_451}
    assert "甲方 (USD)" in ran.err
    assert Company.objects.get().name == "甲方"


def test_several_companies_have_to_be_told_apart(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books("甲方贸易有限公司")
    second = new_books("乙方贸易有限公司")
    path = file(tmp_path, GOOD)
    refused = huikuan("import", "invoices", path, "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "COMPANY_NEEDED")
    assert (
        huikuan("import", "invoices", path, "--company", "丙", "--json").document["error"]["code"]
        == "COMPANY_NOT_NAMED_SO"
    )
    assert huikuan("import", "invoices", path, "--company", second.company_id, "--json").document["accepted"] == 2
    assert huikuan("import", "invoices", path, "--company", "甲方", "--json").document["accepted"] == 2


def test_what_the_user_says_of_a_file_is_remembered_for_its_layout(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    text = "belegnr,kunde,wann,summe\nF1,甲公司,3/4/2026,1.234\n"
    first = file(tmp_path, text)
    said = ["--map", "invoice_number=BelegNr", "--map", "customer_name=kunde", "--map", "issue_date=wann"]
    said += ["--map", "amount=summe", "--date-order", "dmy", "--number-format", "comma"]
    unread = huikuan("import", "invoices", first, "--json")
    assert (unread.code, unread.document["error"]["code"]) == (1, "COLUMNS_MISSING")
    assert huikuan("import", "invoices", first, *said, "--json").document["totals"] == {"CNY": 123_400}
    assert Invoice.objects.get().issue_date.isoformat() == "2026-04-03"
    next_one = file(tmp_path, text.replace("F1", "F2").replace("3/4", "5/4"), "next.csv")
    assert huikuan("import", "invoices", next_one, "--json").document["accepted"] == 1
    assert Invoice.objects.get(number="F2").issue_date.isoformat() == "2026-04-05"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--map", "colour=金额"], "FIELD_UNKNOWN"),
        (["--map", "amount=Betrag"], "COLUMN_UNKNOWN"),
        (["--currency", "XYZ"], "CURRENCY_UNKNOWN"),
    ],
)
def test_what_cannot_be_is_refused_with_exit_code_one(huikuan: Huikuan, tmp_path: Path, words, code) -> None:
    new_books()
    ran = huikuan("import", "invoices", file(tmp_path, GOOD), *words, "--json")
    assert (ran.code, ran.document["error"]["code"]) == (1, code)
    assert "Refused" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["import", "bills", "x.csv"],
        ["import", "invoices"],
        ["import", "invoices", "no-such-file.csv"],
        ["import", "invoices", "--colour", "x"],
        ["import", "invoices", __file__, "--map", "amount"],
        ["import", "invoices", __file__, "--date-order", "YDM"],
    ],
)
def test_wrong_usage_is_exit_code_two_and_no_document(huikuan: Huikuan, words) -> None:
    ran = huikuan(*words, "--json")
    assert (ran.code, ran.out) == (2, "")


def test_a_key_is_done_once(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    path = file(tmp_path, GOOD)
    assert huikuan("import", "invoices", path, "--key", "k1", "--json").document["accepted"] == 2
    other = file(tmp_path, GOOD + "F9,甲公司,2026-01-10,,1\n", "other.csv")
    ran = huikuan("import", "invoices", other, "--key", "k1", "--json")
    assert (ran.code, ran.document["error"]["code"]) == (1, "KEY_REUSED")


def workbook(sheet: bytes) -> bytes:
    """A workbook of one sheet."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>',
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    return content.getvalue()


SPARSE = workbook(
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    b"</sheetData></worksheet>"
)
BOMB = workbook(b" " * 60_000_000)
MIXED = (GOOD + "F003,丙公司,2026-01-10,,5\n").encode() + "F004,丁公司,2026-01-10,,5\n".encode("gb18030")


WHOLE: list[tuple[str | bytes, str, str]] = [
    (b"", "a.csv", "FILE_EMPTY"),
    (b" \n \n", "a.csv", "FILE_EMPTY"),
    ("只有一列\nF001\n", "a.csv", "FILE_NO_HEADER"),
    (HEADER.replace(",", "~") + "F001~甲公司~2026-01-10~~5\n", "a.csv", "FILE_NO_HEADER"),
    (MIXED, "a.csv", "FILE_MIXED_ENCODINGS"),
    (GOOD.encode() + b"F003,\0,2026-01-10,,5\n", "a.csv", "FILE_NUL_CHARACTER"),
    (HEADER + 'F001,"甲公司,2026-01-10,,5\n', "a.csv", "FILE_UNCLOSED_QUOTE"),
    (SPARSE, "a.xlsx", "FILE_TOO_MANY_CELLS"),
    (BOMB, "a.xlsx", "FILE_PACKED_TOO_TIGHTLY"),
    (gzip.compress(b"x", mtime=0), "a.csv", "FILE_UNSUPPORTED_FORMAT"),
    (b"%PDF-1.7\n", "a.csv", "FILE_UNSUPPORTED_FORMAT"),
    ("发票号,客户,开票日期,金额,金额\nF1,甲公司,2026-01-10,5,6\n", "a.csv", "COLUMN_REPEATED"),
    ("发票号,客户,开票日期\nF1,甲公司,2026-01-10\n", "a.csv", "COLUMNS_MISSING"),
]


def test_a_file_that_cannot_be_taken_is_refused_whole_with_its_reason(
    huikuan: Huikuan, tmp_path: Path, read_here: Reading
) -> None:
    """That the child process reads such files to the same end is tried in tests/imports/test_bad_input.py."""
    new_books()

    def look(content: str | bytes, name: str, code: str) -> object:
        before = rows_written()
        ran = huikuan("import", "invoices", file(tmp_path, content, name), "--json")
        error = ran.document.get("error", {})
        has_its_sentence = code not in error.get("message", code)
        fine = (ran.code, error.get("code"), has_its_sentence, rows_written()) == (1, code, True, before)
        return None if fine else ran

    with read_here():
        assert wrong({f"{place} {case[2]}": partial(look, *case) for place, case in enumerate(WHOLE)}) == {}


def test_the_sparse_workbook_is_as_small_as_they_come() -> None:
    assert len(SPARSE) < 4_096
    assert len(BOMB) < 100_000
    assert struct.calcsize("<Q") == 8 and zlib.crc32(b"") == 0


BAD_ROWS = [
    ("F9,甲公司,2026-02-30,,5", "开票日期", "NO_SUCH_DAY"),
    ("F10,甲公司,2026-01-10,,1e400", "金额", "SCIENTIFIC_NOTATION"),
    ("F11,甲公司,2026-01-10,,NaN", "金额", "NOT_A_NUMBER"),
    ("F12,甲公司,2026-01-10,,-5", "金额", "NEGATIVE_AMOUNT"),
    ("F13,甲公司,2026-01-10,,0", "金额", "ZERO_AMOUNT"),
    ("F14,甲公司,2026-01-10,,100000000000.01", "金额", "OUT_OF_RANGE"),
    ("F15,甲公司,2026-01-10,,0.005", "金额", "NEEDS_ROUNDING"),
    ("F16,甲公司,2026-01-10,,$5", "金额", "CURRENCY_DIFFERS"),
    ("F17,甲公司,2099-01-10,,5", "开票日期", "TOO_FAR_AHEAD"),
    ("F18,甲公司,2026-01-10,5", "", "SHIFTED_ROW"),
    ("甲公司,F9,5,2026-01-10,", "开票日期", "UNREADABLE"),
]


def test_rows_that_cannot_be_taken_are_named_and_the_others_are_taken(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    rows = "".join(f"{row}\n" for row, _, _ in BAD_ROWS)
    found = huikuan("import", "invoices", file(tmp_path, GOOD + rows), "--json").document
    assert (found["read"], found["accepted"]) == (2 + len(BAD_ROWS), 2)
    refused = [(row["line"], row["column"], row["reason"].partition(": ")[0]) for row in found["rejected"]]
    assert refused == [(line, column, code) for line, (_, column, code) in enumerate(BAD_ROWS, start=4)]
    assert [row for row in found["rejected"] if row["reason"].endswith("}")] == [], "every reason has its sentence"


def test_amounts_people_write(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    amounts = {"１２３": 12_300, "￥5": 500, "12万元": 12_000_000, '"1,234.56"': 123_456}
    rows = "".join(f"{number},甲公司,2026-01-10,,{text}\n" for number, text in enumerate(amounts, start=1))
    huikuan("import", "invoices", file(tmp_path, HEADER + rows), "--json")
    read = Invoice.objects.order_by("pk").values_list("amount_minor", flat=True)
    assert dict(zip(amounts, read, strict=True)) == amounts


def test_amounts_in_ten_thousands_and_with_a_decimal_comma(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    unit = file(tmp_path, "发票号,客户,开票日期,金额(万元)\nF1,甲公司,2026-01-10,1.5\n", "unit.csv")
    assert huikuan("import", "invoices", unit, "--json").document["totals"] == {"CNY": 1_500_000}
    comma = file(tmp_path, "Invoice number;Customer;Date;Amount\nF2;甲公司;2026-01-10;1.234,56\n", "comma.csv")
    assert huikuan("import", "invoices", comma, "--json").document["totals"] == {"CNY": 123_456}


def test_open_items_and_an_unknown_currency(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    text = "单据编号,客户,单据日期,币别,金额,未收金额\nA1,甲公司,2026-01-10,CNY,10,4\nA2,甲公司,2026-01-10,ABC,10,4\n"
    found = huikuan("import", "receivables", file(tmp_path, text), "--json").document
    assert (found["accepted"], found["totals"]) == (1, {"CNY": 400})
    assert found["rejected"][0]["reason"].startswith("UNKNOWN_CURRENCY")


def test_a_ledger_folder(huikuan: Huikuan, tmp_path: Path) -> None:
    lists = {
        "customers.csv": "id,name,credit_limit_minor,terms_days\n1,甲公司,,30\n",
        "invoices.csv": "id,number,customer_id,issue_date,due_date,currency,amount_minor\n1,F1,1,2026-01-10,2026-02-09,CNY,500\n",
        "receipts.csv": "id,date,customer_id,amount_minor,reference\n1,2026-02-01,1,300,F1\n",
        "allocations.csv": "receipt_id,invoice_id,amount_minor\n1,1,300\n",
    }
    for name, text in lists.items():
        file(tmp_path, text, name)
    found = huikuan("import", "ledger", tmp_path, "--json").document
    assert (found["read"], found["accepted"], found["totals"]) == (4, 4, {"CNY": 500})
    assert huikuan("check", "--json").document["ok"] is True
    (tmp_path / "allocations.csv").unlink()
    assert huikuan("import", "ledger", tmp_path, "--json").document["error"]["code"] == "FILE_UNREADABLE"


def test_on_a_terminal_people_get_a_table_and_the_reasons(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    ran = huikuan("import", "invoices", file(tmp_path, f"{GOOD}F9,甲公司,2026-02-30,,2309.7899999999995\n"))
    assert "CNY 1,234.51" in ran.out
    assert "list.csv:4" in ran.out and "The calendar has no day 2026-02-30" in ran.out
    assert SavedMapping.objects.count() == 0


def of_rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The warnings about rows, without what credit control says of customers."""
    return [warning for warning in document.get("warnings", []) if "customers" not in warning]


def test_what_credit_control_says_counts_customers(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    path = file(tmp_path, GOOD)
    dry = huikuan("import", "invoices", path, "--dry-run", "--json").document
    found = huikuan("import", "invoices", path, "--json").document
    customers = len({line.split(",")[1] for line in GOOD.splitlines()[1:]})
    text = f"{customers} customers have no credit limit. See Credit limits, Not set."
    assert {"code": "CREDIT_NO_LIMIT", "customers": customers, "text": text} in found["warnings"]
    assert "warnings" not in dry  # they are about books in which the invoices stand
    again = huikuan("import", "invoices", path, "--json").document
    assert (again["duplicate"], again.get("warnings")) == (found["accepted"], None)


OPEN_ITEMS = (
    "单据编号,客户,单据日期,到期日,金额,{}\nA1,甲公司,2026-01-10,2026-01-01,100,40.50\nA2,甲公司,2026-01-10,,,10\n"
)


def test_a_column_that_may_be_the_open_one_is_asked_for(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    doubtful = file(tmp_path, OPEN_ITEMS.format("剩"))
    before = rows_written()
    ran = huikuan("import", "receivables", doubtful, "--json")
    assert (ran.code, rows_written()) == (1, before)
    assert "OPEN_COLUMN_UNCLEAR" in ran.out + ran.err
    assert "--map open_amount=column" in ran.out + ran.err
    said = huikuan("import", "receivables", doubtful, "--map", "open_amount=剩", "--json").document
    assert (said["accepted"], said["totals"]) == (2, {"CNY": 5_050})
    assert [warning["code"] for warning in of_rows(said)] == ["AMOUNT_FROM_OPEN", "DUE_BEFORE_ISSUE"]


def test_an_unused_column_of_amounts_is_named(huikuan: Huikuan, tmp_path: Path) -> None:
    new_books()
    path = file(tmp_path, GOOD.replace("金额", "金额,逾期金额").replace('50"', '50",7.25').replace("0.01", "0.01,3"))
    found = huikuan("import", "invoices", path, "--json").document
    text = "Columns with amounts that nothing is read from: 逾期金额."
    assert of_rows(found) == [{"code": "UNUSED_AMOUNTS", "columns": ["逾期金额"], "text": text}]
    assert "逾期金额" in huikuan("import", "invoices", path, "--dry-run").err


def test_two_ways_of_writing_amounts_in_one_column_are_named_with_a_line_of_each(
    huikuan: Huikuan, tmp_path: Path
) -> None:
    new_books()
    amounts = ('"1,234.56"', '"1.234,56"', '"1,23"', "100")
    rows = "".join(f"G{number},甲公司,2026-01-10,2026-02-09,{text}\n" for number, text in enumerate(amounts))
    path = file(tmp_path, "发票号,客户,开票日期,到期日,金额\n" + rows)
    for dry in (["--dry-run"], []):
        found = huikuan("import", "invoices", path, *dry, "--json").document
        assert (found["accepted"], found["rejected"], found["totals"]) == (4, [], {"CNY": 257_035})
        (warning,) = of_rows(found)
        shown = {"column": "金额", "point_line": 2, "point": "1,234.56", "comma_line": 3, "comma": "1.234,56"}
        assert {name: warning[name] for name in shown} == shown
        assert (warning["code"], warning["line"]) == ("MIXED_NUMBER_FORMATS", 3)
        assert warning["text"].startswith(
            "金额 writes its numbers in two ways: line 2 has 1,234.56, line 3 has 1.234,56."
        )


@pytest.mark.parametrize(
    ("refused", "said"), [(20, ""), (21, "… and 1 more refused row;"), (22, "… and 2 more refused rows;")]
)
def test_refused_rows_beyond_the_first_are_counted(refused: int, said: str, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("HUIKUAN_LANGUAGE", "en")
    row = {"file": "list.csv", "line": 1, "column": "a", "value": "b", "reason": "NO_SUCH_DAY: it does not exist"}
    document = {"read": refused, "accepted": 0, "duplicate": 0, "totals": {}, "rejected": [row] * refused}
    print_import(document=document, dry_run=False)
    printed = capsys.readouterr().out
    assert said in printed
    assert ("more refused" in printed) == (refused > 20)
