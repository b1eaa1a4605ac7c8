"""Two of a kind at the same moment: the second waits for the first and then sees what it did; without the guard it does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.own_books import Shelf

pytestmark = pytest.mark.reliability
Play = Callable[..., dict[str, object]]

# Scene, what comes of it, what would come of it without its guard.
PAIRS = [
    (
        "sealing",
        {"waited": True, "second": "done", "blocks": 1, "faults": 0},
        {"waited": True, "second": "IntegrityError", "blocks": 1, "faults": 0},
    ),
    (
        "matching",
        {"waited": True, "second": "done", "outcomes": 3},
        {"waited": True, "second": "IntegrityError", "outcomes": 3},
    ),
    (
        "disabling",
        {"waited": True, "second": "LAST_ADMINISTRATOR", "administrators": 1},
        {"waited": False, "second": "done", "administrators": 0},
    ),
    (
        "changing",
        {"waited": True, "second": "LAST_ADMINISTRATOR", "administrators": 1},
        {"waited": False, "second": "done", "administrators": 0},
    ),
    (
        "crediting",
        {"waited": True, "second": "done", "receipts": 1},
        {"waited": True, "second": "done", "receipts": 2},
    ),
    (
        "ledgers",
        {"waited": True, "second": "done", "receipts": 3},
        {"waited": True, "second": "done", "receipts": 4},
    ),
]


@pytest.mark.parametrize(("scene", "guarded", "unguarded"), PAIRS, ids=[scene for scene, _, _ in PAIRS])
def test_who_is_second_sees_what_the_first_did(
    play: Play, scene: str, guarded: dict[str, object], unguarded: dict[str, object]
) -> None:
    assert play(scene) == guarded
    assert play(scene, "WITHOUT_GUARD") == unguarded


@pytest.fixture
def play(postgresql_only: None, shelf: Shelf) -> Iterator[Play]:
    """Plays a scene, each time on books of its own."""
    made = []

    def on_its_own(*arguments: str) -> dict[str, object]:
        made.append(shelf.new())
        return dict(json.loads(made[-1].run("-m", "tests.reliability.pairs_worker", *arguments)))

    yield on_its_own
    for books in made:
        shelf.drop(books)
