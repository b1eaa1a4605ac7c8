"""SWIFT MT940 statements and MT942 interim reports, several in one file, with or without block headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from huikuan.integrations.bank_files.checks import BookedStatement, FileParts, checked_file, totals_note
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.mt_details import details_of
from huikuan.integrations.bank_files.mt_tags import MtBalance, MtLine, Tag, balance_of, line_of, messages_of
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
from huikuan.kernel.text_amounts import NumberFormat, parse_amount
from huikuan.kernel.text_faults import TextFault, TextFaultCode

_ONCE = frozenset({"20", "25", "25P", "28", "28C", "60", "60F", "60M", "62", "62F", "62M", "13D", "90C", "90D"})
_OPENING = ("60F", "60M", "60")
_CLOSING = ("62F", "62M", "62")
_FLOOR = re.compile(r"([A-Z]{3})[DC ]?[0-9]")
_SUM = re.compile(r"([0-9]*)([A-Z]{3})([0-9,.]+)")
_REFERENCE_AND_NAME = re.compile(r"(\S{1,16}) {2,}(\S.*)")  # older Dutch files: account, blanks, name
_NO_REFERENCE = frozenset({"", "NONREF", "NOREF", "NOTPROVIDED", "KREF+"})


@dataclass(slots=True)
class _Movement:
    """A :61: with the :86: texts behind it."""

    tag: Tag
    texts: list[str] = field(default_factory=list)
    raw: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Message:
    """One message taken apart."""

    single: dict[str, Tag]
    movements: list[_Movement]


def read_mt(*, text: str, check_balances: bool, limits: ReadLimits) -> StatementFile | FileFault:
    """Return all statements of an MT file; refused when a statement is not whole or its sums do not hold.

    Faults: NO_STATEMENT, MT_INCOMPLETE, TAG_REPEATED, TAG_UNREADABLE, UNKNOWN_CURRENCY, BALANCE_BREAK,
    CONTINUITY_BREAK, TOO_MANY_ROWS.
    """
    done: list[BookedStatement] = []
    notes: list[RowFault] = []
    rows = 0
    is_interim = True
    for tags in messages_of(text=text):
        message = _taken_apart(tags)
        if isinstance(message, FileFault):
            return message
        rows += len(message.movements)
        if rows > limits.max_lines:
            return file_fault(code=FaultCode.TOO_MANY_ROWS, limit=limits.max_lines)
        statement = _statement(message, tags[0].line, notes)
        if isinstance(statement, FileFault):
            return statement
        is_interim = is_interim and not any(name in message.single for name in (*_OPENING, *_CLOSING))
        done.append(statement)
    if not done:
        return file_fault(code=FaultCode.NO_STATEMENT)
    name = "mt942" if is_interim else "mt940"
    parts = FileParts(rows_read=rows, notes=tuple(notes))
    return checked_file(name=name, statements=done, parts=parts, check_balances=check_balances)


def _taken_apart(tags: list[Tag]) -> _Message | FileFault:
    single: dict[str, Tag] = {}
    movements: list[_Movement] = []
    for tag in tags:
        if tag.name == "61":
            movements.append(_Movement(tag=tag, raw=[(":61:", tag.text)]))
        elif tag.name in ("86", "NS") and movements and not any(name in single for name in _CLOSING):
            movements[-1].texts.append(tag.text)
            movements[-1].raw.append((f":{tag.name}:", tag.text))
        elif tag.name in _ONCE and tag.name in single:
            return file_fault(code=FaultCode.TAG_REPEATED, line=tag.line, tag=f":{tag.name}:", value=tag.text)
        else:
            single.setdefault(tag.name, tag)
    return _Message(single=single, movements=movements)


def _statement(message: _Message, line: int, notes: list[RowFault]) -> BookedStatement | FileFault:
    account_tag = message.single.get("25") or message.single.get("25P")
    if account_tag is None or not account_tag.text.strip():
        return file_fault(code=FaultCode.MT_INCOMPLETE, line=line, missing=":25:")
    currency = _currency(message, line)
    if isinstance(currency, FileFault):
        return currency
    opening = _balance(message, _OPENING, currency)
    closing = _balance(message, _CLOSING, currency)
    if isinstance(opening, FileFault):
        return opening
    if isinstance(closing, FileFault):
        return closing
    booked, pending, rejected = _lines(message, currency, notes)
    notes.extend(_sum_notes(message, currency, [*booked, *pending]))
    closing_tag = next((message.single[name] for name in _CLOSING if name in message.single), None)
    number = message.single.get("28C") or message.single.get("28")
    return BookedStatement(
        statement=Statement(
            account=_account(account_tag.text, currency),
            currency=currency,
            opening_minor=None if opening is None else opening.minor,
            closing_minor=None if closing is None else closing.minor,
            lines=tuple(booked),
            rejected=tuple(rejected),
            direction_proof="",
            pending=tuple(pending),
            statement_id="" if number is None else number.text.strip(),
        ),
        line=line,
        closing_line=line if closing_tag is None else closing_tag.line,
        opened_on=None if opening is None else opening.day,
    )


def _lines(
    message: _Message, currency: str, notes: list[RowFault]
) -> tuple[list[StatementLine], list[StatementLine], list[RowFault]]:
    """Return booked and expected lines and those that cannot be read."""
    booked: list[StatementLine] = []
    pending: list[StatementLine] = []
    rejected: list[RowFault] = []
    for movement in message.movements:
        found = _line(movement, currency, notes)
        if isinstance(found, RowFault):
            rejected.append(found)
        else:
            (pending if found[1] else booked).append(found[0])
    return booked, pending, rejected


def _currency(message: _Message, line: int) -> str | FileFault:
    """The currency of the opening or closing balance, of the floor limit, or of a sum."""
    for names, pattern in (((*_OPENING, *_CLOSING, "64", "65"), None), (("34F", "34"), _FLOOR), (("90C", "90D"), _SUM)):
        for name in names:
            tag = message.single.get(name)
            if tag is None:
                continue
            found = re.match(r"[DC][0-9]{6}([A-Z]{3})", tag.text) if pattern is None else pattern.match(tag.text)
            if found is None:
                continue
            currency = found[2] if pattern is _SUM else found[1]
            if exponent_of(currency=currency) is None:
                return file_fault(code=TextFaultCode.UNKNOWN_CURRENCY, line=tag.line, currency=currency)
            return str(currency)
    for name in (*_OPENING, *_CLOSING):
        tag = message.single.get(name)
        if tag is not None:
            return file_fault(code=FaultCode.TAG_UNREADABLE, line=tag.line, tag=f":{name}:", value=tag.text)
    return file_fault(code=FaultCode.MT_INCOMPLETE, line=line, missing=":60F:")


def _balance(message: _Message, names: tuple[str, ...], currency: str) -> MtBalance | FileFault | None:
    for name in names:
        tag = message.single.get(name)
        if tag is None:
            continue
        balance = balance_of(tag=tag, currency=currency)
        if balance is None or balance.currency != currency:
            return file_fault(code=FaultCode.TAG_UNREADABLE, line=tag.line, tag=f":{name}:", value=tag.text)
        return balance
    return None


def _account(text: str, currency: str) -> str:
    """Return the account without the currency some banks append to it."""
    account = text.split("\n", 1)[0].strip().lstrip("/")
    return account.removesuffix(currency).rstrip() if account != currency else account


def _line(movement: _Movement, currency: str, notes: list[RowFault]) -> tuple[StatementLine, bool] | RowFault:
    """Return the line and whether it is only expected; zero amounts are rejected by name."""
    tag = movement.tag
    read = line_of(tag=tag, currency=currency)
    if isinstance(read, TextFault):
        code = FaultCode.LINE_UNREADABLE if read.code is TextFaultCode.UNREADABLE else read.code
        return row_fault(line=tag.line, column=":61:", value=tag.text, code=code)
    if read.minor == 0:
        return row_fault(line=tag.line, column=":61:", value=tag.text, code=FaultCode.ZERO_AMOUNT)
    if read.day_was_moved:
        notes.append(row_fault(line=tag.line, column=":61:", value=tag.text[:6], code=FaultCode.DAY_AFTER_MONTH_END))
    return _statement_line(movement, read, currency), read.is_expected


def _statement_line(movement: _Movement, read: MtLine, currency: str) -> StatementLine:
    details = details_of(texts=movement.texts)
    own_reference = "" if read.customer_reference.upper() in _NO_REFERENCE else read.customer_reference
    name, account = details.name, details.account
    party = _REFERENCE_AND_NAME.fullmatch(own_reference)
    if party is not None and not name:
        own_reference, name, account = party[1], party[2], account or party[1]
    bank_reference = "" if read.bank_reference.upper() in _NO_REFERENCE else read.bank_reference
    return StatementLine(
        position=movement.tag.line,
        bank_txn_id=bank_reference,
        booked_on=read.booked_on,
        value_date=read.value_day,
        booked_at=None,
        amount_minor=read.minor,
        currency=currency,
        balance_minor=None,
        counterparty_name=name,
        counterparty_account="" if account.upper() in _NO_REFERENCE else account,
        counterparty_bank=details.bank,
        reference=joined_texts(texts=[details.reference, own_reference, read.details]),
        purpose=details.purpose or read.details,
        is_reversal=read.is_reversal,
        occurrence=1,
        raw=tuple(movement.raw),
    )


def _sum_notes(message: _Message, currency: str, lines: list[StatementLine]) -> list[RowFault]:
    """Compare the sums :90D: and :90C: of an interim report with its lines."""
    notes = []
    for name, sign in (("90D", -1), ("90C", 1)):
        tag = message.single.get(name)
        stated = None if tag is None else _SUM.fullmatch(tag.text.strip())
        if tag is None or stated is None or stated[2] != currency:
            continue
        amount = parse_amount(
            text=stated[3].replace(",", ".").rstrip("."), currency=currency, number_format=NumberFormat.POINT
        )
        found = [abs(line.amount_minor) for line in lines if line.amount_minor * sign > 0]
        if isinstance(amount, int) and (amount != sum(found) or int(stated[1] or len(found)) != len(found)):
            notes.append(
                totals_note(
                    line=tag.line, column=f":{name}:", expected=tag.text.strip(), found=f"{len(found)}: {sum(found)}"
                )
            )
    return notes
