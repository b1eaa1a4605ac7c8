"""The days of a case are deadlines of the room of clocks, in one list with all others: how a case names and reads its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.cases.models import Case
from huikuan.cases.rules import STAGE_DEADLINES, DateKind, Deadline
from huikuan.clocks.legal_deadlines import deadlines_about
from huikuan.clocks.rules.deadlines import DeadlineKind

STAGE_KINDS = frozenset(STAGE_DEADLINES.values())
NAMED_KINDS = frozenset(DeadlineKind(kind.value) for kind in DateKind)
ALL_KINDS = STAGE_KINDS | NAMED_KINDS


def reference_of(*, case_id: int) -> str:
    """How a deadline or an event names its case."""
    return f"case:{case_id}"


def subject_of(*, row: Case) -> str:
    """What a deadline or an event of a case is about: its number, else before whom it is, else which file."""
    return (row.number or row.authority or f"#{row.pk}")[:200]


def deadlines_of(*, case_ids: Collection[int], today: date) -> dict[int, tuple[Deadline, ...]]:
    """The deadlines of cases, finished or not, the nearest first; two queries. The caller has checked who asks."""
    found = deadlines_about(references=[reference_of(case_id=pk) for pk in case_ids], today=today)
    return {
        pk: tuple(
            Deadline(
                id=row.id,
                code=row.kind.value,
                on=row.last_day,
                article=row.article,
                subject=row.subject,
                person_id=row.person_id,
                finished_on=row.finished_on,
                finished_note=row.finished_note,
                finished_by=row.finished_by,
            )
            for row in found.get(reference_of(case_id=pk), ())
        )
        for pk in case_ids
    }
