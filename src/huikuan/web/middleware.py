"""Content security policy, the person of each request, and refusals answered as pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from huikuan.accounts.queries import SignedInPerson, signed_in_person
from huikuan.kernel.refusal import Refused
from huikuan.web import clock
from huikuan.web.views.refusals import refusal_page

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


class ContentSecurityPolicy:
    """Only our own scripts and styles run; nobody may frame us (TRUST S12)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")  # for browsers that do not know frame-ancestors
        return response


class SignedIn:
    """Reads the clock, and resolves the session to a person once per request; ends stale sessions (TRUST S15)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        person = _person(request, now)
        request.now = now  # type: ignore[attr-defined]
        request.today = clock.day_of(moment=now)  # type: ignore[attr-defined]
        request.person = person  # type: ignore[attr-defined]
        request.actor = person.actor if person else None  # type: ignore[attr-defined]
        if person is not None:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        response = self.get_response(request)
        if person is not None:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Refusals:
    """A refusal that no form showed becomes a page that says why and who can permit it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; any other fault goes its way."""
        if isinstance(exception, Refused) and not request.path.startswith("/api/"):
            return refusal_page(request=request, refusal=exception)
        return None


def _person(request: HttpRequest, now: datetime) -> SignedInPerson | None:
    user_id = request.session.get("user_id")
    if not isinstance(user_id, int):
        return None
    since, seen = _moment(request, "since"), _moment(request, "seen")
    person = signed_in_person(user_id=user_id) if since and seen else None
    if person is None or since is None or seen is None or _is_over(person, since, seen, now):
        request.session.flush()
        return None
    if now - seen >= SEEN_EVERY:
        request.session["seen"] = now.isoformat()
    return person


def _is_over(person: SignedInPerson, since: datetime, seen: datetime, now: datetime) -> bool:
    ended = person.sessions_from is not None and since < person.sessions_from
    return ended or now - seen > IDLE or now - since > LONGEST


def _moment(request: HttpRequest, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(str(request.session.get(name, "")))
    except ValueError:
        return None
