"""`huikuan import statement`: the bank's lines into an account of ours, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from huikuan.accounts.models import Company
from huikuan.receipts.models import BankAccount, Receipt, Wallet
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
    stated = {"opening_minor": None, "closing_minor": 1_050, "ties": None}
    counted = {"read": 2, "accepted": 2, "duplicate": 0, "rejected": [], "totals": {"USD": 1_050}}
    assert ran.document == {**counted, **stated}
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


def test_a_dry_run_tells_the_lines_that_are_known_already(huikuan: Huikuan, statement: Path) -> None:
    ran = huikuan("import", "statement", statement, "--json").document
    shown = huikuan("import", "statement", statement, "--dry-run", "--json").document
    stated = {"opening_minor": None, "closing_minor": 1_050, "ties": None}
    assert shown == {"read": 2, "accepted": 0, "duplicate": 2, "rejected": [], "totals": {}, **stated}
    assert (ran["accepted"], shown) == (2, huikuan("import", "statement", statement, "--json").document)
    more = "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260107<TRNAMT>3.00<FITID>a3<NAME>Acme<MEMO>INV 2</STMTTRN>"
    longer = statement.with_name("longer.ofx")
    longer.write_text(OFX.replace("</BANKTRANLIST>", f"{more}</BANKTRANLIST>").replace("10.50", "13.50"))
    shown = huikuan("import", "statement", longer, "--dry-run", "--json").document
    assert shown == {
        "read": 3,
        "accepted": 1,
        "duplicate": 2,
        "rejected": [],
        "totals": {"USD": 300},
        **stated,
        "closing_minor": 1_350,
    }
    assert shown == huikuan("import", "statement", longer, "--json").document


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
    (warning,) = ran.document["warnings"]
    assert warning == {"code": "STATEMENT_GAP", **gap, "text": warning["text"]}
    assert warning["text"].startswith("A statement is missing: the one before closes on 2026-02-25 at CNY 2,234.50,")
    assert "STATEMENT_GAP: A statement is missing" in ran.err
    assert "2026-02-25 at CNY 2,234.50" in ran.err


def two_accounts(tmp_path: Path, *, currency: str = "USD") -> Path:
    """A file with two lines of account 4711 and two of account 4712."""
    body = OFX.partition("<STMTTRNRS>")
    one = f"<STMTTRNRS>{body[2].partition('</STMTTRNRS>')[0]}</STMTTRNRS>"
    path = tmp_path / "two.ofx"
    path.write_text(OFX.replace("</BANKMSGSRSV1>", one.replace("4711", "4712") + "</BANKMSGSRSV1>"))
    path.write_text(path.read_text().replace("USD", currency))
    return path


def test_of_a_file_with_several_accounts_one_is_taken_and_the_others_are_named(
    huikuan: Huikuan, tmp_path: Path
) -> None:
    path = two_accounts(tmp_path)
    for dry in (["--dry-run"], []):
        ran = huikuan("import", "statement", path, *dry, "--json")
        said = ran.document
        assert (said["read"], said["accepted"], said["duplicate"]) == (4, 2, 0)
        assert [(row["line"], row["value"]) for row in said["rejected"]] == [(3, "4712"), (4, "4712")]
        assert said["rejected"][0]["reason"].startswith("OTHER_ACCOUNT: The line is of another account: 4712.")
        text = "Left out: 2 lines of account 4712 (USD). Import the file once more for that account."
        left = {"code": "STATEMENT_LEFT_OUT", "account": "4712", "currency": "USD", "lines": 2, "text": text}
        assert said["warnings"] == [left]
        assert f"STATEMENT_LEFT_OUT: {text}" in ran.err
    assert huikuan("account", "add", "second", "--number", "4712", "--currency", "USD").code == 0
    second = huikuan("import", "statement", path, "--account", "second", "--json").document
    assert (second["accepted"], [row["value"] for row in second["rejected"]]) == (2, ["4711", "4711"])
    assert Receipt.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "currency", "code", "said"),
    [
        (
            "4799",
            "USD",
            "STATEMENT_ACCOUNT_DIFFERS",
            "is of account 4711, 4712, the bank account ours has the number 4799",
        ),
        ("", "USD", "STATEMENT_ACCOUNT_UNCLEAR", "two.ofx holds several accounts (4711, 4712, from line 7)"),
        ("4711", "CNY", "STATEMENT_CURRENCY_NOT_OURS", "Line 7 of two.ofx is in USD, the bank account ours in CNY."),
    ],
)
def test_a_statement_of_another_account_or_currency_is_refused_with_place_and_remedy(
    huikuan: Huikuan, tmp_path: Path, number: str, currency: str, code: str, said: str
) -> None:
    company_id = new_books().company_id
    BankAccount.objects.create(company_id=company_id, name="ours", currency=currency, number=number)
    ran = huikuan("import", "statement", two_accounts(tmp_path), "--json")
    assert (ran.code, ran.document["error"]["code"]) == (1, code)
    assert said in ran.document["error"]["message"]
    assert "huikuan account add NAME --" in ran.document["error"]["message"]
    assert not Receipt.objects.exists()


def test_a_currency_out_of_use_is_named_with_its_line(huikuan: Huikuan, tmp_path: Path) -> None:
    ran = huikuan("import", "statement", two_accounts(tmp_path, currency="DEM"), "--json")
    assert ran.document["error"]["code"] == "STATEMENT_UNKNOWN_CURRENCY_IN_FILE"
    assert ran.document["error"]["message"].startswith("Line 7 of two.ofx is in DEM, which is no currency in use.")


def test_an_account_nobody_knows_is_refused_with_the_way_to_add_it(huikuan: Huikuan, statement: Path) -> None:
    BankAccount.objects.create(company_id=new_books().company_id, name="工行", currency="USD")
    ran = huikuan("import", "statement", statement, "--account", "建行", "--json")
    assert (ran.code, ran.document["error"]["code"]) == (1, "ACCOUNT_NOT_NAMED_SO")
    assert "Known: 工行 (USD)." in ran.document["error"]["message"]
    assert ran.document["error"]["message"].endswith("or add it: huikuan account add 建行.")


def test_a_first_company_and_account_are_told_of_only_if_they_stay(huikuan: Huikuan, tmp_path: Path) -> None:
    path = tmp_path / "january.ofx"
    path.write_text(OFX.replace("20260105", "20990105"))
    refused = huikuan("import", "statement", path)
    assert (refused.code, Company.objects.count(), BankAccount.objects.count()) == (1, 0, 0)
    path.write_text(OFX)
    looked = huikuan("import", "statement", path, "--dry-run")
    taken = huikuan("import", "statement", path)
    for word in ("There is no own company yet", "There is no bank account yet"):
        assert [word in ran.err for ran in (refused, looked, taken)] == [False, False, True]


BALANCED = "交易日期,借方,贷方,余额,对方户名\n2026-02-19,,500.00,1500.00,甲\n2026-02-20,200.00,,{last},乙\n"


@pytest.mark.parametrize(
    ("last", "options", "stated"),
    [
        ("1300.00", (), (100_000, 130_000, True)),
        ("1299.00", ("--ignore-balances",), (None, None, False)),
    ],
)
def test_the_balances_of_a_statement_and_whether_its_lines_lead_there(
    huikuan: Huikuan, tmp_path: Path, last: str, options: tuple[str, ...], stated: tuple[int | None, int | None, object]
) -> None:
    """Balances that contradict the lines are none: which of them would be the opening one?"""
    file = tmp_path / "bank.csv"
    file.write_text(BALANCED.format(last=last), encoding="utf-8")
    document = huikuan("import", "statement", file, "--json", *options).document
    assert (document["opening_minor"], document["closing_minor"], document["ties"]) == stated


def test_a_merchant_account_is_added_by_its_kind(huikuan: Huikuan) -> None:
    new_books()
    made = huikuan("account", "add", "微信", "--kind", "wechat", "--json")
    assert (made.code, made.document["name"]) == (0, "微信")
    assert Wallet.objects.get().kind == "WECHAT_MERCHANT"


def test_a_layout_that_nobody_saved_is_refused(huikuan: Huikuan, statement: Path) -> None:
    refused = huikuan("import", "statement", statement, "--layout", "某银行", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (1, "LAYOUT_UNKNOWN")
