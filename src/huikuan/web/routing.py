"""Routes of the web app; a view that does not declare who may come in cannot be routed (TRUST S4)."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.urls import URLPattern, path

from huikuan.web.requests import Declaration


def route(address: str, view: Callable[..., HttpResponse], *, name: str) -> URLPattern:
    """The route of a declared view. Raises ImproperlyConfigured for a view without `page` or `public`."""
    if not isinstance(getattr(view, "declaration", None), Declaration):
        raise ImproperlyConfigured(f"{name}: the view does not declare who may come in")
    return path(address, view, name=name)
