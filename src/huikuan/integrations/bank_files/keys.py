"""Which line of one file is which line of another: occurrence numbers and keys. Pure.

Why overlapping exports give the same numbers. Lines are told apart by everything the bank prints about them; only lines
alike in all of it (same day, moment, amount, balance, parties, texts) need a number, and they are interchangeable. The
number counts them within their day: 1, 2, … k. Two exports that both hold the day hold the same k of them, so they give
the numbers 1 … k; an export taken before the day ended holds the first few and gives 1 … j, and the later full one adds
j+1 … k as new lines. No number depends on where in the file a line stands or on what stands around it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from huikuan.integrations.bank_files.records import Statement, StatementLine

Identity = tuple[str | int | None, ...]


def line_keys(*, account: str, lines: Sequence[StatementLine]) -> tuple[str, ...]:
    """Return one stable key per line (SHA-256, 64 hex digits), equal for the same movement in overlapping files.

    With a bank transaction number the key is account, number, day and amount (a fee or refund may share the number),
    else account, moment, amount, balance, counterparty and reference; the occurrence number is always part of it.
    """
    return tuple(_key(account, line) for line in lines)


def identity(*, line: StatementLine) -> Identity:
    """Return what tells a line apart from the others of its account, apart from the occurrence number."""
    day = line.booked_on.isoformat()
    if line.bank_txn_id:
        return ("id", line.bank_txn_id, day, line.currency, line.amount_minor)
    moment = None if line.booked_at is None else line.booked_at.isoformat()
    parties = (line.counterparty_name, line.counterparty_account)
    return ("text", day, moment, line.currency, line.amount_minor, line.balance_minor, *parties, line.reference)


def with_occurrences(*, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements with identical lines of an account numbered 1, 2, … over the whole file."""
    booked: Counter[tuple[str, Identity]] = Counter()
    pending: Counter[tuple[str, Identity]] = Counter()
    return tuple(
        replace(
            one,
            lines=tuple(_numbered(one.account, line, booked) for line in one.lines),
            pending=tuple(_numbered(one.account, line, pending) for line in one.pending),
        )
        for one in statements
    )


def _numbered(account: str, line: StatementLine, seen: Counter[tuple[str, Identity]]) -> StatementLine:
    mark = (account, identity(line=line))
    seen[mark] += 1
    return line if line.occurrence == seen[mark] else replace(line, occurrence=seen[mark])


def _key(account: str, line: StatementLine) -> str:
    text = json.dumps([account, *identity(line=line), line.occurrence], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
