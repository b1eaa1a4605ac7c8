"""OFX 1.x and 2.x through one tolerant reader."""

import pytest

from huikuan.integrations.bank_files.ofx_tree import ofx_tree
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, StatementFile

HEAD = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n"


def _ofx(transactions, balance="<LEDGERBAL><BALAMT>5.00<DTASOF>20260131</LEDGERBAL>", currency="USD", account="1"):
    return (
        f"{HEAD}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><ACCTID>{account}</BANKACCTFROM>"
        f"<BANKTRANLIST>\n{transactions}</BANKTRANLIST>{balance}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def _transaction(amount="1.00", posted="20260102", number="F1", more=""):
    return f"<STMTTRN><TRNTYPE>X<DTPOSTED>{posted}<TRNAMT>{amount}<FITID>{number}<NAME>N{more}</STMTTRN>\n"


def _read(text):
    return read_statement(content=text.encode(), filename="x.ofx")


def _one(text):
    found = _read(text)
    assert isinstance(found, StatementFile), found.message
    assert found.rows_read == found.rows_accounted
    return found.statements[0]


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("1.00", 100), ("-6.60", -660), ("+5", 500), ("12,34", 1_234), ("-0.01", -1), ("1,234.56", 123_456)],
)
def test_amounts(amount, minor):
    assert _one(_ofx(_transaction(amount))).lines[0].amount_minor == minor


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0.00", "ZERO_AMOUNT"),
        ("", "NO_AMOUNT"),
        ("x", "UNREADABLE"),
        ("1.005", "NEEDS_ROUNDING"),
        ("1e5", "SCIENTIFIC_NOTATION"),
    ],
)
def test_amounts_that_are_none_are_rejected(amount, code):
    rejected = _one(_ofx(_transaction(amount) + _transaction("2.00"))).rejected
    assert [(fault.line, fault.column, fault.code) for fault in rejected] == [(6, "TRNAMT", code)]


@pytest.mark.parametrize(
    ("posted", "day", "clock"),
    [
        ("20260102", "2026-01-02", None),
        ("20260102235959", "2026-01-02", "23:59:59"),
        ("20260102120000.000[-5:EST]", "2026-01-02", "12:00:00"),
        ("20260102120000.000[-:EST]", "2026-01-02", "12:00:00"),
        ("202601021200", "2026-01-02", "12:00:00"),
    ],
)
def test_moments(posted, day, clock):
    line = _one(_ofx(_transaction(posted=posted))).lines[0]
    assert line.booked_on.isoformat() == day
    assert (None if line.booked_at is None else line.booked_at.time().isoformat()) == clock


@pytest.mark.parametrize(
    ("posted", "code"), [("", "DATE_MISSING"), ("20260231", "NO_SUCH_DAY"), ("soon", "UNREADABLE")]
)
def test_days_that_are_none_are_rejected(posted, code):
    rejected = _one(_ofx(_transaction(posted=posted))).rejected
    assert [(fault.column, fault.code) for fault in rejected] == [("DTPOSTED", code)]


def test_counterparty_and_texts():
    more = "<MEMO>INV 7<BANKACCTTO><BANKID>B<ACCTID>99</BANKACCTTO><CHECKNUM>0"
    line = _one(_ofx(_transaction(more=more))).lines[0]
    assert (line.counterparty_name, line.counterparty_account, line.counterparty_bank) == ("N", "99", "B")
    assert (line.purpose, line.reference, line.bank_txn_id) == ("INV 7", "INV 7", "F1")


def test_several_accounts_in_one_file_are_statements_of_their_own():
    one = _ofx(_transaction("-2.50", more="<MEMO>bank charge"), account="1").removesuffix("</OFX>")
    other = _ofx(_transaction("7,25"), account="2", currency="EUR").partition("<OFX>")[2]
    found = _read(one + other)
    assert isinstance(found, StatementFile)
    shown = [(part.account, part.currency, [line.amount_minor for line in part.lines]) for part in found.statements]
    assert shown == [("1", "USD", [-250]), ("2", "EUR", [725])]


def test_ledger_balance_is_the_closing_balance():
    assert _one(_ofx(_transaction())).closing_minor == 500


@pytest.mark.parametrize("balance", ["<LEDGERBAL><BALAMT> </BALAMT></LEDGERBAL>", "<LEDGERBAL><BALAMT>x</LEDGERBAL>"])
def test_a_balance_that_cannot_be_read_is_told(balance):
    found = _read(_ofx(_transaction(), balance))
    assert isinstance(found, StatementFile)
    assert found.statements[0].closing_minor is None
    assert [note.code for note in found.notes] == ["BALANCE_UNREADABLE"]


def test_trades_of_securities_are_counted_and_no_lines():
    text = _ofx(_transaction() + "<BUYSTOCK><INVBUY><TOTAL>-5.00</INVBUY></BUYSTOCK>\n")
    found = _read(text)
    assert isinstance(found, StatementFile)
    assert (found.rows_read, [fault.code for fault in found.skipped]) == (2, ["SECURITIES"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>", "NO_STATEMENT"),
        (HEAD + "<OFX><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>wrong password</STATUS></OFX>", "SIGNON_FAILED"),
        (_ofx(_transaction())[:-6], "XML_BROKEN"),
        (_ofx(_transaction(), currency="QQQ"), "UNKNOWN_CURRENCY"),
        (_ofx(_transaction(), currency=""), "CURRENCY_MISSING"),
        (_ofx(_transaction(), account=""), "ACCOUNT_MISSING"),
        ('<!DOCTYPE OFX [<!ENTITY x "y">]><OFX>&x;</OFX>', "XML_DTD"),
    ],
)
def test_files_that_are_refused(text, code):
    fault = _read(text)
    assert isinstance(fault, FileFault)
    assert fault.code == code


def test_bank_error_is_passed_on():
    fault = _read(HEAD + "<OFX><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>wrong password</STATUS></OFX>")
    assert isinstance(fault, FileFault)
    assert dict(fault.params) == {"status": "15500", "text": "wrong password"}


def test_tree_is_tolerant_and_bounded():
    root = ofx_tree(text="<A><B>1<C><D>2</C></X><E></E><F>3</A>", limits=ReadLimits())
    assert not isinstance(root, FileFault)
    (a,) = root.children
    assert (a.values, a.child("X")) == ({"B": "1", "F": "3"}, None)
    assert [(node.name, node.values) for node in a.children] == [("C", {"D": "2"})]
    deep = ofx_tree(text="<A>" * 100 + "</A>" * 100, limits=ReadLimits())
    assert isinstance(deep, FileFault)
    assert deep.code == "XML_TOO_DEEP"
