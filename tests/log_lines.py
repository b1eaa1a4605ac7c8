"""What the configured log wrote to standard error since it was last asked, each line read back as the one JSON object it must be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Lines = Callable[[], list[dict[str, Any]]]


def emitted_lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
