"""Words are tested as English readers see them, unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The reader's language."""
    with translation.override("en"):
        yield
