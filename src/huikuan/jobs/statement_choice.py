"""Which statements of a file are those of one bank account of ours; the rows of all others are refused one by one, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huikuan.integrations.bank_files.records import RowFault, Statement, StatementFile
from huikuan.kernel.account_numbers import bare_account
from huikuan.kernel.refusal import Refused
from huikuan.receipts.queries.bank_accounts import BankAccountRow
from huikuan.receipts.rules import accounts_meant

SHOWN_ACCOUNTS = 5


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An account of the file that was not taken, and how many of its rows: they are refused, none is lost."""

    account: str
    currency: str
    lines: int

    @property
    def parameters(self) -> dict[str, str | int]:
        """What the sentence STATEMENT_LEFT_OUT says."""
        return {"account": self.account or "?", "currency": self.currency, "lines": self.lines}


@dataclass(frozen=True, slots=True)
class StatementChoice:
    """The statements taken, what was left out, and every row of what was left out with its reason."""

    statements: tuple[Statement, ...]
    left_out: tuple[LeftOut, ...] = ()
    rejected: tuple[RowFault, ...] = ()


def statements_of_account(*, file: StatementFile, account: BankAccountRow, name: str) -> StatementChoice:
    """The statements of `file`, called `name`, whose account and currency are those of our bank account.

    Raises Refused STATEMENT_ACCOUNT_DIFFERS, STATEMENT_ACCOUNT_UNCLEAR where several accounts fit as well, and
    STATEMENT_CURRENCY_NOT_OURS where the account fits and the currency of all its lines does not.
    """
    meant = accounts_meant(ours=account.number, theirs=[one.account for one in file.statements])
    of_account = [one for one in file.statements if bare_account(number=one.account) in meant]
    whose = {"file": name, "account": account.name}
    if len(meant) > 1:
        raise Refused("STATEMENT_ACCOUNT_UNCLEAR", **whose, line=_line(of_account[0]), found=_numbers(of_account))
    if file.statements and not of_account:
        first = file.statements[0]
        found = {"ours": account.number, "found": _numbers(file.statements)}
        raise Refused("STATEMENT_ACCOUNT_DIFFERS", **whose, **found, line=_line(first))
    mine = [one for one in of_account if _is_in(one, account.currency)]
    foreign = next((one for one in of_account if not _is_in(one, account.currency)), None)
    if foreign is not None and not any(one.lines for one in mine):
        found = {"expected": account.currency, "found": foreign.currency}
        raise Refused("STATEMENT_CURRENCY_NOT_OURS", **whose, **found, line=_line(foreign))
    return _choice(file.statements, mine)


def _is_in(statement: Statement, currency: str) -> bool:
    return all(line.currency == currency for line in statement.lines)


def _line(statement: Statement) -> int:
    """Where a statement stands in its file."""
    return statement.line or min((line.position for line in statement.lines), default=1)


def _numbers(statements: Sequence[Statement]) -> str:
    """The first account numbers, each once."""
    numbers = list(dict.fromkeys(one.account for one in statements))
    return ", ".join(numbers[:SHOWN_ACCOUNTS]) + (", …" if len(numbers) > SHOWN_ACCOUNTS else "")


def _choice(statements: Sequence[Statement], mine: Sequence[Statement]) -> StatementChoice:
    others = [one for one in statements if not any(one is taken for taken in mine)]
    own_numbers = {bare_account(number=one.account) for one in mine}
    rejected: list[RowFault] = []
    left: dict[tuple[str, str], int] = {}
    for one in others:
        is_other = bare_account(number=one.account) not in own_numbers
        code, value = ("OTHER_ACCOUNT", one.account) if is_other else ("OTHER_CURRENCY", one.currency)
        rejected += [RowFault(line.position, "", value, code) for line in (*one.lines, *one.pending)]
        rejected += one.rejected
        rows = len(one.lines) + len(one.pending) + len(one.rejected)
        left[one.account, one.currency] = left.get((one.account, one.currency), 0) + rows
    left_out = tuple(LeftOut(account, currency, lines) for (account, currency), lines in left.items())
    return StatementChoice(tuple(mine), left_out, tuple(rejected))
