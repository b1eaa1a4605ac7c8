"""What the pages about scorecards, policies and the matrix show: versions, and what one would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.ratings.queries.versions import VersionRow
from huikuan.ratings.queries.what_if import Move, WhatIf, what_if
from huikuan.ratings.rules.matrix import COLUMNS
from huikuan.ratings.rules.rerating import VersionState
from huikuan.ratings.rules.scorecards import Fault
from huikuan.ratings.rules.versions import VersionKind, parse_rules
from huikuan.web.pages.ratings import grade_chip, score_said
from huikuan.web.tables.columns import Chip
from huikuan.wording import ratings as words

MOST_SHOWN = 50
_TONES = {
    VersionState.DRAFT: "plain",
    VersionState.WAITING: "soon",
    VersionState.ACTIVE: "done",
    VersionState.RETIRED: "plain",
    VersionState.REJECTED: "risk",
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in words."""

    row: VersionRow
    kind: str
    title: str
    state: Chip


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A customer who would be rated or treated otherwise."""

    customer_id: int
    name: str
    grade_now: Chip
    grade_then: Chip
    score_now: str
    score_then: str
    limit_now: str
    limit_then: str
    days_now: int | None
    days_then: int | None
    open: Money


@dataclass(frozen=True, slots=True)
class EffectShown:
    """What a version would change on today's portfolio; at most `MOST_SHOWN` lines of `count`."""

    as_of: date
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    count: int
    lines: tuple[MoveLine, ...]
    limits_now: Money
    limits_then: Money
    beyond_now: Money
    beyond_then: Money


def version_line(*, row: VersionRow) -> VersionLine:
    """One version in words."""
    title = words.titled(title=row.rules.title)
    state = Chip(words.kind_said(names=words.VERSION_STATES, code=row.state.value), _TONES[row.state])
    return VersionLine(row, words.kind_said(names=words.VERSION_KINDS, code=row.kind.value), title, state)


def by_kind(*, rows: Iterable[VersionRow]) -> list[tuple[str, str, list[VersionLine]]]:
    """Versions under the kind they are of, in the order a credit manager thinks."""
    lines = [version_line(row=row) for row in rows]
    return [
        (kind.value, words.kind_said(names=words.VERSION_KINDS, code=kind.value), [one for one in lines if one.row.kind is kind])
        for kind in VersionKind
    ]  # fmt: skip


def with_document(*, row: VersionRow, document: Mapping[str, Any]) -> VersionRow | tuple[Fault, ...]:
    """A version as if it said this, or the faults of the document."""
    rules = parse_rules(kind=row.kind, document=document)
    return rules if isinstance(rules, tuple) else replace(row, rules=rules, document=document)


def effect_shown(*, actor: Actor, row: VersionRow, today: date) -> EffectShown | None:
    """What a version would change today; None for kinds that change no terms."""
    found = what_if(actor=actor, version=row, today=today)
    if found is None:
        return None
    shown = found.moves[:MOST_SHOWN]
    names = {pk: one.name for pk, one in customers_by_id(ids=[move.customer_id for move in shown]).items()}
    return EffectShown(
        as_of=found.as_of,
        columns=COLUMNS,
        rows=tuple((a, tuple(found.grades[a, b] for b in COLUMNS)) for a in COLUMNS),
        count=len(found.moves),
        lines=tuple(_line(move, names[move.customer_id], found) for move in shown),
        limits_now=Money(found.limits_now_minor, found.currency),
        limits_then=Money(found.limits_then_minor, found.currency),
        beyond_now=Money(found.beyond_now_minor, found.currency),
        beyond_then=Money(found.beyond_then_minor, found.currency),
    )


def _line(move: Move, name: str, found: WhatIf) -> MoveLine:
    return MoveLine(
        customer_id=move.customer_id,
        name=name,
        grade_now=grade_chip(grade=move.grade_now),
        grade_then=grade_chip(grade=move.grade_then),
        score_now=score_said(permille=move.permille_now) or "–",
        score_then=score_said(permille=move.permille_then) or "–",
        limit_now=words.limit_said(minor=move.limit_now_minor, currency=found.currency),
        limit_then=words.limit_said(minor=move.limit_then_minor, currency=found.currency),
        days_now=move.terms_now_days,
        days_then=move.terms_then_days,
        open=Money(move.open_minor, found.currency),
    )
