"""From a submitted form to one act: the client-made key, the refusal shown at the form, the toast (HOUSE §5, 25–27)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.web.refusal_words import worded
from huikuan.web.requests import PageRequest, safe_next
from huikuan.web.toasts import TOASTS, Toast, Undo, say

KEY = "key"
NO_FIELDS: Mapping[str, str] = MappingProxyType({})
_KEY = re.compile(r"[A-Za-z0-9_-]{16,80}")


@dataclass(frozen=True, slots=True)
class Done:
    """What to say after an act, how to undo it, and where to go."""

    text: str
    to: str
    undo: Undo | None = None


def new_key() -> str:
    """A fresh idempotency key for one rendered form; a second click on it changes nothing."""
    return secrets.token_urlsafe(18)


def key_of(*, request: HttpRequest) -> str:
    """The key of the submitted form, made the person's own so that nobody can use another's.

    Raises Refused KEY_MISSING.
    """
    key = request.POST.get(KEY, "")
    if not _KEY.fullmatch(key):
        raise Refused("KEY_MISSING")
    person = getattr(request, "person", None)
    return f"web:{person.id if person else 0}:{key}"


def act(
    *,
    request: PageRequest,
    form: Form,
    call: Callable[[], Mapping[str, Any]],
    done: Callable[[Mapping[str, Any]], Done],
    again: Callable[[], HttpResponse],
    fields: Mapping[str, str] = NO_FIELDS,
) -> HttpResponse:
    """Carry out a valid form and go on with a toast; else show it again with every error, keeping what was typed.

    `fields` names the field a code of refusal belongs to; any other one is said above the form. A page that has gone on
    meanwhile (`asks_for_toast`) gets what there is to say and nothing else.
    """
    if form.is_valid():
        try:
            outcome = done(call())
        except NotPermitted:
            raise
        except Refused as refusal:
            field = fields.get(refusal.code)
            said = worded(code=refusal.code, parameters=refusal.parameters)
            form.add_error(field if field in form.fields else None, said)
        else:
            if asks_for_toast(request=request):
                return render(request, "web/parts/toast.html", {"toast": Toast(outcome.text, outcome.undo)})
            say(request=request, text=outcome.text, undo=outcome.undo)
            return HttpResponseRedirect(safe_next(request=request, otherwise=outcome.to), status=303)
    response = render(request, "web/parts/refused.html", {"form": form}) if asks_for_toast(request=request) else again()
    response.status_code = 422
    return response


def asks_for_toast(*, request: PageRequest) -> bool:
    """Whether the page that sent the form stays where it is and wants only to hear what came of it."""
    return request.htmx.target == TOASTS
