"""The size of what is sent, content security policy, the person of each request, refusals answered as pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from huikuan.accounts.queries import SignedInPerson, signed_in_person
from huikuan.kernel.refusal import Refused
from huikuan.web import clock
from huikuan.web.forms.imports import LARGEST_FILE
from huikuan.web.numbers import number_in
from huikuan.web.security_log import log_export
from huikuan.web.views.refusals import refusal_page, too_large

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
AROUND_A_FILE = 4 * 1024 * 1024
"""Bytes of a form around its file; a file that is a little too large is still told so at its field."""

MOST_READ_AWAY = 256 * 1024 * 1024


class BodySize:
    """Refuses what is too large or does not say its length before a byte of it is read (TRUST S24).

    It looks as the first of the views' guards: the next one, the form's token, reads the whole body. Only signed-in people
    and guests with an open link may send a file; one that is too large is read away unkept, as their browsers show no answer
    before. Views without a declaration are the API's, which has a door of its own.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_values: object
    ) -> HttpResponse | None:
        """The page that says it is too large; None where the body may be read."""
        declaration = getattr(view, "declaration", None)
        if declaration is None:
            return None
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return too_large(request=request, status=411)
        known = getattr(request, "person", None) is not None or getattr(request, "guest", None) is not None
        takes_file = declaration.takes_file and known
        most = LARGEST_FILE + AROUND_A_FILE if takes_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = number_in(text=request.META.get("CONTENT_LENGTH") or "0")
        if length is not None and length <= most:
            return None
        if takes_file:
            _read_away(request)
        return too_large(request=request, status=413)


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
    """Reads the clock, and resolves the session to a person once per request; ends stale sessions (TRUST S15).

    Every file that leaves is told to the security log (S33), whichever page it is of.
    """

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
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            log_export(request=request)
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


def _read_away(request: HttpRequest) -> None:
    left = MOST_READ_AWAY
    while left > 0 and (part := request.read(64 * 1024)):
        left -= len(part)


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
