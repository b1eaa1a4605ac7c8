"""Runs test functions in the real sandbox: only the search path of the child differs from the real command."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huikuan.integrations import sandbox

MODULE = "sandbox_probes_of_a_test"


def install_probes(
    *, monkeypatch: pytest.MonkeyPatch, directory: Path, source: str, before: str = ""
) -> Callable[[str], str]:
    """Make functions of a source text callable by `run_limited`; `before` runs first in the child. Returns name → function."""
    (directory / f"{MODULE}.py").write_text(source, encoding="utf-8")
    steps = [
        f"import sys; sys.path.insert(0, {str(directory)!r})",
        before or "import os",
        "from huikuan.integrations.sandbox_child import main; main()",
    ]
    start = "; ".join(steps)
    monkeypatch.setattr(sandbox, "_command", lambda order: [sys.executable, "-I", "-c", start, str(order)])
    return lambda name: f"{MODULE}:{name}"
