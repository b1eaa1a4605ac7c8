"""One entry (Ntry) of a camt message → statement lines; the versions differ in where they put the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from lxml import etree

from huikuan.integrations.bank_files.camt_nodes import child, children, text_at
from huikuan.integrations.bank_files.camt_parties import counterparty
from huikuan.integrations.bank_files.cells import Moment, amount_minor, moment
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.records import RowFault, StatementLine, row_fault
from huikuan.integrations.bank_files.texts import joined_texts
from huikuan.integrations.bank_files.xml_events import local_name
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_faults import TextFault, TextFaultCode

_NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NONREF", "NOT PROVIDED", "NONE"})
_RAW_LIMIT = 60
_PRIVATE = frozenset({"PrvtId", "PstlAdr", "CtctDtls"})
"""Identity numbers, birth dates and addresses of people are not kept: the product has no use for them."""


@dataclass(frozen=True, slots=True)
class EntryContext:
    """What an entry needs to know of its statement: our account, the day of the report, where it stands."""

    account: str
    reported_on: date | None
    line: int
    position: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one entry; `rows` counts the lines it stands for."""

    rows: int
    lines: tuple[StatementLine, ...] = ()
    pending: tuple[StatementLine, ...] = ()
    rejected: tuple[RowFault, ...] = ()
    skipped: tuple[RowFault, ...] = ()
    notes: tuple[RowFault, ...] = ()


def entry_of(*, node: etree._Element, context: EntryContext) -> Entry:
    """Return the lines of an entry: one, or one per transaction when those state amounts that add up to it.

    The credit/debit indicator is the direction of the booking itself, also of a reversal (ISO 20022 usage rule).
    """
    status = text_at(node=node, path="Sts/Cd") or text_at(node=node, path="Sts/Prtry") or text_at(node=node, path="Sts")
    if status == "INFO":
        return Entry(rows=1, skipped=(row_fault(line=context.line, code=FaultCode.INFORMATION_ENTRY),))
    line = _line(node, context)
    if isinstance(line, RowFault):
        return Entry(rows=1, rejected=(line,))
    if status not in ("BOOK", "PDNG", "FUTR", ""):
        fault = row_fault(line=context.line, column="Sts", value=status, code=FaultCode.STATUS_UNKNOWN)
        return Entry(rows=1, rejected=(fault,))
    notes = []
    if not (text_at(node=node, path="BookgDt/Dt") or text_at(node=node, path="BookgDt/DtTm") or _value_day(node)):
        notes.append(row_fault(line=context.line, column="BookgDt", code=FaultCode.DATE_OF_REPORT))
    transactions = [
        one for details in children(node=node, name="NtryDtls") for one in children(node=details, name="TxDtls")
    ]
    transactions += children(node=node, name="TxDtls")
    parts = _parts(line, transactions)
    if len(transactions) > 1 and len(parts) == 1:
        notes.append(row_fault(line=context.line, column="TxDtls", code=FaultCode.BATCH_NOT_SPLIT))
    lines = tuple(_with_details(part, own, node, context) for part, own in parts)
    lines = tuple(replace(one, position=context.position + index) for index, one in enumerate(lines))
    if status in ("PDNG", "FUTR"):
        return Entry(rows=len(lines), pending=lines, notes=tuple(notes))
    return Entry(rows=len(lines), lines=lines, notes=tuple(notes))


def _line(node: etree._Element, context: EntryContext) -> StatementLine | RowFault:
    """Read amount, direction and days of the entry itself."""
    amount = child(node=node, name="Amt")
    if amount is None:
        return row_fault(line=context.line, column="Amt", code=FaultCode.NO_AMOUNT)
    currency = (amount.get("Ccy") or "").strip()
    minor = _signed(amount, node)
    if isinstance(minor, TextFault):
        column = "Amt Ccy" if minor.code is TextFaultCode.UNKNOWN_CURRENCY else "Amt"
        return row_fault(line=context.line, column=column, value=minor.value, code=minor.code)
    if isinstance(minor, FaultCode):
        return row_fault(line=context.line, column="Amt", value=amount.text or "", code=minor)
    booked = _day(node, "BookgDt") or _value_day(node) or _related_day(node)
    if isinstance(booked, TextFault):
        return row_fault(line=context.line, column="BookgDt", value=booked.value, code=booked.code)
    if booked is None and context.reported_on is None:
        return row_fault(line=context.line, column="BookgDt", code=FaultCode.DATE_MISSING)
    value_day = _value_day(node)
    return StatementLine(
        position=context.position,
        bank_txn_id=_reference(node, "AcctSvcrRef") or _reference(node, "NtryRef"),
        booked_on=booked.day if booked is not None else context.reported_on or date.min,
        value_date=value_day.day if isinstance(value_day, Moment) else None,
        booked_at=booked.at if booked is not None else None,
        amount_minor=minor,
        currency=currency,
        balance_minor=None,
        counterparty_name="",
        counterparty_account="",
        counterparty_bank="",
        reference="",
        purpose="",
        is_reversal=text_at(node=node, path="RvslInd").lower() in ("true", "1"),
        occurrence=1,
        raw=(),
    )


def _signed(amount: etree._Element, holder: etree._Element) -> int | TextFault | FaultCode:
    currency = (amount.get("Ccy") or "").strip()
    minor = amount_minor(text=amount.text or "", currency=currency, number_format=NumberFormat.POINT)
    if isinstance(minor, TextFault):
        return minor
    if minor < 0:
        return FaultCode.NEGATIVE_AMOUNT
    if minor == 0:
        return FaultCode.ZERO_AMOUNT
    indicator = text_at(node=holder, path="CdtDbtInd")
    if indicator not in ("CRDT", "DBIT"):
        return FaultCode.NO_DIRECTION
    return minor if indicator == "CRDT" else -minor


