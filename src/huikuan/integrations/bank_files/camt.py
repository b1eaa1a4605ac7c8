"""ISO 20022 account reports, statements and notifications: camt.052, 053 and 054 of every version.

Elements are found by local name, so any namespace will do. One StatementLine per entry, or per transaction of a batch
when the transactions state amounts that add up to the entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from huikuan.integrations.bank_files.camt_entries import Entry, EntryContext, entry_of
from huikuan.integrations.bank_files.camt_nodes import child, text_at
from huikuan.integrations.bank_files.cells import amount_minor, moment
from huikuan.integrations.bank_files.checks import BookedStatement, FileParts, checked_file
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.records import (
    FileFault,
    ReadLimits,
    RowFault,
    Statement,
    StatementFile,
    file_fault,
    row_fault,
)
from huikuan.integrations.bank_files.xml_events import XmlElement, xml_elements
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_faults import TextFault

_CONTAINERS = frozenset({"Rpt", "Stmt", "Ntfctn"})
_PARTS = frozenset({"Id", "CreDtTm", "FrToDt", "Acct", "Bal", "Ntry"})
_MESSAGE = re.compile(r"camt\.05[234]\.001\.[0-9]{2}")
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")
_KINDS = {"Rpt": "camt.052", "Stmt": "camt.053", "Ntfctn": "camt.054"}
_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)


@dataclass(slots=True)
class _Open:
    """The statement being read."""

    line: int = 0
    closing_line: int = 0
    opened_on: date | None = None
    identification: str = ""
    account: str = ""
    currency: str = ""
    reported_on: date | None = None
    balances: list[tuple[str, str, int, int]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    notes: list[RowFault] = field(default_factory=list)


def read_camt(*, text: str, check_balances: bool, limits: ReadLimits) -> StatementFile | FileFault:
    """Return all statements of a camt file, booked and pending entries apart; refused when the sums do not hold."""
    name, rows = "", 0
    current = _Open()
    done: list[BookedStatement] = []
    skipped: list[RowFault] = []
    notes: list[RowFault] = []
    elements = xml_elements(text=text, names=_PARTS | _CONTAINERS, limits=limits, containers=_CONTAINERS)
    for element in elements:
        if isinstance(element, FileFault):
            return element
        if element.name in _CONTAINERS:
            name = name or _format(element)
            finished = _finished(current, skipped, notes)
            if isinstance(finished, FileFault):
                return finished
            done.extend(finished)
            current = _Open()
        elif element.path and element.path[-1] in _CONTAINERS:
            rows += _take(current, element, rows + 1)
            if rows > limits.max_lines:
                return file_fault(code=FaultCode.TOO_MANY_ROWS, limit=limits.max_lines)
    if not done:
        return file_fault(code=FaultCode.NOT_A_STATEMENT, found=_root_name(text))
    parts = FileParts(rows_read=rows, skipped=tuple(skipped), notes=tuple(notes))
    return checked_file(name=name, statements=done, parts=parts, check_balances=check_balances)


def _root_name(text: str) -> str:
    found = _ROOT.search(text)
    return found[1] if found else "empty"


def _format(element: XmlElement) -> str:
    namespace = str(element.node.tag).rpartition("}")[0]
    found = _MESSAGE.search(namespace)
    return found[0] if found else _KINDS[element.name]


def _take(current: _Open, element: XmlElement, position: int) -> int:
    """Keep one part of the statement; return how many rows it stands for."""
    current.line = current.line or element.line
    node = element.node
    if element.name == "Ntry":
        context = EntryContext(
            account=current.account, reported_on=current.reported_on, line=element.line, position=position
        )
        current.entries.append(entry_of(node=node, context=context))
        return current.entries[-1].rows
    if element.name == "Bal":
        _take_balance(current, node, element.line)
    elif element.name == "Acct":
        current.account = _account_number(node)
        current.currency = text_at(node=node, path="Ccy")
    elif element.name == "Id":
        current.identification = (node.text or "").strip()
    elif current.reported_on is None:
        written = (
            text_at(node=node, path="ToDtTm") or text_at(node=node, path="FrDtTm")
            if element.name == "FrToDt"
            else node.text or ""
        )
        day = moment(text=written)
        current.reported_on = None if isinstance(day, TextFault) else day.day
    return 0


def _account_number(node: etree._Element) -> str:
    """Return IBAN, else the other identification in any of the places the versions have put it."""
    for path in ("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"):
        found = text_at(node=node, path=path)
        if found:
            return found
    return ""


def _take_balance(current: _Open, node: etree._Element, line: int) -> None:
    kind = text_at(node=node, path="Tp/CdOrPrtry/Cd") or text_at(node=node, path="Tp/Cd")
    amount = child(node=node, name="Amt")
    currency = "" if amount is None else (amount.get("Ccy") or "")
    written = "" if amount is None else (amount.text or "")
    minor = amount_minor(text=written, currency=currency, number_format=NumberFormat.POINT)
    if isinstance(minor, TextFault):
        current.notes.append(
            row_fault(line=line, column=f"Bal {kind}", value=f"{written} {currency}", code=FaultCode.BALANCE_UNREADABLE)
        )
        return
    sign = -1 if text_at(node=node, path="CdtDbtInd") == "DBIT" else 1
    if kind in _CLOSING:
        current.closing_line = line
    if kind in _OPENING:
        day = moment(text=text_at(node=node, path="Dt/Dt") or text_at(node=node, path="Dt/DtTm"))
        current.opened_on = None if isinstance(day, TextFault) else day.day
    current.balances.append((kind, currency, sign * minor, line))


def _finished(current: _Open, skipped: list[RowFault], notes: list[RowFault]) -> list[BookedStatement] | FileFault:
    """Return the statement, and one more for every other currency its entries are in (those have no balances)."""
    if not current.account:
        return file_fault(code=FaultCode.ACCOUNT_MISSING, line=current.line)
    currency = _currency(current)
    if not currency:
        return file_fault(code=FaultCode.CURRENCY_MISSING, line=current.line)
    notes.extend(current.notes)
    opening = _balance(current, currency, _OPENING, notes)
    closing = _balance(current, currency, _CLOSING, notes)
    for entry in current.entries:
        skipped.extend(entry.skipped)
        notes.extend(entry.notes)
    currencies = [currency]
    for entry in current.entries:
        for line in (*entry.lines, *entry.pending):
            if line.currency not in currencies:
                currencies.append(line.currency)
    return [
        BookedStatement(
            statement=Statement(
                account=current.account,
                currency=one,
                opening_minor=opening if one == currency else None,
                closing_minor=closing if one == currency else None,
                lines=tuple(line for entry in current.entries for line in entry.lines if line.currency == one),
                rejected=tuple(f for entry in current.entries for f in entry.rejected) if one == currency else (),
                direction_proof="",
                pending=tuple(line for entry in current.entries for line in entry.pending if line.currency == one),
                statement_id=current.identification,
            ),
            line=current.line,
            closing_line=current.closing_line or current.line,
            opened_on=current.opened_on,
        )
        for one in currencies
    ]


def _currency(current: _Open) -> str:
    """The account's own currency, else that of its booked balances, of its first entry, of any balance."""
    stated = [currency for kind, currency, _, _ in current.balances if kind in (*_OPENING, *_CLOSING)]
    moved = [line.currency for entry in current.entries for line in (*entry.lines, *entry.pending)]
    others = [currency for _, currency, _, _ in current.balances]
    return next((one for one in (current.currency, *stated, *moved, *others) if one), "")


def _balance(current: _Open, currency: str, kinds: tuple[str, ...], notes: list[RowFault]) -> int | None:
    for kind in kinds:
        for found, found_currency, minor, line in current.balances:
            if found != kind:
                continue
            if found_currency == currency:
                return minor
            notes.append(
                row_fault(
                    line=line,
                    column=f"Bal {kind}",
                    code=FaultCode.BALANCE_OTHER_CURRENCY,
                    expected=currency,
                    found=found_currency,
                )
            )
    return None
