"""Tests of the pages: the compiled catalogue, a stopped clock, an office."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from tests.web.office import Office

ROOT = Path(__file__).resolve().parents[2]


def compile_texts() -> None:
    """Compile the Chinese texts as the pages load them, and make the folder static files are served from."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    runpy.run_path(str(ROOT / "scripts" / "translations.py"))["compile_catalogue"]()


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    compile_texts()


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    from tests.books import NOW

    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(db: None) -> Office:
    from tests.web.office import new_office

    return new_office()
