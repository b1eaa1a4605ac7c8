"""What the tests of the four areas share: money that waits, a bank account, how much was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.areas.desk import Desk
    from tests.web.office import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    from tests.web.areas.desk import new_desk

    return new_desk(office)
