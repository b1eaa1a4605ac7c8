"""The world of the API tests, at one fixed moment. Django is set up after this file is read, so it imports late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from tests.api.world import World


@pytest.fixture(autouse=True, scope="session")
def folder_of_static_files() -> None:
    """The server of static files warns where there is none."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def moment() -> Iterator[time_machine.Traveller]:
    """The clock stands still unless a test moves it; nobody has called yet."""
    from tests.api.world import nobody_has_called
    from tests.books import NOW

    nobody_has_called()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db: None) -> World:
    """See `new_world`."""
    from tests.api.world import new_world

    return new_world()
