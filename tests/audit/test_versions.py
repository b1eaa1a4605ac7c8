"""The next version of a policy: who looked at an older one, or comes second at the same moment, looks again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError

from huikuan.audit.versions import next_version
from huikuan.kernel.refusal import Changed

pytestmark = pytest.mark.django_db


def newest(*numbers: int) -> Iterator[int]:
    return iter(numbers)


def test_the_next_number_is_given_to_who_saw_the_newest() -> None:
    with next_version(seen=4, newest=lambda: 4, code="POLICY_CHANGED") as number:
        assert number == 5


@pytest.mark.parametrize("seen", [3, 5])
def test_who_saw_another_version_looks_again(seen: int) -> None:
    with (
        pytest.raises(Changed, match="POLICY_CHANGED") as caught,
        next_version(seen=seen, newest=lambda: 4, code="POLICY_CHANGED"),
    ):
        pytest.fail("written")
    assert caught.value.parameters == {"number": 4}


def test_who_comes_second_at_the_same_moment_looks_again() -> None:
    numbers = newest(4, 5)
    with (
        pytest.raises(Changed, match="POLICY_CHANGED") as caught,
        next_version(seen=4, newest=lambda: next(numbers), code="POLICY_CHANGED"),
    ):
        raise IntegrityError("number")
    assert caught.value.parameters == {"number": 5}


def test_another_fault_stays_what_it_is() -> None:
    with (
        pytest.raises(IntegrityError, match="source"),
        next_version(seen=4, newest=lambda: 4, code="POLICY_CHANGED"),
    ):
        raise IntegrityError("source")
