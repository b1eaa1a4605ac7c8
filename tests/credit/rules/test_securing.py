"""What a security that covers a part counts for: examples by hand, and what holds whatever is open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huikuan.credit.rules.securing import Cover, OpenPart, counted_for

PARTS = (
    OpenPart(1, 1, "F1", "K1", 30_000),
    OpenPart(1, 1, "F2", "", 20_000),
    OpenPart(1, 2, "F3", "K1", 7_000),
    OpenPart(2, 1, "F1", "K1", 500),
)


def test_a_security_counts_for_what_it_covers_owes_at_most() -> None:
    for cover, counted in (
        (Cover(1, 1, 100_000, invoices=frozenset({"F1", "F9"})), 30_000),
        (Cover(1, 1, 29_999, invoices=frozenset({"F1"})), 29_999),
        (Cover(1, 1, 100_000, contract="K1"), 37_000),
        (Cover(1, 1, 100_000, contract="K1", company_id=1), 30_000),
        (Cover(1, 1, 100_000, company_id=1), 50_000),
        (Cover(1, 2, 100_000, contract="K1"), 500),
        (Cover(1, 1, 100_000, contract="K9"), 0),
        (Cover(1, 3, 100_000, company_id=1), 0),
    ):
        assert counted_for(covers=[cover], parts=PARTS) == {1: counted}


def test_no_open_item_is_covered_twice_and_the_narrowest_comes_first() -> None:
    wide, contract = Cover(1, 1, 100_000, company_id=1), Cover(2, 1, 35_000, contract="K1")
    narrow = Cover(3, 1, 25_000, invoices=frozenset({"F1"}))
    assert counted_for(covers=[wide, contract, narrow], parts=PARTS) == {
        3: 25_000,
        2: 12_000,
        1: 20_000 + 5_000 - 5_000,
    }
    assert counted_for(covers=[], parts=PARTS) == {}


covers = st.builds(
    Cover,
    st.integers(1, 9),
    st.integers(1, 2),
    st.integers(0, 60_000),
    st.frozensets(st.sampled_from(["F1", "F2", "F3"]), max_size=2),
    st.sampled_from(["", "K1", "K2"]),
    st.sampled_from([None, 1, 2]),
)


@given(st.lists(covers, max_size=6, unique_by=lambda one: one.id))
def test_never_more_than_its_amount_nor_all_together_more_than_is_open(given_covers: list[Cover]) -> None:
    found = counted_for(covers=given_covers, parts=PARTS)
    assert all(0 <= found[one.id] <= one.minor for one in given_covers)
    for customer_id in (1, 2):
        owed = sum(part.minor for part in PARTS if part.customer_id == customer_id)
        assert sum(found[one.id] for one in given_covers if one.customer_id == customer_id) <= owed
    assert found == counted_for(covers=reversed(given_covers), parts=PARTS)
