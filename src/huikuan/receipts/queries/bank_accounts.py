"""Reads: the bank accounts of our own companies, and which lines of a statement they do not have yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.receipts.models import BankAccount, Statement, StatementLine
from huikuan.receipts.rules import LineDraft, StatementDraft, fresh_lines
from huikuan.receipts.wallet_rules import AccountKind


@dataclass(frozen=True, slots=True)
class BankAccountRow:
    """An account of ours and the last day its statements cover."""

    id: int
    company_id: int
    name: str
    bank: str
    number: str
    currency: str
    stated_through: date | None
    kind: AccountKind = AccountKind.BANK


def bank_accounts(*, actor: Actor) -> tuple[BankAccountRow, ...]:
    """The active bank accounts of the own companies that `actor` may see."""
    rows = BankAccount.objects.filter(is_active=True)
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    return tuple(
        BankAccountRow(
            row.pk,
            row.company_id,
            row.name,
            row.bank,
            row.number,
            row.currency,
            row.stated_through,
            AccountKind(row.kind or AccountKind.BANK),
        )
        for row in rows.annotate(kind=F("wallet__kind")).order_by("pk")
    )


def new_lines(
    *, actor: Actor, bank_account_id: int, statements: Sequence[StatementDraft]
) -> tuple[tuple[LineDraft, ...], ...]:
    """The lines of each statement that the bank account does not have yet; all of an account `actor` may not see."""
    kept = StatementLine.objects.filter(bank_account_id=bank_account_id)
    if actor.company_ids is not None:
        kept = kept.filter(bank_account__company_id__in=actor.company_ids)
    known: set[str] = set()
    for some in portions(values=[line.line_key for one in statements for line in one.lines]):
        known.update(kept.filter(line_key__in=some).values_list("line_key", flat=True))
    return fresh_lines(statements=statements, known=known)


def statements_by_format(*, start: str) -> dict[str, int]:
    """How many statements were read by each file format that begins with `start`."""
    rows = Statement.objects.filter(file_format__startswith=start).values_list("file_format")
    return dict(rows.annotate(count=Count("pk")))
