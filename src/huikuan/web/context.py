"""What every page needs: the person, the navigation, the own companies, what was just done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from huikuan.web.navigation import AREAS, REST, sections
from huikuan.web.toasts import toasts_of

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "huikuan_theme"


def page(request: HttpRequest) -> dict[str, Any]:
    """Person, navigation, companies, theme and toasts of this request; few of them before sign-in."""
    person = getattr(request, "person", None)
    theme = person.theme if person else request.COOKIES.get(THEME_COOKIE, "")
    values: dict[str, Any] = {
        "person": person,
        "actor": getattr(request, "actor", None),
        "theme": theme if theme in THEMES else "auto",
        "other_language": "en" if get_language() != "en" else "zh-hans",
        "here": request.get_full_path(),
        "toasts": toasts_of(request=request) if hasattr(request, "_messages") else (),
    }
    if person is not None:
        values |= {
            "areas": sections(actor=person.actor, path=request.path, areas=AREAS),
            "rest": sections(actor=person.actor, path=request.path, areas=REST),
            "companies": getattr(request, "companies", ()),
            "company": getattr(request, "company", None),
        }
    return values
