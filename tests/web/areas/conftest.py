"""What the tests of the four areas share: money that waits, a bank account, how much was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.areas.desk import Desk
    from tests.web.office import Office


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def desk(office: Office) -> Desk:
    from tests.web.areas.desk import new_desk

    return new_desk(office)
