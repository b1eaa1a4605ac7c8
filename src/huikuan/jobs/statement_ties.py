"""Whether the balances that a statement file states agree with its lines: opening + Σ lines = closing (TRUST I3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from huikuan.integrations.bank_files.records import IGNORED, Statement


@dataclass(frozen=True, slots=True)
class Balances:
    """First opening and last closing balance of an account in a file, minor units; None where the file states none.

    `ties` is None where there is nothing to compare, and False where a refused row or a missing line is between them.
    """

    opening_minor: int | None
    closing_minor: int | None
    ties: bool | None


def balances_of(*, statements: Sequence[Statement]) -> Balances:
    """The balances of the statements of one account, in the order of the file."""
    if not statements:
        return Balances(None, None, None)
    said = [_ties(one) for one in statements]
    for before, after in pairwise(statements):
        if before.closing_minor is not None and after.opening_minor is not None:
            said.append(before.closing_minor == after.opening_minor)
    ties = False if False in said else None if None in said else True
    return Balances(statements[0].opening_minor, statements[-1].closing_minor, ties)


def _ties(statement: Statement) -> bool | None:
    if statement.direction_proof == IGNORED:
        return False
    if statement.opening_minor is None or statement.closing_minor is None:
        return None
    return statement.opening_minor + sum(line.amount_minor for line in statement.lines) == statement.closing_minor
