"""Who came by a link: looked up at each request; its language, its headers, its refusals as pages of the portal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from huikuan.guests.access import guest_of
from huikuan.guests.operations.links import TooManyOpenings
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.portal.door import closed
from huikuan.portal.visits import visit_of
from huikuan.wording.sentences import sentence

ROOT = "/portal/"
Handler = Callable[[HttpRequest], HttpResponse]


class Guests:
    """Resolves the cookie of an opened link to a guest, once per request; keeps portal pages out of caches and referrers.

    The last of the middlewares, so that a refusal on the way is told as a page of the portal.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.guest = None  # type: ignore[attr-defined]
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        now: datetime = request.now  # type: ignore[attr-defined]
        visit = visit_of(request=request, now=now)
        guest = None if visit is None else guest_of(link_id=visit.link_id, now=now)
        request.guest, request.visit = guest, visit  # type: ignore[attr-defined]
        if visit is not None and guest is not None:
            translation.activate(visit.language)
            request.LANGUAGE_CODE = visit.language
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; what may not be seen looks like a link that does not open."""
        if not isinstance(exception, Refused) or not request.path.startswith(ROOT):
            return None
        if isinstance(exception, NotPermitted):
            return closed(request=request)
        status = 429 if isinstance(exception, TooManyOpenings) else 409
        said = sentence(code=exception.code, parameters=exception.parameters)
        return render(request, "portal/refused.html", {"said": said}, status=status)
