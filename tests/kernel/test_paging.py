"""Pages begin where the one before ends; portions hold every value once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.paging import AT_ONCE, FILE_PAGE, Page, page_bounds, portions


def test_a_page_is_never_empty_larger_than_a_files_or_before_the_first() -> None:
    assert page_bounds(number=1, size=50) == (0, 50)
    assert page_bounds(number=3, size=50) == (100, 150)
    assert page_bounds(number=0, size=0) == (0, 1)
    assert page_bounds(number=2, size=FILE_PAGE + 1) == (FILE_PAGE, 2 * FILE_PAGE)


def test_there_is_always_a_page() -> None:
    assert [Page((), 1, 50, count, {}).pages for count in (0, 1, 50, 51)] == [1, 1, 1, 2]


@given(count=st.integers(0, 3 * AT_ONCE + 1))
def test_portions_hold_every_value_once_in_order(count: int) -> None:
    found = list(portions(values=range(count)))
    assert [value for some in found for value in some] == list(range(count))
    assert all(0 < len(some) <= AT_ONCE for some in found)
    assert len(found) == -(-count // AT_ONCE)
