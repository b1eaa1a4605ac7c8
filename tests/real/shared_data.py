"""Where the third-party samples lie: ../shared/data beside the clone, never inside the repository."""

import os
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def sample(*parts: str) -> Path:
    """Return a sample's path; absent, the test is skipped with the reason, on the build server it fails."""
    path = DATA.joinpath(*parts)
    if path.exists():
        return path
    reason = f"sample data is not beside the clone: ../shared/data/{'/'.join(parts)}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
