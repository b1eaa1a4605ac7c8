"""Counts and totals a file states beside its rows, compared with the lines; a difference is a remark for a person. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from huikuan.integrations.bank_files.cells import amount_text
from huikuan.integrations.bank_files.checks import totals_note
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.delimited import Row
from huikuan.integrations.bank_files.directions import direction_of
from huikuan.integrations.bank_files.preamble import Preamble, stated_minor
from huikuan.integrations.bank_files.records import RowFault, Statement, StatementLine
from huikuan.integrations.bank_files.row_amounts import cell_minor
from huikuan.integrations.bank_files.row_reading import RowContext


def total_notes(
    *, context: RowContext, statements: Sequence[Statement], facts: Preamble, totals: Sequence[Row]
) -> list[RowFault]:
    """Return one TOTALS_DIFFER for every count or total that is not that of the lines; one account only."""
    if len(statements) != 1:
        return []
    statement = statements[0]
    amounts = [line.amount_minor for line in statement.lines if _is_counted(context, line)]
    received = [minor for minor in amounts if minor > 0]
    paid = [-minor for minor in amounts if minor < 0]
    notes = []
    counts = {"count": len(statement.lines), "in_count": len(received), "out_count": len(paid)}
    for kind, found in counts.items():
        fact = facts.get(kind)
        if fact is not None and fact.text.isdigit() and int(fact.text) != found:
            notes.append(totals_note(line=fact.line, column=kind, expected=int(fact.text), found=found))
    for kind, amounts in (("in_total", received), ("out_total", paid)):
        stated = stated_minor(facts=facts, kind=kind, currency=statement.currency)
        if stated is not None and abs(stated) != sum(amounts):
            notes.append(_amount_note(facts[kind].line, kind, abs(stated), sum(amounts), statement.currency))
    for row in totals:
        notes.extend(_row_notes(context, row, statement, (sum(received), sum(paid))))
    return notes


def _is_counted(context: RowContext, line: StatementLine) -> bool:
    """Wallets total only what they call income or expense, not what moved to a bank or came back."""
    if not context.columns.layout.is_wallet:
        return True
    direction = direction_of(word=dict(line.raw).get(context.header.name_of(Field.DIRECTION), ""))
    return direction is not None and direction.sign != 0


def _row_notes(context: RowContext, row: Row, statement: Statement, sums: tuple[int, int]) -> list[RowFault]:
    """Compare a total row's cells with the sums of their columns; a single column may total in or out, both or net."""
    received, paid = sums
    allowed = {
        Field.MONEY_IN: {received},
        Field.MONEY_OUT: {paid, -paid},
        Field.AMOUNT: {received + paid, received - paid, received, paid, -paid},
    }
    notes = []
    for one, possible in allowed.items():
        if one not in context.header.columns:
            continue
        stated = cell_minor(columns=context.columns, cells=row.cells, field=one, currency=statement.currency)
        if isinstance(stated, int) and stated not in possible:
            found = {Field.MONEY_IN: received, Field.MONEY_OUT: paid}.get(one, received + paid)
            notes.append(_amount_note(row.line, context.header.name_of(one), stated, found, statement.currency))
    return notes


def _amount_note(line: int, column: str, expected: int, found: int, currency: str) -> RowFault:
    return totals_note(
        line=line,
        column=column,
        expected=amount_text(minor=expected, currency=currency),
        found=amount_text(minor=found, currency=currency),
    )
