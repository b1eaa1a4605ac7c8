"""An empty database gets at once what all steps of all releases together give it."""

from __future__ import annotations

import json

import pytest

from tests.own_books import LAY_OUT, OwnBooks, Shelf

pytestmark = pytest.mark.reliability


def described(books: OwnBooks) -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = json.loads(books.run("-m", "tests.jobs.tables"))
    return found


@pytest.fixture
def two(shelf: Shelf):
    made = shelf.bare(), shelf.bare()
    yield made
    for books in made:
        shelf.drop(books)


def test_it_is_the_same_object_by_object(two: tuple[OwnBooks, OwnBooks]) -> None:
    at_once, by_steps = two
    at_once.run("-c", LAY_OUT)
    by_steps.run("-m", "django", "migrate", "--verbosity=0", "--skip-checks")
    one, other = described(at_once), described(by_steps)
    assert one.keys() == other.keys()
    for name in one:
        assert one[name] == other[name], name
        assert len(one[name]) > 10

    # And the look sees what differs: a trigger less, a column more.
    at_once.run("-c", _SPOIL)
    spoiled = described(at_once)
    assert [name for name in one if spoiled[name] != one[name]] == (
        ["columns", "triggers"] if at_once.is_on_postgresql else ["rest", "tables"]
    )


_SPOIL = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE accounts_company ADD COLUMN extra integer")
    if connection.vendor == "postgresql":
        cursor.execute("DROP TRIGGER receipts_statement_append_only ON receipts_statement")
    else:
        cursor.execute("DROP TRIGGER receipts_statement_no_update")
"""
