"""Four years of the real business day on a real database: two workers at once, three zones, clocks that jump; before a release.

Nothing is doubled, nothing that fell due is skipped: reminders, promises, plans by instalments, warnings of limitation, and the
books check clean. It steps through the days on which something is done or falls due; every day of thirty years, of two hundred
customers, is lived by the rules alone (`test_thirty_years.py`).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.own_books import OwnBooks
from tests.reliability.test_lived_debts import ZONES

pytestmark = pytest.mark.reliability
YEARS = 4
"""Three of them are a limitation period."""
PROGRAM = "import django; django.setup(); from tests.reliability.lived_days import live; live('{}', {}, {})"
NOTHING: dict[str, Any] = {
    "faults": [],
    "broken": [],
    "unsent": 0,
    "doubled": [],
    "skipped": [],
    "punctual": 0,
    "judged": {},
    "missing": {},
    "unwarned": [],
}


def lived(books: OwnBooks, zone: str, *, years: int, workers: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(books.run("-c", PROGRAM.format(zone, years, workers)).splitlines()[-1])
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_two_workers_double_and_skip_nothing(own_books: OwnBooks, zone: str) -> None:
    found = lived(own_books, zone, years=YEARS, workers=2)
    assert found.pop("steps") > 150 and found.pop("messages") > 20
    assert found.pop("rungs") > 0 and found.pop("proposed at once") <= 1
    assert found == NOTHING


def test_without_a_worker_all_of_it_is_skipped(own_books: OwnBooks) -> None:
    """Negative control: what the other test finds nothing of is found."""
    found = lived(own_books, ZONES[0], years=YEARS, workers=0)
    assert found["missing"] == {"promise KEEP": YEARS, "promise BREAK": YEARS, "plan FINISH": 2, "plan BREAK": 2}
    assert len(found["skipped"]) == 4 and len(found["unwarned"]) > 5 and found["messages"] == 0