def _day(node: etree._Element, name: str) -> Moment | TextFault | None:
    written = text_at(node=node, path=f"{name}/DtTm") or text_at(node=node, path=f"{name}/Dt")
    return moment(text=written) if written else None


def _value_day(node: etree._Element) -> Moment | TextFault | None:
    return _day(node, "ValDt")


def _related_day(node: etree._Element) -> Moment | TextFault | None:
    """The settlement or acceptance day of the first transaction, where the entry itself has no day."""
    for path in ("IntrBkSttlmDt", "AccptncDtTm", "TxDtTm"):
        written = text_at(node=node, path=f"NtryDtls/TxDtls/RltdDts/{path}")
        if written:
            return moment(text=written)
    return None


def _reference(node: etree._Element, path: str) -> str:
    found = text_at(node=node, path=path)
    return "" if found.upper() in _NO_REFERENCE else found


def _parts(line: StatementLine, transactions: list[etree._Element]) -> list[tuple[StatementLine, list[etree._Element]]]:
    """Split a batch into its transactions when each states an amount and they add up; else all stay in one line."""
    if len(transactions) < 2:
        return [(line, transactions)]
    amounts = [_transaction_minor(one, line) for one in transactions]
    known = [one for one in amounts if one]
    if len(known) < len(amounts) or sum(known) != line.amount_minor:
        return [(line, transactions)]
    return [(replace(line, amount_minor=minor), [one]) for minor, one in zip(known, transactions, strict=True)]


def _transaction_minor(node: etree._Element, line: StatementLine) -> int | None:
    """Return the transaction's amount in the entry's currency, signed by its own indicator or the entry's."""
    details = child(node=node, name="AmtDtls")
    places = [child(node=node, name="Amt")]
    if details is not None:
        for name in ("TxAmt", "CntrValAmt", "InstdAmt"):
            holder = child(node=details, name=name)
            places.append(None if holder is None else child(node=holder, name="Amt"))
    for amount in places:
        if amount is None or (amount.get("Ccy") or "").strip() != line.currency:
            continue
        minor = amount_minor(text=amount.text or "", currency=line.currency, number_format=NumberFormat.POINT)
        if isinstance(minor, TextFault) or minor <= 0:
            return None
        indicator = text_at(node=node, path="CdtDbtInd")
        is_in = indicator == "CRDT" if indicator in ("CRDT", "DBIT") else line.amount_minor > 0
        return minor if is_in else -minor
    return None


def _with_details(
    line: StatementLine, transactions: list[etree._Element], entry: etree._Element, context: EntryContext
) -> StatementLine:
    """Add parties, texts and references of the transactions the line stands for."""
    first = transactions[0] if transactions else None
    name, account, bank = "", "", ""
    if first is not None:
        name, account, bank = counterparty(node=first, line=line, own_account=context.account)
    texts = [text for one in transactions for text in _remittance(one)]
    extra = [text for one in transactions for text in (*_ends(one), text_at(node=one, path="AddtlTxInf"))]
    own_id = next((found for one in transactions[:1] for found in _transaction_ids(one)), "")
    is_single = len(transactions) == 1
    return replace(
        line,
        bank_txn_id=(own_id if is_single and own_id else "") or line.bank_txn_id,
        counterparty_name=name,
        counterparty_account=account,
        counterparty_bank=bank,
        purpose=joined_texts(texts=texts),
        reference=joined_texts(texts=[*texts, *extra, text_at(node=entry, path="AddtlNtryInf")]),
        raw=tuple(_raw(entry, transactions)),
    )


def _transaction_ids(node: etree._Element) -> Iterator[str]:
    for name in ("AcctSvcrRef", "UETR", "TxId"):
        found = _reference(node, f"Refs/{name}")
        if found:
            yield found


def _ends(node: etree._Element) -> Iterator[str]:
    for name in ("EndToEndId", "InstrId", "MndtId", "ChqNb"):
        found = _reference(node, f"Refs/{name}")
        if found:
            yield found


def _remittance(node: etree._Element) -> Iterator[str]:
    for block in children(node=node, name="RmtInf"):
        yield from (" ".join((one.text or "").split()) for one in children(node=block, name="Ustrd"))
        for structured in children(node=block, name="Strd"):
            yield text_at(node=structured, path="CdtrRefInf/Ref") or text_at(node=structured, path="CdtrRefInf/CdtrRef")
            for document in children(node=structured, name="RfrdDocInf"):
                yield text_at(node=document, path="Nb") or text_at(node=document, path="RfrdDocNb")
            yield from (" ".join((one.text or "").split()) for one in children(node=structured, name="AddtlRmtInf"))


def _raw(entry: etree._Element, transactions: list[etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield the filled leaves of the entry and of this line's transactions, as path and text."""
    details = {one for holder in children(node=entry, name="NtryDtls") for one in children(node=holder, name="TxDtls")}
    yield from islice(_leaves(entry, "", details - set(transactions)), _RAW_LIMIT)


def _leaves(node: etree._Element, path: str, left_out: set[etree._Element]) -> Iterator[tuple[str, str]]:
    for one in node:
        if one in left_out or local_name(tag=one.tag) in _PRIVATE:
            continue
        name = f"{path}{local_name(tag=one.tag)}"
        text = " ".join((one.text or "").split())
        if text:
            currency = one.get("Ccy")
            yield name, f"{text} {currency}" if currency else text
        yield from _leaves(one, f"{name}/", left_out)
