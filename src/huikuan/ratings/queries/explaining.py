"""The same score again from what was known then, and what would raise it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import NotPermitted
from huikuan.ratings.access import ratings_for
from huikuan.ratings.computing import basis_of, plain_lines, sheet_of, with_limits
from huikuan.ratings.models import Rating
from huikuan.ratings.queries.ratings import RatingRow, rating_row
from huikuan.ratings.queries.versions import scorecard_of, version_row
from huikuan.ratings.rules.scorecards import CardKind, Grade, Scorecard
from huikuan.ratings.rules.scoring import Improvement, Line, Result, Score, Treated, improvements


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A score computed again from its basis, as it is kept."""

    permille: int | None
    grade: str
    lines: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Explained:
    """A rating with its scorecard, its lines, and what would raise the score."""

    rating: RatingRow
    card: Scorecard
    lines: tuple[Line, ...]
    improvements: tuple[Improvement, ...]


def explained(*, actor: Actor, customer_id: int, kind: CardKind) -> Explained | None:
    """The last rating of a customer factor by factor; None where he was never rated by this scorecard. One query."""
    rows = ratings_for(actor=actor).filter(customer_id=customer_id, kind=kind.value)
    row = rows.select_related("run", "card__standing").order_by("-pk").first()
    if row is None:
        return None
    card = scorecard_of(row=version_row(row=row.card))
    shown = rating_row(row=row, actor=actor)
    lines = tuple(
        Line(line["factor"], line["value"], Treated(line["treated"]), line["points"], line["weight"])
        for line in shown.lines
    )
    scored = Score(Result(row.result), row.permille, Grade(row.grade) if row.grade else None, lines)
    better = improvements(card=card, scored=scored) if scored.grade is not None else ()
    return Explained(shown, card, lines, better)


def recomputed(*, actor: Actor, rating_id: int) -> Recomputed:
    """The score of a rating computed again from its version, day and ledger position. Raises NotPermitted RATING_UNKNOWN."""
    rows = ratings_for(actor=actor).select_related("card__standing")
    row: Rating | None = rows.filter(pk=rating_id).first()
    if row is None:
        raise NotPermitted("RATING_UNKNOWN", rating=rating_id)
    sheet = sheet_of(basis=basis_of(run_id=row.run_id), limits={})
    whole = with_limits(sheet=sheet, limits={row.customer_id: row.facts["limit_minor"]})
    card = scorecard_of(row=version_row(row=row.card))
    scored = whole.scored(card=card, customer_id=row.customer_id)
    return Recomputed(scored.permille, scored.grade.value if scored.grade else "", plain_lines(scored=scored))
