"""PURE: a scorecard from its document, in a closed grammar: no expression is ever evaluated (TRUST S2)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from huikuan.ratings.rules.reading import Node, root_of
from huikuan.ratings.rules.scorecards import (
    BEST_POINTS,
    MOST_BANDS,
    MOST_FACTORS,
    WHOLE,
    Band,
    CardKind,
    Choice,
    Direction,
    Factor,
    Fault,
    Grade,
    GradeStep,
    LeastHistory,
    Measure,
    Missing,
    MissingRule,
    Scorecard,
    Source,
)

_CARD = ("kind", "title", "source", "least_history", "grades", "factors")
_FACTOR = ("code", "title", "source", "weight", "direction", "missing")
_MOST_CHOICES = 12


def parse_scorecard(*, document: object) -> Scorecard | tuple[Fault, ...]:
    """The scorecard a document says, or everything that is wrong with it, in the order of the document."""
    root = root_of(document=document)
    root.only(names=_CARD)
    history = root.object(name="least_history")
    history.only(names=("days", "invoices"))
    card = Scorecard(
        kind=root.one_of(name="kind", codes=CardKind),
        title=root.title(),
        source=root.text(name="source"),
        least_history=LeastHistory(
            history.number(name="days", least=0, most=3_650), history.number(name="invoices", least=0, most=10_000)
        ),
        grades=tuple(_grade(node) for node in root.objects(name="grades", most=len(Grade))),
        factors=tuple(_factor(node) for node in root.objects(name="factors", most=MOST_FACTORS)),
    )
    _check_grades(root, card)
    _check_factors(root, card)
    return tuple(root.faults.found) or card


def _grade(node: Node) -> GradeStep:
    node.only(names=("grade", "from"))
    return GradeStep(node.one_of(name="grade", codes=Grade), node.number(name="from", least=0, most=WHOLE))


def _factor(node: Node) -> Factor:
    source = node.one_of(name="source", codes=Source)
    is_computed = source is Source.COMPUTED
    node.only(names=(*_FACTOR, *(("measure", "bands") if is_computed else ("choices",))))
    missing = node.object(name="missing")
    factor = Factor(
        code=node.word(),
        title=node.title(),
        source=source,
        weight=node.number(name="weight", least=1, most=WHOLE),
        direction=node.one_of(name="direction", codes=Direction),
        missing=_missing(missing),
        measure=node.one_of(name="measure", codes=Measure, fault="FACTOR_UNKNOWN") if is_computed else None,
        bands=tuple(_band(one) for one in node.objects(name="bands", most=MOST_BANDS)) if is_computed else (),
        choices=() if is_computed else tuple(_choice(one) for one in node.objects(name="choices", most=_MOST_CHOICES)),
    )
    _check_bands(node, factor)
    _check_monotone(node, factor)
    _check_once(node, "choices", [choice.code for choice in factor.choices])
    return factor


def _missing(node: Node) -> Missing:
    rule = node.one_of(name="rule", codes=MissingRule)
    if rule is not MissingRule.NEUTRAL:
        node.only(names=("rule",))
        return Missing(rule)
    node.only(names=("rule", "points"))
    return Missing(rule, node.number(name="points", least=0, most=BEST_POINTS))


def _band(node: Node) -> Band:
    node.only(names=("from", "to", "points"))
    lowest, below = node.number_or_none(name="from"), node.number_or_none(name="to")
    return Band(lowest, below, node.number(name="points", least=0, most=BEST_POINTS))


def _choice(node: Node) -> Choice:
    node.only(names=("code", "title", "points"))
    return Choice(node.word(), node.title(), node.number(name="points", least=0, most=BEST_POINTS))


def _check_bands(node: Node, factor: Factor) -> None:
    """The bands follow each other without a gap or an overlap, from minus to plus infinity."""
    bands = factor.bands
    if not bands:
        return
    where = node.at(name="bands")
    if bands[0].lowest is not None or bands[-1].below is not None:
        node.faults.add(code="BANDS_NOT_OPEN", where=where)
    for place, (one, after) in enumerate(pairwise(bands), 1):
        if one.below is None or after.lowest is None or one.below > after.lowest:
            node.faults.add(code="BANDS_OVERLAP", where=f"{where}[{place}]")
        elif one.below < after.lowest:
            node.faults.add(code="BANDS_GAP", where=f"{where}[{place}]", low=one.below, high=after.lowest)
    for place, band in enumerate(bands):
        if band.lowest is not None and band.below is not None and band.lowest >= band.below:
            node.faults.add(code="BAND_EMPTY", where=f"{where}[{place}]")


def _check_monotone(node: Node, factor: Factor) -> None:
    points = [band.points for band in factor.bands] + [choice.points for choice in factor.choices]
    wanted = sorted(points, reverse=factor.direction is Direction.LOWER_IS_BETTER)
    if points != wanted:
        name = "bands" if factor.bands else "choices"
        node.faults.add(code="NOT_MONOTONE", where=node.at(name=name), direction=factor.direction.value)


def _check_once(node: Node, name: str, codes: list[str]) -> None:
    for code, number in sorted(Counter(codes).items()):
        if code and number > 1:
            node.faults.add(code="CODE_TWICE", where=node.at(name=name), value=code)


def _check_grades(root: Node, card: Scorecard) -> None:
    steps = [step.lowest for step in card.grades]
    falls = all(high > low for high, low in pairwise(steps))
    if [step.grade for step in card.grades] != list(Grade) or not falls or steps[-1] != 0:
        root.faults.add(code="GRADES_WRONG", where="grades")


def _check_factors(root: Node, card: Scorecard) -> None:
    _check_once(root, "factors", [factor.code for factor in card.factors])
    total = sum(factor.weight for factor in card.factors)
    if card.factors and total != WHOLE:
        root.faults.add(code="WEIGHTS_NOT_WHOLE", where="factors", total=total, whole=WHOLE)
