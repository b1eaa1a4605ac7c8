"""OFX 1.x (SGML without closing tags) and 2.x (XML), read by one tolerant reader; bank and card statements.

Of investment statements only the cash lines (INVBANKTRAN) are bank lines; trades are counted as skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from huikuan.integrations.bank_files.cells import Moment, amount_minor, moment
from huikuan.integrations.bank_files.checks import BookedStatement, FileParts, checked_file
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.ofx_tree import Node, ofx_tree
from huikuan.integrations.bank_files.records import (
    FileFault,
    ReadLimits,
    RowFault,
    Statement,
    StatementFile,
    StatementLine,
    file_fault,
    row_fault,
)
from huikuan.integrations.bank_files.texts import joined_texts
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_faults import TextFault, TextFaultCode

_STATEMENTS = ("STMTRS", "CCSTMTRS", "INVSTMTRS")
_ACCOUNTS = ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM")
_TRADES = re.compile(r"(?:BUY|SELL)(?:STOCK|MF|DEBT|OPT|OTHER)|INCOME|REINVEST|TRANSFER|RETOFCAP|SPLIT|MARGININTEREST")
_HEADER_VERSION = re.compile(r"VERSION\s*[:=]\s*\"?([0-9]{3})")
_MOMENT = re.compile(r"([0-9]{8})(?:([0-9]{6}|[0-9]{4})?(?:\.[0-9]{1,6})?)?(?:\[[^\]]{0,20}\])?")
_DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]{1,2})")


@dataclass(slots=True)
class _Found:
    """What was read so far."""

    rows: int = 0
    skipped: tuple[RowFault, ...] = ()
    notes: tuple[RowFault, ...] = ()


def looks_like_ofx(*, text: str) -> bool:
    """Return whether a text is OFX: its header or its root element near the start."""
    head = text[:4000].lstrip("\ufeff \t\r\n").upper()
    return head.startswith("OFXHEADER") or "<OFX>" in head


def read_ofx(*, text: str, check_balances: bool, limits: ReadLimits) -> StatementFile | FileFault:
    """Return all statements of an OFX file; TRNAMT carries the sign, the ledger balance is the closing balance.

    Faults: XML_DTD, XML_TOO_DEEP, SIGNON_FAILED, NO_STATEMENT, ACCOUNT_MISSING, UNKNOWN_CURRENCY, TOO_MANY_ROWS.
    """
    root = ofx_tree(text=text, limits=limits)
    if isinstance(root, FileFault):
        return root
    failed = _refusal(root)
    if failed is not None:
        return failed
    found = _Found()
    done: list[BookedStatement] = []
    for node in root.all_below(*_STATEMENTS):
        read = _statements(node, found)
        if isinstance(read, FileFault):
            return read
        done.extend(read)
        if found.rows > limits.max_lines:
            return file_fault(code=FaultCode.TOO_MANY_ROWS, limit=limits.max_lines)
    if "</OFX>" not in text.upper():
        return file_fault(code=FaultCode.XML_BROKEN, reason="the end </OFX> is missing")
    if not done:
        return file_fault(code=FaultCode.NO_STATEMENT)
    version = _HEADER_VERSION.search(text[:1000])
    name = f"ofx.{version[1]}" if version else "ofx"
    parts = FileParts(rows_read=found.rows, skipped=found.skipped, notes=found.notes)
    return checked_file(name=name, statements=done, parts=parts, check_balances=check_balances)


def _refusal(root: Node) -> FileFault | None:
    """The bank's own error, when it sent one instead of statements."""
    if root.all_below(*_STATEMENTS):
        return None
    for status in root.all_below("STATUS"):
        if status.value("SEVERITY").upper() == "ERROR":
            return file_fault(
                code=FaultCode.SIGNON_FAILED,
                line=status.line,
                status=status.value("CODE"),
                text=status.value("MESSAGE"),
            )
    return None


def _statements(node: Node, found: _Found) -> list[BookedStatement] | FileFault:
    """Return the statement, and one more for every other currency its transactions are in."""
    accounts = node.all_below(*_ACCOUNTS)
    account = accounts[0].value("ACCTID") if accounts else ""
    currency = node.value("CURDEF").upper()
    if not account:
        return file_fault(code=FaultCode.ACCOUNT_MISSING, line=node.line)
    if not currency:
        return file_fault(code=FaultCode.CURRENCY_MISSING, line=node.line)
    if exponent_of(currency=currency) is None:
        return file_fault(code=TextFaultCode.UNKNOWN_CURRENCY, line=node.line, currency=currency)
    lines, rejected = _lines(node, currency, found)
    _skip_trades(node, found)
    closing = _closing(node, currency, found)
    return [
        BookedStatement(
            statement=Statement(
                account=account,
                currency=one,
                opening_minor=None,
                closing_minor=closing if one == currency else None,
                lines=tuple(line for line in lines if line.currency == one),
                rejected=rejected if one == currency else (),
                direction_proof="",
            ),
            line=node.line,
            closing_line=node.line,
        )
        for one in dict.fromkeys((currency, *(line.currency for line in lines)))
    ]


