"""Reads: the policy and the texts in force, and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huikuan.statements.models import StatementPolicy, StatementText
from huikuan.statements.rules.policy import Language, Policy
from huikuan.statements.rules.texts import SHIPPED, Text, TextKind


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A version somebody decided."""

    policy: Policy
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TextRow:
    """A version of a text, approved or waiting."""

    id: int
    text: Text
    author_id: int
    author: str
    created_at: datetime
    approver: str
    approved_at: datetime | None


def policy_in_force() -> Policy:
    """The last version, or what the product ships."""
    return next((row.policy for row in policies()), Policy())


def policies() -> tuple[PolicyRow, ...]:
    """Every version anybody decided, newest first."""
    return tuple(
        PolicyRow(
            Policy(
                row.number,
                row.reply_days,
                row.second_days,
                row.makes_runs,
                row.requests_again,
                row.prints_seal,
                Language(row.language),
            ),
            row.reason,
            row.who_name,
            row.at,
        )
        for row in StatementPolicy.objects.order_by("-number")
    )


def texts_in_force() -> Mapping[tuple[TextKind, str], Text]:
    """The text in use for every kind and language: the last approved one, or the one shipped; one query."""
    found = {key: Text(key[0], key[1], 0, body) for key, body in SHIPPED.items()}
    for row in StatementText.objects.exclude(approver_id=None).order_by("number"):
        found[TextKind(row.kind), row.language] = _text(row)
    return found


def text_versions(*, kind: TextKind, language: str) -> tuple[TextRow, ...]:
    """Every version of a text that somebody wrote, newest first."""
    rows = StatementText.objects.filter(kind=kind.value, language=language).order_by("-number")
    return tuple(
        TextRow(row.pk, _text(row), row.author_id, row.author_name, row.created_at, row.approver_name, row.approved_at)
        for row in rows
    )


def texts_waiting() -> int:
    """How many texts wait for a second person."""
    return StatementText.objects.filter(approver_id=None).count()


def _text(row: StatementText) -> Text:
    return Text(TextKind(row.kind), row.language, row.number, row.body)
