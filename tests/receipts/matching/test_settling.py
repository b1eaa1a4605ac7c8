"""Given explanations of lines, when they are settled, then confidences share one whole and claims have one winner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.receipts.matching.hypotheses import Hypothesis
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.settling import Board, claim_of, ranked


def idea(*items, odds=0.001, strength=4, blocked=False):
    return Hypothesis(0, items, (1,) * len(items), odds, strength, True, blocked, ())


def explained(ideas):
    """Explains a line by those ideas whose items are free."""

    def explain(lines, used):
        free = [[one for one in ideas[line] if not used & set(one.items)] for line in lines]
        return [claim_of(standing=ranked(hypotheses=one), policy=MatchPolicy()) for one in free]

    return explain


@given(st.lists(st.floats(1e-6, 1e6), max_size=6))
def test_confidences_leave_room_for_something_else(odds):
    found = ranked(hypotheses=[idea(place, odds=odd) for place, odd in enumerate(odds)])
    assert sum(one.permille for one in found) <= 1000
    assert all(0 <= one.permille < 1000 for one in found)
    assert [one.permille for one in found] == sorted((one.permille for one in found), reverse=True)


@pytest.mark.parametrize(
    ("ideas", "applied", "contested"),
    [
        ({0: [idea(1)], 1: [idea(2)]}, {0, 1}, set()),
        ({0: [idea(1)], 1: [idea(1)]}, set(), {0, 1}),
        ({0: [idea(1)], 1: [idea(1, strength=2)]}, {0}, set()),
        ({0: [idea(1, 2)], 1: [idea(2, 3, strength=2)], 2: [idea(3, strength=1)]}, {0, 2}, set()),
        ({0: [idea(1, odds=0.5)]}, set(), set()),
        ({0: [idea(1, blocked=True)]}, set(), set()),
        ({0: [idea(1), idea(2)]}, set(), set()),
        ({0: [idea(1), idea(2)], 1: [idea(1)]}, {0, 1}, set()),  # elimination
        ({0: []}, set(), set()),
    ],
)
def test_settling(ideas, applied, contested):
    board = Board(MatchPolicy().rounds)
    board.settle(lines=sorted(ideas), explain=explained(ideas))
    assert board.applied == applied
    assert set(board.contested) == contested
    paid = [item for line in board.applied for item in board.claims[line].sure]
    assert len(paid) == len(set(paid))


def test_rounds_end():
    chain = {line: [idea(line), idea(line + 1)] for line in range(20)} | {20: [idea(20)]}
    board = Board(3)
    board.settle(lines=sorted(chain), explain=explained(chain))
    assert board.applied == {18, 19, 20}
    assert board.claims[17].items == {17}
