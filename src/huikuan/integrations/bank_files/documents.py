"""Statement files as JSON values and a block of bytes, for the way out of the parser's process; nothing is unpickled.

The lines go into the block, one JSON list each: a file may have 200,000 of them, and one large document would take more
memory than reading the file. Names of raw cells are written once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date, datetime
from typing import Any

from huikuan.integrations.bank_files.records import FileFault, RowFault, Statement, StatementFile, StatementLine
from huikuan.receipts.wallet_rules import WalletEvent, WalletPart

Document = dict[str, Any]


def to_document(*, result: StatementFile | FileFault) -> tuple[Document, bytes]:
    """Return a statement file or fault as JSON values, and its lines as a block of bytes."""
    if isinstance(result, FileFault):
        return {"fault": [result.code, result.params, result.line]}, b""
    names: dict[str, int] = {}
    block = bytearray()
    for one in result.statements:
        for line in (*one.lines, *one.pending):
            block += json.dumps(_line(line, names), ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
    document = {
        "format": result.format,
        "rows_read": result.rows_read,
        "skipped": _faults(result.skipped),
        "notes": _faults(result.notes),
        "names": list(names),
        "statements": [_statement(one) for one in result.statements],
    }
    return document, bytes(block)


def from_document(*, document: Mapping[str, Any], block: bytes) -> StatementFile | FileFault:
    """Return what a document and its block hold; KeyError or ValueError when they are not ours."""
    if "fault" in document:
        code, params, line = document["fault"]
        return FileFault(code=code, params=_params(params), line=line)
    lines = iter(block.splitlines())
    return StatementFile(
        format=document["format"],
        rows_read=document["rows_read"],
        skipped=_row_faults(document["skipped"]),
        notes=_row_faults(document["notes"]),
        statements=tuple(_as_statement(one, lines, document["names"]) for one in document["statements"]),
    )


def _statement(one: Statement) -> Document:
    return {
        "account": one.account,
        "currency": one.currency,
        "opening_minor": one.opening_minor,
        "closing_minor": one.closing_minor,
        "direction_proof": one.direction_proof,
        "statement_id": one.statement_id,
        "line": one.line,
        "rejected": _faults(one.rejected),
        "lines": len(one.lines),
        "pending": len(one.pending),
    }


def _as_statement(document: Mapping[str, Any], lines: Iterator[bytes], names: Sequence[str]) -> Statement:
    return Statement(
        account=document["account"],
        currency=document["currency"],
        opening_minor=document["opening_minor"],
        closing_minor=document["closing_minor"],
        direction_proof=document["direction_proof"],
        statement_id=document["statement_id"],
        line=document["line"],
        rejected=_row_faults(document["rejected"]),
        lines=tuple(_as_line(json.loads(next(lines)), names) for _ in range(document["lines"])),
        pending=tuple(_as_line(json.loads(next(lines)), names) for _ in range(document["pending"])),
    )


def _line(line: StatementLine, names: dict[str, int]) -> list[Any]:
    """A line as a list in the order of its fields; raw cells as number of the name and text, in turn."""
    return [
        [line.position, line.bank_txn_id],
        [_iso(line.booked_on), _iso(line.value_date), _iso(line.booked_at)],
        [line.amount_minor, line.currency, line.balance_minor, line.is_reversal, line.occurrence],
        [line.counterparty_name, line.counterparty_account, line.counterparty_bank, line.reference, line.purpose],
        [part for name, text in line.raw for part in (names.setdefault(name, len(names)), text)],
        None if line.wallet is None else list(astuple(line.wallet)),
    ]


def _as_line(values: Sequence[Any], names: Sequence[str]) -> StatementLine:
    (position, bank_txn_id), (booked_on, value_date, booked_at), amounts, texts, raw, wallet = values
    amount_minor, currency, balance_minor, is_reversal, occurrence = amounts
    counterparty_name, counterparty_account, counterparty_bank, reference, purpose = texts
    return StatementLine(
        position=position,
        bank_txn_id=bank_txn_id,
        booked_on=date.fromisoformat(booked_on),
        value_date=None if value_date is None else date.fromisoformat(value_date),
        booked_at=None if booked_at is None else datetime.fromisoformat(booked_at),
        amount_minor=amount_minor,
        currency=currency,
        balance_minor=balance_minor,
        counterparty_name=counterparty_name,
        counterparty_account=counterparty_account,
        counterparty_bank=counterparty_bank,
        reference=reference,
        purpose=purpose,
        is_reversal=is_reversal,
        occurrence=occurrence,
        raw=tuple((names[index], text) for index, text in zip(raw[::2], raw[1::2], strict=True)),
        wallet=None if wallet is None else WalletPart(WalletEvent(wallet[0]), *wallet[1:]),
    )


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _faults(faults: Sequence[RowFault]) -> list[list[Any]]:
    return [[one.line, one.column, one.value, one.code, one.params] for one in faults]


def _row_faults(values: Sequence[Sequence[Any]]) -> tuple[RowFault, ...]:
    return tuple(
        RowFault(line=line, column=column, value=value, code=code, params=_params(params))
        for line, column, value, code, params in values
    )


def _params(values: Sequence[Sequence[Any]]) -> tuple[tuple[str, str | int], ...]:
    return tuple((name, value) for name, value in values)
