"""The scorecards, the policy and the matrix that come with the product, until somebody puts own ones in force."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from huikuan.ratings.rules.versions import VersionKind

_FILE = Path(__file__).resolve().parent / "default_rules.json"


@cache
def shipped_documents() -> dict[VersionKind, dict[str, Any]]:
    """The document of every kind; their source says that they are the product's own choice, not law."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return {VersionKind(row["kind"]): row["document"] for row in rows}
