"""Groups: the top of each, everybody below, no circle by whatever way."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.customers.groups import DEEPEST, members_of, roots_of
from huikuan.customers.models import CustomerFile
from huikuan.kernel.refusal import Refused
from tests.books import Books, new_books
from tests.customers.changing import change

pytestmark = pytest.mark.django_db
FRESH = count(1)


@pytest.fixture
def books() -> Books:
    return new_books()


def put_under(child: int, parent: int | None) -> None:
    change(child, parent_id=parent)


def test_a_customer_alone_is_his_own_top(books: Books) -> None:
    alone = books.customer("甲")
    assert roots_of(customer_ids=[alone]) == {alone: alone}
    assert members_of(root_ids=[alone]) == {alone: (alone,)}


def test_a_group_of_three_levels(books: Books) -> None:
    top, middle, low, other = (books.customer(name) for name in "甲乙丙丁")
    put_under(middle, top)
    put_under(low, middle)
    assert roots_of(customer_ids=[low, middle, top, other]) == {low: top, middle: top, top: top, other: other}
    assert members_of(root_ids=[top, other]) == {top: (top, middle, low), other: (other,)}
    assert members_of(root_ids=[middle]) == {middle: (middle, low)}


def test_a_merged_customer_belongs_to_the_one_he_was_merged_into(books: Books) -> None:
    top, kept, same = (books.customer(name) for name in "甲乙丙")
    put_under(kept, top)
    put_under(same, books.customer("丁"))
    CustomerFile.objects.filter(pk=same).update(merged_into=kept)
    assert roots_of(customer_ids=[same]) == {same: top}
    assert members_of(root_ids=[top]) == {top: (top, kept, same)}


def test_thousands_are_read_by_few_queries(books: Books, django_assert_num_queries: object) -> None:
    top, low = books.customer("甲"), books.customer("乙")
    put_under(low, top)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = roots_of(customer_ids=range(low, low + 6_000))
    assert (found[low], found[low + 5_999]) == (top, low + 5_999)


def test_circles_are_refused_at_every_length(books: Books) -> None:
    first, second, third = (books.customer(name) for name in "甲乙丙")
    put_under(second, first)
    put_under(third, second)
    for child, parent in ((first, first), (first, second), (first, third)):
        with pytest.raises(Refused) as refused:
            put_under(child, parent)
        assert refused.value.code == "CUSTOMER_GROUP_CYCLE"
    assert roots_of(customer_ids=[third]) == {third: first}


def test_a_parent_nobody_knows_and_a_group_too_deep(books: Books) -> None:
    above = books.customer("0")
    with pytest.raises(Refused, match="CUSTOMER_UNKNOWN"):
        put_under(above, 10**9)
    for level in range(1, DEEPEST):
        below = books.customer(str(level))
        put_under(below, above)
        above = below
    with pytest.raises(Refused, match="CUSTOMER_GROUP_TOO_DEEP"):
        put_under(books.customer("zu tief"), above)


def test_a_circle_forged_past_the_acts_ends(books: Books) -> None:
    first, second = books.customer("甲"), books.customer("乙")
    put_under(second, first)
    CustomerFile.objects.create(customer_id=first, parent_id=second)
    assert set(roots_of(customer_ids=[first, second])) == {first, second}
    assert members_of(root_ids=[first]) == {first: (first, second)}


@settings(max_examples=25)
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14))
def test_no_sequence_of_moves_closes_a_circle(moves: list[tuple[int, int]]) -> None:
    books = new_books(f"公司 {next(FRESH)}")
    ids = [books.customer(f"{books.company_id}-{number}") for number in range(6)]
    for child, parent in moves:
        try:
            put_under(ids[child], ids[parent])
        except Refused as refused:
            assert refused.code == "CUSTOMER_GROUP_CYCLE"
    tops = roots_of(customer_ids=ids)
    groups = members_of(root_ids=set(tops.values()))
    assert sorted(pk for group in groups.values() for pk in group) == sorted(ids)
    assert all(pk in groups[tops[pk]] for pk in ids)
    assert all(tops[top] == top for top in groups)
