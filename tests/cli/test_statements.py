"""`huikuan import statement`: the bank's lines into an account of ours, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.receipts.models import BankAccount, Receipt
from tests.books import new_books
from tests.cli.conftest import Huikuan

pytestmark = pytest.mark.django_db
OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>4711<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101<DTEND>20260131
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105<TRNAMT>12.50<FITID>a1<NAME>Acme<MEMO>INV 1</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260106<TRNAMT>-2.00<FITID>a2<NAME>Bank<MEMO>fee</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>10.50<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "january.ofx"
    path.write_text(OFX)
    return path


def test_the_first_account_is_made_as_the_file_describes_it(huikuan: Huikuan, statement: Path) -> None:
    shown = huikuan("import", "statement", statement, "--dry-run", "--json")
    assert (shown.document["accepted"], BankAccount.objects.count()) == (2, 0)
    ran = huikuan("import", "statement", statement, "--json")
    assert ran.document == {"read": 2, "accepted": 2, "duplicate": 0, "rejected": [], "totals": {"USD": 1_050}}
    account = BankAccount.objects.get()
    assert (account.currency, account.number) == ("USD", "4711")
    assert Receipt.objects.get().amount_minor == 1_250
    again = huikuan("import", "statement", statement, "--json").document
    assert (again["accepted"], again["duplicate"]) == (0, 2)


def test_several_accounts_have_to_be_told_apart(huikuan: Huikuan, statement: Path) -> None:
    company_id = new_books().company_id
    for name, currency in (("一", "USD"), ("二", "CNY")):
        BankAccount.objects.create(company_id=company_id, name=name, currency=currency)
    refused = huikuan("import", "statement", statement, "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "ACCOUNT_NEEDED")
    assert huikuan("import", "statement", statement, "--account", "二", "--json").code == 1
    assert huikuan("import", "statement", statement, "--account", "一", "--json").document["accepted"] == 2


def test_on_a_terminal_people_get_a_table(huikuan: Huikuan, statement: Path) -> None:
    assert "USD 10.50" in huikuan("import", "statement", statement).out


BEFORE = "交易日期,交易金额,账户余额,对方户名\n2026-02-25,1234.50,2234.50,乙方机电有限公司\n"
AFTER = "交易日期,交易金额,账户余额,对方户名\n2026-03-02,10.00,2010.00,乙方机电有限公司\n"


def test_a_statement_missing_in_between_is_a_named_warning_with_balances_and_days(
    huikuan: Huikuan, tmp_path: Path
) -> None:
    for name, text in (("before.csv", BEFORE), ("after.csv", AFTER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert (
        "warnings"
        not in huikuan("import", "statement", tmp_path / "before.csv", "--currency", "CNY", "--json").document
    )
    ran = huikuan("import", "statement", tmp_path / "after.csv", "--json")
    gap = {"expected": 223_450, "found": 200_000, "currency": "CNY", "last_day": "2026-02-25", "day": "2026-03-02"}
    assert ran.document["warnings"] == [{"code": "STATEMENT_GAP", **gap}]
    assert "STATEMENT_GAP: A statement is missing" in ran.err
    assert "2026-02-25 at CNY 2,234.50" in ran.err
