"""Proof of what judgements promise and rows can prove (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.conduct.models import Appeal, Judgement, JudgementStep
from huikuan.conduct.rules.judging import AppealState, State
from huikuan.kernel.findings import Finding, Triple, finding


def check_conduct() -> list[Finding]:
    """Check S30: a judgement's state is the one of its last step, its points the sums of its grounds; it is overturned exactly
    where an appeal was upheld, and only judgements in force have an open appeal."""
    rows = list(Judgement.objects.order_by("pk"))
    return [finding(invariant="S30", checked=len(rows), broken=(*_states(rows), *_appeals(rows)))]


def _states(rows: list[Judgement]) -> Iterator[Triple]:
    last = dict(JudgementStep.objects.order_by("pk").values_list("judgement_id", "state"))
    for row in rows:
        if last.get(row.pk) != row.state:
            yield f"judgement {row.pk}", f"in state {last.get(row.pk)}, as its last step says", row.state
        points = sum(one["points"] for one in row.grounds)
        if points != row.points_for + row.points_against:
            yield f"judgement {row.pk}", f"{points} points, the sum of its grounds", row.points_for + row.points_against


def _appeals(rows: list[Judgement]) -> Iterator[Triple]:
    found: dict[int, set[str]] = {}
    for judgement_id, state in Appeal.objects.order_by("pk").values_list("judgement_id", "state"):
        found.setdefault(judgement_id, set()).add(state)
    for row in rows:
        states = found.get(row.pk, set())
        if (AppealState.UPHELD.value in states) != (row.state == State.OVERTURNED.value):
            yield f"judgement {row.pk}", "overturned exactly where an appeal was upheld", row.state
        if AppealState.OPEN.value in states and row.state != State.IN_FORCE.value:
            yield f"judgement {row.pk}", "no open appeal once it is over", row.state
