"""What every page needs: the signed-in actor and the current address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The actor of this request, None before sign-in."""
    return {"actor": getattr(request, "actor", None)}
