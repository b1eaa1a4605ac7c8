"""What every call passes before its route: its size, its form, and the answers that belong to no route (TRUST S24)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern

from huikuan.api.contents import LARGEST_BODY
from huikuan.api.faults import failed, fault, too_many_calls
from huikuan.api.limits import by_address, caller_network

View = Callable[..., HttpResponse]


def through_door(*, patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """The same addresses with their views behind the door."""
    return [URLPattern(one.pattern, door(one.callback), one.default_args, one.name) for one in patterns]


def door(view: View) -> View:
    """Refuse what is too much, too large or no JSON; every answer in one shape and out of caches."""

    @wraps(view)
    def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
        response = _refusal(request) or _answer(view, request, values)
        response.headers["Cache-Control"] = "no-store"
        return response

    guarded.csrf_exempt = True  # type: ignore[attr-defined] # no cookie opens a route, so no form elsewhere can use it
    return guarded


def no_such_address(request: HttpRequest, **values: Any) -> HttpResponse:
    """No route has this address."""
    return fault(status=404, code="NO_SUCH_ADDRESS")


def _answer(view: View, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    try:
        response = view(request, **values)
    except Http404:
        return no_such_address(request)
    except Exception as error:  # whatever a route did not answer itself
        return failed(request=request, error=error)
    if not isinstance(response, HttpResponseNotAllowed):
        return response
    allowed = response.headers["Allow"]
    response = fault(status=405, code="METHOD_NOT_ALLOWED", allowed=allowed)
    response.headers["Allow"] = allowed
    return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    network = caller_network(request=request)
    if wait := by_address.take(key=network, now=datetime.now(tz=UTC)):
        return too_many_calls(seconds=wait)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return fault(status=413, code="BODY_TOO_LARGE", most=LARGEST_BODY)
    if int(length) and request.content_type != "application/json":
        return fault(status=415, code="BODY_NOT_JSON")
    return None
