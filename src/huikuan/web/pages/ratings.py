"""What the pages about ratings show: the list by grade, proposals, one customer's score explained, the matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.ratings.queries.proposals import ProposalRow, RunRow, proposal_page, runs
from huikuan.ratings.queries.ratings import SORTS, RatedCustomer, RatingFilter, RatingRow, rated_page
from huikuan.ratings.queries.versions import scorecard_of, versions
from huikuan.ratings.rules.matrix import NO_GRADE
from huikuan.ratings.rules.rerating import ProposalState
from huikuan.ratings.rules.scorecards import Grade, Title
from huikuan.ratings.rules.versions import VersionKind
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import names
from huikuan.wording import ratings as words

_TONE = {"TIGHTER": "risk", "LOOSER": "done", "MIXED": "soon", "SAME": "plain"}
TONES = {"A": "done", "B": "done", "C": "soon", "D": "risk", "E": "risk", "": "plain"}
GRADES: dict[str, Text] = {
    "ALL": _("All"),
    **{grade.value: grade.value for grade in Grade},
    NO_GRADE: _("Not enough history"),
}
STATES: dict[str, Text] = {
    ProposalState.WAITING.value: _("Waiting"),
    ProposalState.APPLIED.value: _("In force"),
    ProposalState.REJECTED.value: _("Rejected"),
    ProposalState.SUPERSEDED.value: _("Replaced"),
}
LIST: ListKind[RatedCustomer] = ListKind(
    title=_("Ratings"),
    columns=(
        Column("name", _("Customer"), lambda row: Titled(row.customer.name, row.customer.code), sort="name"),
        Column("grade", _("Grade"), lambda row: grade_chip(grade=row.rating.grade), Kind.CHIP, "grade"),
        Column("score", _("Score"), lambda row: score_said(permille=row.rating.permille), Kind.NUMBER, "score"),
        Column("sold", _("Sales of 12 months"), lambda row: _amount(row.rating, "sold_minor"), Kind.MONEY, on_phone=False),
        Column("open", _("Open"), lambda row: _amount(row.rating, "open_minor"), Kind.MONEY, on_phone=False),
        Column("overdue", _("Overdue"), lambda row: _amount(row.rating, "overdue_minor"), Kind.MONEY, on_phone=False),
        Column("as_of", _("As of"), lambda row: row.rating.as_of, Kind.DAY, on_phone=False),
        Column(
            "run", _("Why rated"), lambda row: words.kind_said(names=words.RUN_KINDS, code=row.rating.run_kind),
            on_phone=False,
        ),
    ),
    filters=("grade", "q", "value"),
    sorts=tuple(SORTS),
    default_sort="grade",
    id_of=lambda row: row.customer.id,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in words."""

    row: ProposalRow
    reasons: tuple[str, ...]
    limit_before: str
    limit_after: str
    days_before: str
    days_after: str
    class_before: str
    class_after: str


PROPOSALS: ListKind[ProposalLine] = ListKind(
    title=_("Proposals"),
    columns=(
        Column("name", _("Customer"), lambda line: Titled(line.row.customer.name, line.row.customer.code)),
        Column("grade", _("Grade"), lambda line: _moved(line.row.grade_before or "–", line.row.grade or "–"), sort="grade"),
        Column("limit", _("Limit"), lambda line: _moved(line.limit_before, line.limit_after)),
        Column("days", _("Days of credit"), lambda line: _moved(line.days_before, line.days_after), on_phone=False),
        Column("class", _("Customer class"), lambda line: _moved(line.class_before, line.class_after), on_phone=False),
        Column(
            "direction",
            _("Direction"),
            lambda line: Chip(words.kind_said(names=words.DIRECTIONS, code=line.row.direction), _TONE[line.row.direction]),
            Kind.CHIP,
            on_phone=False,
        ),
        Column("reasons", _("Reasons"), lambda line: "; ".join(line.reasons), on_phone=False),
        Column("day", _("Day"), lambda line: line.row.day, Kind.DAY, "day", on_phone=False),
        Column("by", _("Decided by"), lambda line: _decider(line.row), is_shown=False, on_phone=False),
    ),
    filters=("state",),
    sorts=("-day", "day", "grade", "-grade"),
    default_sort="-day",
    id_of=lambda line: line.row.id,
)  # fmt: skip


def rated_lines(*, actor: Actor, narrowed: RatingFilter, sort: str, number: int, size: int) -> Page[RatedCustomer]:
    """One page of the list of ratings."""
    return rated_page(actor=actor, narrowed=narrowed, sort=sort, number=number, size=size)


def proposal_lines(*, actor: Actor, state: str, sort: str, number: int, size: int) -> Page[ProposalLine]:
    """One page of proposals in words."""
    found = proposal_page(actor=actor, states=(ProposalState(state),), sort=sort, number=number, size=size)
    titles = titles_by_card()
    lines = tuple(proposal_line(row=row, titles=titles) for row in found.rows)
    return Page(lines, found.number, found.size, found.count, {})


def last_runs(*, actor: Actor) -> tuple[tuple[str, RunRow], ...]:
    """The last runs, each with its kind in a word."""
    return tuple((words.kind_said(names=words.RUN_KINDS, code=run.kind), run) for run in runs(actor=actor, limit=6))


def grade_chip(*, grade: str) -> Chip:
    """A grade with its colour."""
    return Chip(words.grade_said(grade=grade), TONES.get(grade, "plain"))


def score_said(*, permille: int | None) -> str | None:
    """A score of 100 with one decimal; None without a score."""
    return None if permille is None else f"{permille // 10}.{permille % 10}"


def titles_by_card() -> dict[int, dict[str, Title]]:
    """Titles of factors by version of the credit scorecard."""
    return {
        row.id: {factor.code: factor.title for factor in scorecard_of(row=row).factors}
        for row in versions(kind=VersionKind.CREDIT)
    }


def proposal_line(*, row: ProposalRow, titles: Mapping[int, Mapping[str, Title]]) -> ProposalLine:
    """A proposal in words."""
    currency = str(row.after["currency"])
    return ProposalLine(
        row=row,
        reasons=tuple(words.reasons_said(reasons=row.reasons, titles=titles.get(row.card_id, {}))),
        limit_before=words.limit_said(minor=row.before["limit_minor"], currency=currency),
        limit_after=words.limit_said(minor=row.after["limit_minor"], currency=currency),
        days_before=_days(row.before),
        days_after=_days(row.after),
        class_before=_class(row.before),
        class_after=_class(row.after),
    )


def _days(terms: Mapping[str, Any]) -> str:
    return "–" if terms["terms_days"] is None else str(terms["terms_days"])


def _class(terms: Mapping[str, Any]) -> str:
    return words.kind_said(names=names.CUSTOMER_CLASSES, code=terms["customer_class"])


def _moved(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _decider(row: ProposalRow) -> str:
    if row.is_automatic:
        return str(_("tightened by policy"))
    return row.decided_by


def _amount(row: RatingRow, name: str) -> Money | None:
    return Money(int(row.facts[name]), row.currency) if name in row.facts else None
