"""The drafts of one account and currency → a statement whose direction is proved by its balances, or a named break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huikuan.integrations.bank_files.balance_proof import (
    Break,
    ChainRow,
    Proof,
    Reading,
    chronological,
    proof_of,
)
from huikuan.integrations.bank_files.checks import balance_break
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.preamble import Preamble, stated_minor
from huikuan.integrations.bank_files.records import (
    IGNORED,
    NOT_PROVED,
    PARTLY_PROVED,
    PROVED,
    FileFault,
    RowFault,
    Statement,
    StatementLine,
    row_fault,
)
from huikuan.integrations.bank_files.row_reading import (
    Draft,
    RowContext,
    bank_id_of,
    is_reversal_row,
    party_of,
    texts_of,
)
from huikuan.integrations.bank_files.texts import joined_texts

Proved = tuple[Statement, tuple[RowFault, ...]]


def proved_statement(
    *, context: RowContext, drafts: Sequence[Draft], facts: Preamble, check: bool
) -> Proved | FileFault:
    """Return the statement and its remarks.

    Faults: BALANCE_BREAK at the first line whose balance follows in no reading, or at a stated closing balance the lines
    do not lead to; with `check` off they become a remark and words and signs decide.
    """
    account, currency = drafts[0].account, drafts[0].currency
    rows = [draft for draft in drafts if not draft.is_skip]
    is_alone = not context.has_own_column and len(context.own_accounts) <= 1
    opening = stated_minor(facts=facts, kind="opening", currency=currency) if is_alone else None
    closing = stated_minor(facts=facts, kind="closing", currency=currency) if is_alone else None
    chain = [_chain_row(draft) for draft in rows]
    found = _proof(context, rows, chain, opening)
    notes: list[RowFault] = []
    if isinstance(found, Break):
        fault = balance_break(
            line=rows[found.index].row.line,
            expected=found.expected,
            found=found.found,
            currency=currency,
            account=account,
        )
        if check:
            return fault
        notes.append(_ignored(fault))
        found = None
    order = chronological(rows=chain) if found is None else found.order
    statement = _statement(context, [(index, rows[index]) for index in order], found, (account, currency))
    if notes:
        statement = replace(statement, direction_proof=IGNORED)
    return _with_stated(statement, (opening, closing), facts, notes, check=check)


def _chain_row(draft: Draft) -> ChainRow:
    if draft.amounts is not None and draft.fault is None:
        amounts: tuple[int, ...] | None = (draft.amounts.natural, draft.amounts.flipped, draft.amounts.red)
    else:
        amounts = (0, 0, 0) if draft.is_zero else None
    return ChainRow(amounts=amounts, balance=draft.balance, day=draft.day, at=draft.at)


def _proof(
    context: RowContext, rows: Sequence[Draft], chain: Sequence[ChainRow], opening: int | None
) -> Proof | Break | None:
    """Return what the balances prove, None where there are none."""
    if not any(row.balance is not None for row in chain):
        return None
    readings = [Reading.NATURAL]
    amounts = [draft.amounts for draft in rows if draft.amounts is not None]
    if any(one.red != one.natural for one in amounts):
        readings.append(Reading.RED)
    if any(one.flipped != one.natural for one in amounts):
        readings.append(Reading.FLIPPED)
    is_one_column = Field.AMOUNT in context.header.columns
    if is_one_column and amounts and not any(one.has_direction for one in amounts):
        readings.append(Reading.UNSIGNED)
    return proof_of(rows=chain, readings=readings, opening=opening)


def _statement(
    context: RowContext, drafts: Sequence[tuple[int, Draft]], proof: Proof | None, owner: tuple[str, str]
) -> Statement:
    """Make lines of the drafts, which come oldest first with their numbers in the proof."""
    lines: list[StatementLine] = []
    rejected: list[RowFault] = []
    for index, draft in drafts:
        natural = None if draft.amounts is None else draft.amounts.natural
        minor = proof.amounts.get(index) if proof is not None and proof.links else natural
        fault = draft.fault or _direction_fault(context, draft, minor, is_proved=proof is not None and proof.links > 0)
        if fault is None and minor is not None:
            lines.append(_line(context, draft, minor))
        elif fault is not None:
            rejected.append(fault)
    is_known = proof is not None and bool(lines)
    return Statement(
        account=owner[0],
        currency=owner[1],
        opening_minor=_opening(lines) if is_known else None,
        closing_minor=_closing(lines) if is_known else None,
        lines=tuple(lines),
        rejected=tuple(sorted(rejected, key=lambda one: one.line)),
        direction_proof=_proof_name(proof),
    )


def _direction_fault(context: RowContext, draft: Draft, minor: int | None, *, is_proved: bool) -> RowFault | None:
    column = context.header.name_of(Field.AMOUNT)
    value = context.header.cell(Field.AMOUNT, draft.row.cells)
    if minor is None:
        return row_fault(line=draft.row.line, column=column, value=value, code=FaultCode.NO_DIRECTION)
    if draft.amounts is not None and draft.amounts.is_conflict and not is_proved:
        return row_fault(line=draft.row.line, column=column, value=value, code=FaultCode.DIRECTION_CONFLICT)
    return None


def _proof_name(proof: Proof | None) -> str:
    if proof is None or not proof.links:
        return NOT_PROVED
    return PROVED if proof.links >= proof.wanted else PARTLY_PROVED


def _opening(lines: Sequence[StatementLine]) -> int | None:
    """The balance before the first line: the first known balance less everything up to it."""
    total = 0
    for line in lines:
        total += line.amount_minor
        if line.balance_minor is not None:
            return line.balance_minor - total
    return None


def _closing(lines: Sequence[StatementLine]) -> int | None:
    total = 0
    for line in reversed(lines):
        if line.balance_minor is not None:
            return line.balance_minor + total
        total += line.amount_minor
    return None


def _with_stated(
    statement: Statement, stated: tuple[int | None, int | None], facts: Preamble, notes: list[RowFault], *, check: bool
) -> Proved | FileFault:
    """Compare with the opening and closing balances the heading states, and fill them in where the lines have none."""
    opening, closing = stated
    is_whole = not any(fault.code != FaultCode.ZERO_AMOUNT for fault in statement.rejected)
    first = opening if opening is not None else statement.opening_minor
    reached = None if first is None else first + sum(line.amount_minor for line in statement.lines)
    if is_whole and closing is not None and reached is not None and reached != closing:
        fault = balance_break(
            line=facts["closing"].line,
            expected=reached,
            found=closing,
            currency=statement.currency,
            account=statement.account,
        )
        if check:
            return fault
        notes.append(_ignored(fault))
        statement = replace(statement, direction_proof=IGNORED)
    elif is_whole and opening is not None and closing is not None and statement.lines:
        statement = replace(statement, direction_proof=PROVED)
    statement = replace(
        statement,
        opening_minor=first,
        closing_minor=statement.closing_minor if closing is None else closing,
    )
    return statement, tuple(notes)


def _ignored(fault: FileFault) -> RowFault:
    return RowFault(line=fault.line or 0, column="", value="", code=str(FaultCode.BALANCE_IGNORED), params=fault.params)


def _line(context: RowContext, draft: Draft, minor: int) -> StatementLine:
    header, cells = context.header, draft.row.cells
    party = party_of(context=context, cells=cells, minor=minor)
    reference, purpose = texts_of(header=header, cells=cells)
    if draft.wallet is not None:
        # The order may name the invoice: the matcher reads it beside the product.
        reference = joined_texts(texts=[reference, draft.wallet.order_number])
    is_refund = draft.amounts is not None and draft.amounts.is_refund
    day = draft.day
    if day is None:
        raise ValueError("a draft without fault has a day")
    return StatementLine(
        position=draft.row.line,
        bank_txn_id=bank_id_of(header=header, cells=cells, is_refund=is_refund),
        booked_on=day,
        value_date=draft.value_date,
        booked_at=draft.at,
        amount_minor=minor,
        currency=draft.currency,
        balance_minor=draft.balance,
        counterparty_name=party.name,
        counterparty_account=party.account,
        counterparty_bank=party.bank,
        reference=reference,
        purpose=purpose,
        is_reversal=is_reversal_row(header=header, cells=cells),
        occurrence=1,
        raw=tuple((name, cell) for name, cell in zip(header.texts, cells, strict=False) if cell),
        wallet=draft.wallet,
    )
