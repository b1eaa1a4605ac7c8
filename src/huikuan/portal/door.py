"""What a view of the portal is given, and how it declares which links may open it (TRUST S4, S16)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from huikuan.guests.access import Guest
from huikuan.guests.operations.links import slow_down_acts
from huikuan.guests.rules.links import LinkPurpose
from huikuan.kernel.networks import caller_address
from huikuan.kernel.refusal import Refused
from huikuan.portal.visits import Visit

ACCOUNT = (LinkPurpose.ACCOUNT,)
EVERY = tuple(LinkPurpose)
_KEY = re.compile(r"[A-Za-z0-9_-]{16,80}")


class GuestRequest(HttpRequest):
    """A request of somebody who came by a link, with the clock read and the link looked up again."""

    guest: Guest
    visit: Visit
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Declaration:
    """Which links open a view, and how it is called; `need` is no verb of ours, as a guest holds none."""

    purposes: tuple[LinkPurpose, ...]
    methods: tuple[str, ...]
    takes_file: bool = False
    need: None = None


PortalView = Callable[..., HttpResponse]


def guest_page(
    *, purposes: tuple[LinkPurpose, ...] = ACCOUNT, methods: tuple[str, ...] = ("GET",), takes_file: bool = False
) -> Callable[[PortalView], PortalView]:
    """Let in guests whose link was made for one of `purposes`; everybody else gets one answer, whatever the reason."""

    def decorate(view: PortalView) -> PortalView:
        @wraps(view)
        def guarded(request: GuestRequest, **values: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            guest: Guest | None = request.guest
            if guest is None or guest.purpose not in purposes:
                return closed(request=request)
            if request.method == "POST":
                slow_down_acts(guest=guest, address=address_of(request=request), now=request.now)
            return view(request, **values)

        guarded.declaration = Declaration(purposes, methods, takes_file)  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_door(view: PortalView) -> PortalView:
    """Let everybody ask: the opening of a link alone."""

    @wraps(view)
    def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
        return view(request, **values) if request.method == "GET" else HttpResponseNotAllowed(["GET"])

    guarded.declaration = Declaration((), ("GET",))  # type: ignore[attr-defined]
    return guarded


def route(address: str, view: PortalView, *, name: str) -> URLPattern:
    """The route of a declared view. Raises ImproperlyConfigured for a view that does not say which links open it."""
    if not isinstance(getattr(view, "declaration", None), Declaration):
        raise ImproperlyConfigured(f"{name}: the view does not declare which links open it")
    return path(address, view, name=name)


def closed(*, request: HttpRequest) -> HttpResponse:
    """The one answer to an unknown, expired, revoked or wrong link, to none, and to what is somebody else's."""
    return render(request, "portal/closed.html", status=404)


def handed_out(*, file: tuple[str, str, bytes]) -> HttpResponse:
    """A file to keep, by name, type and bytes: never shown inside our pages, whatever it says it is (TRUST S25)."""
    name, content_type, content = file
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def address_of(*, request: HttpRequest) -> str:
    """The address a request comes from; a forwarding header counts only behind a trusted proxy (TRUST S35)."""
    return caller_address(
        remote=str(request.META.get("REMOTE_ADDR", "")),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
        trusted=settings.TRUSTED_PROXIES,
    )


def key_of(*, request: GuestRequest) -> str:
    """The key of the submitted form, made the link's own. Raises Refused KEY_MISSING."""
    key = request.POST.get("key", "")
    if not _KEY.fullmatch(key):
        raise Refused("KEY_MISSING")
    return f"portal:{request.guest.link_id}:{key}"
