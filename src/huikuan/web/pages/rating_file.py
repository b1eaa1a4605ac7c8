"""What the rating page of one customer shows: both scores factor by factor, answers, history, terms."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.kernel.actor import Actor
from huikuan.ratings.queries.answers import AnswerRow, answers_of
from huikuan.ratings.queries.explaining import Explained, explained
from huikuan.ratings.queries.proposals import TermsRow, proposal_page, terms_history
from huikuan.ratings.queries.ratings import RatingRow, rating_history
from huikuan.ratings.queries.versions import in_force, scorecard_of
from huikuan.ratings.rules.scorecards import UNITS, CardKind, Factor, Scorecard, Unit
from huikuan.ratings.rules.scoring import Improvement, Line, Treated
from huikuan.web.pages.ratings import ProposalLine, grade_chip, proposal_line, score_said, titles_by_card
from huikuan.web.tables.columns import Chip
from huikuan.wording import ratings as words


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One factor of a score in words; points of 100, contribution to a score of 1,000 in tenths of a point of 100."""

    title: str
    value: str
    points: int
    weight: str
    contribution: str
    note: str
    better: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class CardShown:
    """A score explained, with what would raise it."""

    kind: str
    title: str
    rating: RatingRow
    grade: Chip
    score: str
    lines: tuple[FactorLine, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Section:
    """The rating on the customer's own page; no card before the first rating."""

    customer_id: int
    card: CardShown | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer of the past in words."""

    row: AnswerRow
    factor: str
    choice: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A rating of the past in words."""

    row: RatingRow
    score: str
    why: str


@dataclass(frozen=True, slots=True)
class TermsLine:
    """Terms by rating in words."""

    row: TermsRow
    limit: str
    deposit: str
    ladder: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """Everything the rating page of one customer shows."""

    credit: CardShown | None
    queue: CardShown | None
    answers: tuple[AnswerLine, ...]
    history: tuple[HistoryLine, ...]
    terms: tuple[TermsLine, ...]
    waiting: tuple[ProposalLine, ...]
    currency: str


def file_shown(*, actor: Actor, customer_id: int) -> FilePage:
    """One customer's ratings by both scorecards, answers, history and terms. Raises NotPermitted."""
    credit = explained(actor=actor, customer_id=customer_id, kind=CardKind.CREDIT)
    queue = explained(actor=actor, customer_id=customer_id, kind=CardKind.QUEUE)
    titles = titles_by_card()
    found = proposal_page(actor=actor, customer_id=customer_id)
    return FilePage(
        credit=_card(credit),
        queue=_card(queue),
        answers=_answers(actor, customer_id),
        history=tuple(
            HistoryLine(row, score_said(permille=row.permille) or "–", _why(row))
            for row in rating_history(actor=actor, customer_id=customer_id, kind=CardKind.CREDIT)
        ),
        terms=tuple(_terms(row) for row in terms_history(actor=actor, customer_id=customer_id)),
        waiting=tuple(proposal_line(row=row, titles=titles) for row in found.rows),
        currency=_currency(credit),
    )


def section_shown(*, actor: Actor, customer_id: int) -> Section:
    """The credit score for the section of the customer's own page; two queries."""
    return Section(customer_id, _card(explained(actor=actor, customer_id=customer_id, kind=CardKind.CREDIT)))


def cards() -> dict[CardKind, Scorecard]:
    """Both scorecards in force."""
    rules = in_force()
    return {CardKind.CREDIT: scorecard_of(row=rules.credit), CardKind.QUEUE: scorecard_of(row=rules.queue)}


def _card(one: Explained | None) -> CardShown | None:
    if one is None:
        return None
    better = {step.code: step for step in one.improvements}
    return CardShown(
        kind=one.card.kind.value,
        title=words.titled(title=one.card.title),
        rating=one.rating,
        grade=grade_chip(grade=one.rating.grade),
        score=score_said(permille=one.rating.permille) or "–",
        lines=tuple(_factor(one.card, line, better.get(line.code), _currency(one)) for line in one.lines),
        version=one.rating.card_number,
    )


def _factor(card: Scorecard, line: Line, better: Improvement | None, currency: str) -> FactorLine:
    factor = card.factor(code=line.code)
    tenths = (line.contribution + 50) // 100
    return FactorLine(
        title=words.titled(title=factor.title) if factor else line.code,
        value=_value(factor, line.value, currency),
        points=line.points,
        weight=f"{line.weight // 10}.{line.weight % 10} %",
        contribution=f"{tenths // 10}.{tenths % 10}",
        note="" if line.treated is Treated.VALUE else words.kind_said(names=words.TREATED, code=line.treated.value),
        better=_better(factor, better, currency),
        is_left_out=line.treated is Treated.EXCLUDED,
    )


def _better(factor: Factor | None, one: Improvement | None, currency: str) -> str:
    if factor is None or one is None:
        return ""
    return f"{_value(factor, one.value, currency)} → {score_said(permille=one.permille)}"


def _value(factor: Factor | None, value: object, currency: str) -> str:
    if factor is None:
        return str(value)
    if isinstance(value, str):
        return next((words.titled(title=one.title) for one in factor.choices if one.code == value), value)
    unit = UNITS[factor.measure] if factor.measure else None
    return words.value_said(value=value, unit=unit, currency=currency)


def _answers(actor: Actor, customer_id: int) -> tuple[AnswerLine, ...]:
    found = []
    for kind, card in cards().items():
        for row in answers_of(actor=actor, customer_id=customer_id, kind=kind):
            factor = card.factor(code=row.factor)
            title = words.titled(title=factor.title) if factor else row.factor
            found.append(AnswerLine(row, title, _value(factor, row.choice, "")))
    return tuple(sorted(found, key=lambda line: (line.row.answered_on, line.row.id), reverse=True))


def _currency(one: Explained | None) -> str:
    return str(one.rating.currency) if one else ""


def _why(row: RatingRow) -> str:
    return words.kind_said(names=words.RUN_KINDS, code=row.run_kind)


def _terms(row: TermsRow) -> TermsLine:
    return TermsLine(
        row=row,
        limit=words.limit_said(minor=row.limit_minor, currency=row.currency),
        deposit=words.value_said(value=row.deposit_permille, unit=Unit.PERMILLE, currency=""),
        ladder=words.kind_said(names=words.LADDERS, code=row.ladder) if row.ladder else "–",
    )
