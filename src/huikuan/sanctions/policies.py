"""The ladders in force: the newest of our versions, or the ones shipped with the product."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from huikuan.sanctions.models import LadderVersion
from huikuan.sanctions.rules.policy import LadderPolicy, policy_from

_SHIPPED = Path(__file__).resolve().parent / "default_ladders.json"


def ladders_in_force() -> LadderPolicy:
    """The newest version; the shipped one, number 0, until somebody decides. One query."""
    row = LadderVersion.objects.order_by("-number").first()
    return shipped_ladders() if row is None else policy_from(number=row.number, content=row.content)


@cache
def shipped_ladders() -> LadderPolicy:
    """The ladders that come with the product, as data with their source."""
    return policy_from(number=0, content=json.loads(_SHIPPED.read_text(encoding="utf-8")))
