"""What a person decides about a request: the keywords every room's decision takes from the inbox."""

from __future__ import annotations

from typing import TypedDict


class Ruling(TypedDict):
    """Which request, yes or no, and why."""

    request_id: int
    approve: bool
    note: str
