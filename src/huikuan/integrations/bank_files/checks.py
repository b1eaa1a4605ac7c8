"""Sums of a statement that states its balances: opening + Σ lines = closing, next opening = previous closing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from huikuan.integrations.bank_files.cells import amount_text
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.keys import with_occurrences
from huikuan.integrations.bank_files.records import (
    IGNORED,
    NOT_PROVED,
    PROVED,
    FileFault,
    RowFault,
    Statement,
    StatementFile,
    file_fault,
    row_fault,
)


@dataclass(frozen=True, slots=True)
class BookedStatement:
    """A statement as read, with the line it begins and closes at and the day it opens, before its sums are checked."""

    statement: Statement
    line: int
    closing_line: int
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class FileParts:
    """What a reader found besides statements."""

    rows_read: int
    skipped: tuple[RowFault, ...] = ()
    notes: tuple[RowFault, ...] = ()


def checked_file(
    *, name: str, statements: Sequence[BookedStatement], parts: FileParts, check_balances: bool
) -> StatementFile | FileFault:
    """Return the file with its proofs, lines oldest first and occurrence numbers.

    Faults: BALANCE_BREAK and CONTINUITY_BREAK with the line; with `check_balances` off they become notes.
    """
    breaks = [_sum_break(one) for one in statements]
    found = [fault for fault in (*breaks, *_continuity_breaks(statements)) if fault is not None]
    if found and check_balances:
        return min(found, key=lambda fault: fault.line or 0)
    proved = tuple(
        replace(
            one.statement,
            line=one.line,
            lines=tuple(sorted(one.statement.lines, key=lambda line: line.booked_on)),
            direction_proof=_proof(one.statement, broken),
        )
        for one, broken in zip(statements, breaks, strict=True)
    )
    ignored = tuple(
        RowFault(line=fault.line or 0, column="", value="", code=str(FaultCode.BALANCE_IGNORED), params=fault.params)
        for fault in found
    )
    return StatementFile(
        format=name,
        statements=with_occurrences(statements=proved),
        rows_read=parts.rows_read,
        skipped=parts.skipped,
        notes=(*parts.notes, *ignored),
    )


def sum_is_known(*, statement: Statement) -> bool:
    """Return whether opening, closing and every row's amount are known, so that the sum must hold."""
    return (
        statement.opening_minor is not None
        and statement.closing_minor is not None
        and all(fault.code == FaultCode.ZERO_AMOUNT for fault in statement.rejected)
    )


def balance_break(*, line: int, expected: int, found: int, currency: str, account: str) -> FileFault:
    """Return the fault of a balance that does not follow; amounts as text in the currency and as minor units."""
    return file_fault(
        code=FaultCode.BALANCE_BREAK,
        line=line,
        expected=amount_text(minor=expected, currency=currency),
        found=amount_text(minor=found, currency=currency),
        currency=currency,
        account=account,
        expected_minor=expected,
        found_minor=found,
    )


def totals_note(*, line: int, column: str, expected: str | int, found: str | int) -> RowFault:
    """Return the remark that a total the file states differs from its lines."""
    return row_fault(line=line, column=column, code=FaultCode.TOTALS_DIFFER, expected=expected, found=found)


def _sum_break(one: BookedStatement) -> FileFault | None:
    statement = one.statement
    if not sum_is_known(statement=statement):
        return None
    opening, closing = statement.opening_minor or 0, statement.closing_minor or 0
    expected = opening + sum(line.amount_minor for line in statement.lines)
    if expected == closing:
        return None
    return balance_break(
        line=one.closing_line,
        expected=expected,
        found=closing,
        currency=statement.currency,
        account=statement.account,
    )


def _continuity_breaks(statements: Sequence[BookedStatement]) -> list[FileFault]:
    """Compare each statement's opening with the closing of the one before it of the same account and currency."""
    ordered = list(statements)
    if all(one.opened_on is not None for one in ordered):
        ordered.sort(key=lambda one: one.opened_on or date.min)
    last: dict[tuple[str, str], Statement] = {}
    found = []
    for one in ordered:
        statement = one.statement
        before = last.get((statement.account, statement.currency))
        expected = None if before is None else before.closing_minor
        opening = statement.opening_minor
        if expected is not None and opening is not None and expected != opening:
            fault = balance_break(
                line=one.line,
                expected=expected,
                found=opening,
                currency=statement.currency,
                account=statement.account,
            )
            found.append(replace(fault, code=str(FaultCode.CONTINUITY_BREAK)))
        if statement.closing_minor is not None:
            last[statement.account, statement.currency] = statement
    return found


def _proof(statement: Statement, broken: FileFault | None) -> str:
    if broken is not None:
        return IGNORED
    return PROVED if statement.lines and sum_is_known(statement=statement) else NOT_PROVED
