"""Each test of this room has a data folder of its own, so that no mirror of another test is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        settings: Any = request.getfixturevalue("settings")
        settings.HOME = tmp_path
