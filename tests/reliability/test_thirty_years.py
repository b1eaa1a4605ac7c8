"""Thirty years of two hundred customers in three zones, two schedulers, clocks that jump, by the rules alone: before a release.

Nothing is doubled, nothing comes before its gap, nothing that was due is left out without being told.
"""

from __future__ import annotations

import pytest

from tests.reliability.lived_debts import doubled, lived, lost, too_soon
from tests.reliability.test_lived_debts import ZONES

pytestmark = pytest.mark.reliability


@pytest.mark.usefixtures("sqlite_only")  # no database at all
@pytest.mark.parametrize("zone", ZONES)
def test_thirty_years(zone: str) -> None:
    debts, last = lived(zone, years=30)
    assert len(debts) > 4_000
    assert (doubled(debts), too_soon(debts), lost(debts, last)) == (0, [], [])
