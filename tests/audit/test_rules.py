"""Canonical text, hashes, Merkle roots: the same everywhere, and nothing can be moved unseen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.audit.rules import GENESIS, canonical, digest, merkle_root, next_block, plain

LEAVES = st.lists(st.integers().map(lambda n: digest(value=n)), min_size=1, max_size=40)


def test_the_text_does_not_depend_on_order_and_takes_days() -> None:
    assert canonical(value={"b": (1, date(2026, 3, 5)), "a": "回款"}) == '{"a":"回款","b":[1,"2026-03-05"]}'


@pytest.mark.parametrize("value", [0.1, {"a": [1.0]}, [{"x": (2.5,)}]])
def test_a_float_is_refused_however_deep(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        plain(value=value)


@given(LEAVES, st.data())
def test_changing_or_swapping_a_leaf_changes_the_root(leaves: list[str], data: st.DataObject) -> None:
    root = merkle_root(leaves=leaves)
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:place], digest(value="forged"), *leaves[place + 1 :]]
    assert merkle_root(leaves=changed) != root
    other = data.draw(st.integers(0, len(leaves) - 1))
    swapped = list(leaves)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    assert (merkle_root(leaves=swapped) == root) == (swapped == leaves)
    assert merkle_root(leaves=[*leaves, leaves[-1]]) != root


def test_an_empty_block_has_no_root() -> None:
    with pytest.raises(ValueError, match="at least one leaf"):
        merkle_root(leaves=[])


def test_blocks_are_linked() -> None:
    first = next_block(number=1, first_position=1, leaves=[digest(value=1), digest(value=2)], previous_hash=GENESIS)
    second = next_block(number=2, first_position=3, leaves=[digest(value=3)], previous_hash=first.hash)
    assert (first.last_position, second.first_position) == (2, 3)
    forged = next_block(number=2, first_position=3, leaves=[digest(value=3)], previous_hash=GENESIS)
    assert forged.hash != second.hash