def _lines(node: Node, currency: str, found: _Found) -> tuple[list[StatementLine], tuple[RowFault, ...]]:
    lines: list[StatementLine] = []
    rejected: list[RowFault] = []
    for transaction in node.all_below("STMTTRN"):
        found.rows += 1
        line = _line(transaction, currency, found.rows)
        if isinstance(line, RowFault):
            rejected.append(line)
        else:
            lines.append(line)
    return lines, tuple(rejected)


def _skip_trades(node: Node, found: _Found) -> None:
    trades = tuple(
        row_fault(line=one.line, column=one.name, code=FaultCode.SECURITIES)
        for one in node.descendants()
        if _TRADES.fullmatch(one.name)
    )
    found.rows += len(trades)
    found.skipped += trades


def _closing(node: Node, currency: str, found: _Found) -> int | None:
    for balance in node.all_below("LEDGERBAL"):
        written = balance.value("BALAMT")
        minor = _amount(written, currency)
        if isinstance(minor, int):
            return minor
        found.notes += (
            row_fault(line=balance.line, column="BALAMT", value=written, code=FaultCode.BALANCE_UNREADABLE),
        )
    return None


def _line(node: Node, default_currency: str, position: int) -> StatementLine | RowFault:
    own = node.child("CURRENCY")
    currency = (own.value("CURSYM") if own is not None else "").upper() or default_currency
    written = node.value("TRNAMT")
    minor = _amount(written, currency)
    if isinstance(minor, TextFault):
        code = FaultCode.NO_AMOUNT if minor.code is TextFaultCode.BLANK else minor.code
        return row_fault(line=node.line, column="TRNAMT", value=written, code=code)
    if minor == 0:
        return row_fault(line=node.line, column="TRNAMT", value=written, code=FaultCode.ZERO_AMOUNT)
    posted = node.value("DTPOSTED")
    booked = _moment(posted)
    if booked is None or isinstance(booked, TextFault):
        code_of_day = FaultCode.DATE_MISSING if booked is None else booked.code
        return row_fault(line=node.line, column="DTPOSTED", value=posted, code=code_of_day)
    available = _moment(node.value("DTAVAIL"))
    payee = node.child("PAYEE")
    other = node.child("BANKACCTTO") or node.child("CCACCTTO")
    name = node.value("NAME") or ("" if payee is None else payee.value("NAME"))
    memo = node.value("MEMO")
    return StatementLine(
        position=position,
        bank_txn_id=node.value("FITID"),
        booked_on=booked.day,
        value_date=available.day if isinstance(available, Moment) else None,
        booked_at=booked.at,
        amount_minor=minor,
        currency=currency,
        balance_minor=None,
        counterparty_name=node.value("EXTDNAME") or name,
        counterparty_account="" if other is None else other.value("ACCTID"),
        counterparty_bank="" if other is None else other.value("BANKID"),
        reference=joined_texts(texts=[memo, node.value("REFNUM"), _check_number(node)]),
        purpose=memo,
        is_reversal=bool(node.value("CORRECTACTION")),
        occurrence=1,
        raw=tuple(node.leaves()),
    )


def _check_number(node: Node) -> str:
    number = node.value("CHECKNUM")
    return "" if not number.strip("0") else number


def _amount(text: str, currency: str) -> int | TextFault:
    """OFX allows a decimal comma and no grouping, so 12,34 has one meaning."""
    comma = _DECIMAL_COMMA.fullmatch(text)
    plain = f"{comma[1]}.{comma[2]}" if comma else text
    return amount_minor(text=plain, currency=currency, number_format=NumberFormat.POINT)


def _moment(text: str) -> Moment | TextFault | None:
    """Read 20110331120000.000[-5:EST]: the day and wall clock as written; the zone is not applied."""
    if not text.strip():
        return None
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return moment(text=text)
    return moment(text=found[1] + (f" {found[2].ljust(6, '0')}" if found[2] else ""))
