"""What the security log says of the pages: who was refused what, who took which list away (TRUST S33)."""

from __future__ import annotations

import logging

from django.http import HttpRequest

from huikuan.web.requests import client_address

log = logging.getLogger("huikuan.security")


def log_denied(*, request: HttpRequest, code: str, verb: str = "") -> None:
    """Somebody was refused a page or an act; ids and codes only, nothing that was typed."""
    log.warning("denied", extra={**_who(request), "code": code, "verb": verb})


def log_export(*, request: HttpRequest) -> None:
    """Somebody took a file away: a list, the rows behind a figure, a letter."""
    log.info("exported", extra=_who(request))


def _who(request: HttpRequest) -> dict[str, str | int | None]:
    person = getattr(request, "person", None)
    return {
        "user_id": person.id if person else None,
        "address": client_address(request=request),
        "method": request.method,
        "path": request.path,
    }
