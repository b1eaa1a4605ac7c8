"""Given explanations, when the odds become a confidence, then it never falls as they rise, and rivals keep their share."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.receipts.matching.calibration import CURVES, SOURCE, VERSION, Basis, honest_permille
from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.settling import ranked


@pytest.mark.parametrize("basis", list(Basis))
def test_a_curve_never_falls_and_promises_no_certainty(basis):
    curve = CURVES[basis]
    assert all(low < high and worse <= better for (low, worse), (high, better) in pairwise(curve))
    first = curve[0][0]
    values = [honest_permille(basis=basis, permille=permille) for permille in range(first, 1_000)]
    assert values == sorted(values)
    assert all(0 <= value < 1_000 for value in values)


def test_the_curves_say_where_they_come_from():
    assert VERSION
    assert "bench/variants.py" in SOURCE


@given(st.sampled_from(Basis), st.lists(st.floats(1e-6, 1e3), min_size=2, max_size=4))
def test_rivals_keep_their_share(basis, odds):
    ideas = [Hypothesis(0, (place,), (1,), odd, 1, True, False, (), (), basis) for place, odd in enumerate(odds)]
    found = ranked(hypotheses=ideas)
    assert sum(one.permille for one in found) <= 1000


def test_two_that_fit_alike_are_never_sure():
    ideas = [Hypothesis(0, (place,), (1,), 0.001, 2, True, False, (), (), Basis.PAYER) for place in range(2)]
    assert max(one.permille for one in ranked(hypotheses=ideas)) <= 500 < MatchPolicy().apply_permille


def test_what_was_not_observed_is_as_the_odds_say():
    assert honest_permille(basis=Basis.NUMBER, permille=400) == 400
