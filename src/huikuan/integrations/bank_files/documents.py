"""Statement files as plain JSON values, for the way out of the parser's process; nothing is ever unpickled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from huikuan.integrations.bank_files.records import FileFault, RowFault, Statement, StatementFile, StatementLine

Document = dict[str, Any]


def to_document(*, result: StatementFile | FileFault) -> Document:
    """Return a statement file or fault as JSON values."""
    if isinstance(result, FileFault):
        return {"fault": [result.code, result.params, result.line]}
    return {
        "format": result.format,
        "rows_read": result.rows_read,
        "skipped": _faults(result.skipped),
        "notes": _faults(result.notes),
        "statements": [_statement(one) for one in result.statements],
    }


def from_document(*, document: Mapping[str, Any]) -> StatementFile | FileFault:
    """Return what a document holds; KeyError or ValueError when it is not one of ours."""
    if "fault" in document:
        code, params, line = document["fault"]
        return FileFault(code=code, params=_params(params), line=line)
    return StatementFile(
        format=document["format"],
        rows_read=document["rows_read"],
        skipped=_row_faults(document["skipped"]),
        notes=_row_faults(document["notes"]),
        statements=tuple(_as_statement(one) for one in document["statements"]),
    )


def _statement(one: Statement) -> Document:
    return {
        "account": one.account,
        "currency": one.currency,
        "opening_minor": one.opening_minor,
        "closing_minor": one.closing_minor,
        "direction_proof": one.direction_proof,
        "statement_id": one.statement_id,
        "rejected": _faults(one.rejected),
        "lines": [_line(line) for line in one.lines],
        "pending": [_line(line) for line in one.pending],
    }


def _as_statement(document: Mapping[str, Any]) -> Statement:
    return Statement(
        account=document["account"],
        currency=document["currency"],
        opening_minor=document["opening_minor"],
        closing_minor=document["closing_minor"],
        direction_proof=document["direction_proof"],
        statement_id=document["statement_id"],
        rejected=_row_faults(document["rejected"]),
        lines=tuple(_as_line(line) for line in document["lines"]),
        pending=tuple(_as_line(line) for line in document["pending"]),
    )


def _line(line: StatementLine) -> list[Any]:
    """A line as a list in the order of its fields: a file may have 200,000 of them."""
    return [
        line.position,
        line.bank_txn_id,
        line.booked_on.isoformat(),
        None if line.value_date is None else line.value_date.isoformat(),
        None if line.booked_at is None else line.booked_at.isoformat(),
        line.amount_minor,
        line.currency,
        line.balance_minor,
        line.counterparty_name,
        line.counterparty_account,
        line.counterparty_bank,
        line.reference,
        line.purpose,
        line.is_reversal,
        line.occurrence,
        line.raw,
    ]


def _as_line(values: Sequence[Any]) -> StatementLine:
    position, bank_txn_id, booked_on, value_date, booked_at, *rest, raw = values
    return StatementLine(
        position,
        bank_txn_id,
        date.fromisoformat(booked_on),
        None if value_date is None else date.fromisoformat(value_date),
        None if booked_at is None else datetime.fromisoformat(booked_at),
        *rest,
        raw=tuple((name, text) for name, text in raw),
    )


def _faults(faults: Sequence[RowFault]) -> list[list[Any]]:
    return [[one.line, one.column, one.value, one.code, one.params] for one in faults]


def _row_faults(values: Sequence[Sequence[Any]]) -> tuple[RowFault, ...]:
    return tuple(
        RowFault(line=line, column=column, value=value, code=code, params=_params(params))
        for line, column, value, code, params in values
    )


def _params(values: Sequence[Sequence[Any]]) -> tuple[tuple[str, str | int], ...]:
    return tuple((name, value) for name, value in values)
