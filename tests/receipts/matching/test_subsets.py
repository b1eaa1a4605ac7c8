"""Given amounts, when sums are counted by meeting in the middle, then they are those of counting one by one."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.receipts.matching.subsets import Combinations, sums_to_list

amounts = st.lists(st.integers(1, 60), min_size=1, max_size=8).map(tuple)
few = settings(max_examples=40)
sizes = st.none() | st.integers(1, 4)


def one_by_one(values, size, low, high):
    counts = range(len(values) + 1) if size is None else [size]
    chosen = (set_ for count in counts for set_ in combinations(range(len(values)), count))
    return sorted(set_ for set_ in chosen if low <= sum(values[place] for place in set_) <= high)


@few
@given(amounts, sizes, st.integers(1, 200), st.integers(0, 30))
def test_counts_and_solutions(values, size, low, span):
    found = Combinations(values, size)
    expected = one_by_one(values, size, low, low + span)
    assert found.count(low=low, high=low + span) == len(expected)
    assert sorted(found.solutions(low=low, high=low + span, most=10_000)) == expected


@few
@given(amounts, sizes, st.integers(1, 200))
def test_no_more_solutions_than_asked_for(values, size, target):
    found = Combinations(values, size)
    assert len(found.solutions(low=target, high=target, most=2)) == min(2, found.count(low=target, high=target))


@few
@given(amounts, sizes)
def test_how_many_sums_are_possible(values, size):
    assert Combinations(values, size).possible == len(one_by_one(values, size, 1, 10**9))


def test_accidents_are_likelier_among_many_items_and_round_sums():
    uneven = tuple(100_003 + place * 7_919 for place in range(18))
    few = Combinations(uneven[:6]).by_accident(low=350_000, high=350_000)
    many = Combinations(uneven).by_accident(low=950_001, high=950_001)
    even = tuple(amount // 10_000 * 10_000 for amount in uneven)
    round_sum = Combinations(even).by_accident(low=950_000, high=950_000)
    assert few < 0.001 < many < 0.5
    assert round_sum > 10


def test_nothing_is_left_to_accident_when_there_is_one_set():
    assert Combinations((100, 250, 377), 3).by_accident(low=727, high=727) == 0


def test_what_would_be_listed_is_known_before():
    assert sums_to_list(items=26, size=None) == 2**13
    assert sums_to_list(items=100, size=2) == 1 + 50 + 50 * 49 // 2
    assert sums_to_list(items=1, size=None) == 2


def test_amounts_up_to_the_limit_of_a_document_do_not_overflow():
    largest = 10**13
    found = Combinations((largest,) * 20)
    assert found.count(low=20 * largest, high=20 * largest) == 1
