"""Scores by hand, and what always holds: monotone where declared, whole weights, whatever the order of factors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.ratings.rules.scorecards import (
    Band,
    CardKind,
    Choice,
    Direction,
    Factor,
    Grade,
    GradeStep,
    LeastHistory,
    Measure,
    Missing,
    MissingRule,
    Scorecard,
    Source,
    Title,
)
from huikuan.ratings.rules.scoring import History, Result, Treated, improvements, score

NAME = Title("名", "name")
LONG = History(400, 20)
NEUTRAL, LEFT_OUT = Missing(MissingRule.NEUTRAL, 50), Missing(MissingRule.EXCLUDE)


def late(weight: int, missing: Missing = NEUTRAL) -> Factor:
    bands = (Band(None, 1, 100), Band(1, 31, 60), Band(31, None, 0))
    return Factor(
        "late", NAME, Source.COMPUTED, weight, Direction.LOWER_IS_BETTER, missing, Measure.WEIGHTED_DAYS_LATE, bands
    )


def sold(weight: int, missing: Missing = LEFT_OUT) -> Factor:
    bands = (Band(None, 100, 20), Band(100, 1_000, 70), Band(1_000, None, 100))
    return Factor("sold", NAME, Source.COMPUTED, weight, Direction.HIGHER_IS_BETTER, missing, Measure.SOLD, bands)


def market(weight: int, missing: Missing = LEFT_OUT) -> Factor:
    choices = (Choice("WEAK", NAME, 0), Choice("FAIR", NAME, 55), Choice("STRONG", NAME, 100))
    return Factor("market", NAME, Source.QUALITATIVE, weight, Direction.HIGHER_IS_BETTER, missing, choices=choices)


def card(*factors: Factor) -> Scorecard:
    steps = tuple(GradeStep(grade, low) for grade, low in zip(Grade, (800, 650, 500, 350, 0), strict=True))
    return Scorecard(CardKind.CREDIT, NAME, "by hand", LeastHistory(90, 3), steps, factors)


THREE = card(late(500), sold(300), market(200))


@pytest.mark.parametrize(
    ("values", "permille", "grade"),
    [
        # 100×500 + 100×300 + 100×200 = 100,000 → 1,000
        ({"late": 0, "sold": 1_000, "market": "STRONG"}, 1_000, "A"),
        # 60×500 + 70×300 + 55×200 = 62,000 → 620
        ({"late": 30, "sold": 999, "market": "FAIR"}, 620, "C"),
        # 0 + 20×300 + 0 = 6,000 → 60
        ({"late": 31, "sold": 0, "market": "WEAK"}, 60, "E"),
        # neutral 50×500 + 70×300 + 55×200 = 57,000 → 570
        ({"late": None, "sold": 100, "market": "FAIR"}, 570, "C"),
        # market left out: 500/800 and 300/800 of 1,000 are 625 and 375; 100×625 + 70×375 = 88,750 → 887.5 → 888
        ({"late": 0, "sold": 100}, 888, "A"),
        # sold left out: 500/700 → 714.28 → 714, 200/700 → 285.7 → 286; 60×714 + 55×286 = 58,570 → 585.7 → 586
        ({"late": 1, "market": "FAIR"}, 586, "C"),
        # an answer that is none of the choices is missing: as the line before last
        ({"late": 0, "sold": 100, "market": "GREAT"}, 888, "A"),
    ],
)
def test_scores_by_hand(values, permille, grade):
    found = score(card=THREE, values=values, history=LONG)
    assert (found.permille, found.grade) == (permille, Grade(grade))
    assert sum(line.weight for line in found.lines) == 1_000


@pytest.mark.parametrize(
    "history", [History(None, 0), History(89, 20), History(400, 2)], ids=["never", "too short", "too few"]
)
def test_not_enough_history_is_a_result_not_a_zero(history):
    found = score(card=THREE, values={"late": 0, "sold": 1_000}, history=history)
    assert (found.result, found.permille, found.grade) == (Result.NOT_ENOUGH, None, None)


def test_a_factor_that_must_be_known():
    needed = card(late(500), sold(500, Missing(MissingRule.NOT_ENOUGH)))
    found = score(card=needed, values={"late": 0}, history=LONG)
    assert found.result is Result.NOT_ENOUGH
    assert found.lines[1].treated is Treated.MISSING


def test_nothing_known_at_all():
    left_out = card(sold(600), market(400))
    assert score(card=left_out, values={}, history=LONG).result is Result.NOT_ENOUGH


def test_what_would_raise_the_score():
    found = score(card=THREE, values={"late": 40, "sold": 100, "market": "FAIR"}, history=LONG)
    assert found.permille == 320  # 0 + 70×300 + 55×200
    assert [(one.code, one.value, one.points, one.permille) for one in improvements(card=THREE, scored=found)] == [
        ("late", 30, 60, 620),
        ("market", "STRONG", 100, 410),
        ("sold", 1_000, 100, 410),
    ]


def test_the_best_cannot_be_raised():
    found = score(card=THREE, values={"late": 0, "sold": 5_000, "market": "STRONG"}, history=LONG)
    assert improvements(card=THREE, scored=found) == ()


VALUES = st.fixed_dictionaries(
    {
        "late": st.none() | st.integers(-10, 100),
        "sold": st.none() | st.integers(0, 5_000),
        "market": st.none() | st.sampled_from(["WEAK", "FAIR", "STRONG"]),
    }
)
WEIGHTS = st.tuples(st.integers(1, 900), st.integers(1, 99)).map(lambda two: (*two, 1_000 - sum(two)))


@given(VALUES, WEIGHTS, st.permutations(["late", "sold", "market"]))
def test_the_order_of_factors_does_not_matter(values, weights, order):
    factors = dict(
        zip(("late", "sold", "market"), (late(weights[0]), sold(weights[1]), market(weights[2])), strict=True)
    )
    one = score(card=card(*factors.values()), values=values, history=LONG)
    other = score(card=card(*(factors[code] for code in order)), values=values, history=LONG)
    assert (one.permille, sorted(one.lines, key=lambda line: line.code)) == (
        other.permille,
        sorted(other.lines, key=lambda line: line.code),
    )


@given(VALUES, WEIGHTS)
def test_weights_are_whole_whatever_is_left_out(values, weights):
    found = score(card=card(late(weights[0]), sold(weights[1]), market(weights[2])), values=values, history=LONG)
    assert sum(line.weight for line in found.lines) == 1_000
    assert all(line.weight == 0 for line in found.lines if line.treated is Treated.EXCLUDED)


@given(VALUES, WEIGHTS, st.integers(0, 100), st.integers(0, 100))
def test_later_payment_never_raises_the_score(values, weights, first, second):
    rules = card(late(weights[0]), sold(weights[1]), market(weights[2]))
    low, high = sorted((first, second))
    better = score(card=rules, values={**values, "late": low}, history=LONG).permille
    worse = score(card=rules, values={**values, "late": high}, history=LONG).permille
    assert better is not None
    assert worse is not None
    assert better >= worse


@given(VALUES)
def test_each_improvement_keeps_its_word(values):
    found = score(card=THREE, values=values, history=LONG)
    for one in improvements(card=THREE, scored=found):
        if values[one.code] is not None:
            raised = score(card=THREE, values={**values, one.code: one.value}, history=LONG)
            assert (raised.permille, one.permille > (found.permille or 0)) == (one.permille, True)


def test_a_record_can_be_compared():
    assert replace(THREE) == THREE
    assert THREE.factor(code="none") is None
