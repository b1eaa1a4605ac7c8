"""A visit: what the cookie of an opened link says, signed, short, and good for nothing but this one link."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from huikuan.guests.rules.links import VISIT

COOKIE = "__Host-portal" if settings.SECURE else "huikuan_portal"
_SALT = "huikuan.portal.visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """Which link was opened, when, in which language, and which one-time code was typed right (0: none)."""

    link_id: int
    began: str
    language: str
    code_id: int = 0


def visit_of(*, request: HttpRequest, now: datetime) -> Visit | None:
    """The visit of a request; None without a cookie, with a forged one, and once its time is over."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
        visit = Visit(int(said["link_id"]), str(said["began"]), str(said["language"]), int(said["code_id"]))
        began = datetime.fromisoformat(visit.began)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return visit if began <= now < began + VISIT else None


def keep_visit(*, response: HttpResponse, visit: Visit) -> None:
    """Put the visit into the browser: not readable by scripts, not sent from other sites' forms, gone with its time."""
    response.set_cookie(
        COOKIE,
        signing.dumps(asdict(visit), salt=_SALT),
        max_age=int(VISIT.total_seconds()),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def end_visit(*, response: HttpResponse) -> None:
    """Take the visit out of the browser."""
    response.delete_cookie(COOKIE, samesite="Lax")
