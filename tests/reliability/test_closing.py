"""A period is closed and posted into at the same moment: one waits for the other, and nothing gets into it (TRUST J5)."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
Play = Callable[..., dict[str, object]]


@pytest.mark.parametrize("way", ["post", "import"])
def test_who_posts_waits_for_who_closes_and_is_refused(play: Play, way: str) -> None:
    assert play("close", way) == {"waited": True, "second": "PERIOD_CLOSED", "postings": 0}


@pytest.mark.parametrize("way", ["post", "import"])
def test_who_closes_waits_for_who_posts(play: Play, way: str) -> None:
    assert play(way, "close") == {"waited": True, "second": "done", "postings": 1}


def test_without_the_lock_a_posting_gets_into_the_closed_period(play: Play) -> None:
    assert play("close", "post", "WITHOUT_LOCK") == {"waited": False, "second": "done", "postings": 1}


@pytest.fixture
def play(postgresql_only: None, own_books: OwnBooks) -> Play:
    """Runs the worker on books of its own."""
    return lambda *arguments: dict(json.loads(own_books.run("-m", "tests.reliability.closing_worker", *arguments)))
