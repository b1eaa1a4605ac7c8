"""Given amounts, when sets are looked up by meeting in the middle, then they are those found one by one."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.receipts.matching.subsets import FEW, Choices

amounts = st.lists(st.integers(1, 60), min_size=1, max_size=8).map(tuple)
shortfalls = st.none() | st.lists(st.integers(0, 30), min_size=1, max_size=3, unique=True)
few = settings(max_examples=60)


def one_by_one(values, sizes, low, high, steps):
    sets = (places for size in sizes for places in combinations(range(len(values)), size))
    sums = {places: sum(values[place] for place in places) for places in sets}
    return {
        places: total
        for places, total in sums.items()
        if low <= total <= high and (steps is None or total - low in steps)
    }


@few
@given(amounts, st.integers(1, 8), st.integers(1, 200), st.integers(0, 30), shortfalls)
def test_sets_of_one_size(values, size, low, span, steps):
    found = Choices(values).of_size(size=size, low=low, high=low + span, steps=steps)
    assert found == one_by_one(values, [size], low, low + span, steps)


@few
@given(amounts, st.integers(1, 200), st.integers(0, 30), shortfalls)
def test_sets_of_any_size(values, low, span, steps):
    found = Choices(values).of_any_size(low=low, high=low + span, steps=steps)
    assert found == one_by_one(values, range(1, len(values) + 1), low, low + span, steps)


def test_equal_amounts_are_different_items():
    found = Choices((100, 100, 100, 250)).of_size(size=2, low=350, high=350)
    assert found is not None
    assert len(found) == 3


def test_sums_that_say_nothing_are_not_told_apart():
    even = Choices((100,) * FEW)
    assert even.of_any_size(low=1_000, high=1_000) is None
    assert even.of_size(size=8, low=800, high=800) is None


@pytest.mark.parametrize(("items", "size", "listed"), [(100, 2, 100), (100, 4, 4_950), (30, 28, 30), (9, 9, 1)])
def test_what_would_be_listed_is_known_before(items, size, listed):
    assert Choices((7,) * items).listed(size=size) == listed


def test_amounts_up_to_the_limit_of_a_document_do_not_overflow():
    largest = 10**13
    every = Choices((largest,) * FEW)
    assert every.of_size(size=FEW, low=FEW * largest, high=FEW * largest) == {tuple(range(FEW)): FEW * largest}
