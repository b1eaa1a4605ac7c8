"""A statement file that was read, as the drafts that the receipts room takes in."""

from __future__ import annotations

from huikuan.integrations.bank_files.keys import line_keys
from huikuan.integrations.bank_files.records import Statement, StatementFile
from huikuan.receipts.rules import LineDraft, StatementDraft


def statement_drafts(*, file: StatementFile) -> tuple[StatementDraft, ...]:
    """The booked lines of every statement of the file, with keys that stay the same over overlapping exports."""
    return tuple(_statement(file.format, statement) for statement in file.statements)


def _statement(file_format: str, statement: Statement) -> StatementDraft:
    keys = line_keys(account=statement.account, lines=statement.lines)
    lines = tuple(
        LineDraft(
            line_key=key,
            position=line.position,
            booked_on=line.booked_on,
            amount_minor=line.amount_minor,
            currency=line.currency,
            balance_minor=line.balance_minor,
            counterparty_name=line.counterparty_name,
            counterparty_account=line.counterparty_account,
            reference=line.reference,
            is_reversal=line.is_reversal,
            wallet=line.wallet,
        )
        for key, line in zip(keys, statement.lines, strict=True)
    )
    return StatementDraft(
        account_number=statement.account,
        currency=statement.currency,
        file_format=file_format,
        direction_proof=statement.direction_proof,
        opening_minor=statement.opening_minor,
        closing_minor=statement.closing_minor,
        lines=lines,
    )
