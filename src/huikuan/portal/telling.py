"""How a guest tells us something: the form, a page to look at it once more, then one act and a page that says it arrived.

A file is kept by its hash between the two pages; its name and hash travel signed, so that nobody can name another file.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField, Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from huikuan.documents.files import FileDamaged, read_file, write_file
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.portal.door import GuestRequest, key_of
from huikuan.wording.sentences import sentence

SALT = "huikuan.portal.file"
KEPT = "kept"
_OWN = ("key", "csrfmiddlewaretoken", "step", KEPT)


@dataclass(frozen=True, slots=True)
class Telling:
    """One kind of telling: its title and what it means, the template of its form, what its last page says."""

    title: str | Promise
    lead: str | Promise
    template: str
    done: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A line of the page that asks once more."""

    label: str
    value: str


Files = tuple[tuple[str, str, bytes], ...]
"""The field a file came in, its name, its bytes."""

Act = Callable[[str, Files], Mapping[str, Any]]
"""Called with the key of the form and the files that came with it."""


def tell(
    *, request: GuestRequest, telling: Telling, form: Form, act: Act, more: Mapping[str, Any] = {}
) -> HttpResponse:
    """Show the form, ask once more, do it; a refusal stands above the form, with what was typed kept."""
    if request.method == "GET":
        return _form(request, telling, form, more)
    if request.POST.get("step") == "again" or not form.is_valid():
        return _form(request, telling, form, more, status=200 if request.POST.get("step") == "again" else 422)
    try:
        if request.POST.get("step") != "confirm":
            return _review(request, telling, form, more)
        act(key_of(request=request), _files(request))
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error(None, sentence(code=refusal.code, parameters=refusal.parameters))
        return _form(request, telling, form, more, status=422)
    return HttpResponseRedirect(reverse("portal_done", args=[telling.done]), status=303)


def _form(
    request: GuestRequest, telling: Telling, form: Form, more: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    answer = render(request, telling.template, {"telling": telling, "form": form, **more}, status=status)
    return with_form(answer=answer)


def with_form(*, answer: HttpResponse) -> HttpResponse:
    """Let the browser say that the form came from our own page: with no-referrer it would send `Origin: null` (S22).

    The address of such a page holds no token, and nothing is told to other sites.
    """
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _review(request: GuestRequest, telling: Telling, form: Form, more: Mapping[str, Any]) -> HttpResponse:
    files = _kept(request)
    sent = [(name, value) for name in request.POST if name not in _OWN for value in request.POST.getlist(name)]
    shown = {
        "telling": telling,
        "lines": [*_lines(form), *(Reviewed("", name) for _, name, _ in files)],
        "sent": sent,
        "kept": signing.dumps([request.guest.link_id, *files], salt=SALT) if files else "",
        "new_key": secrets.token_urlsafe(18),
        **more,
    }
    return with_form(answer=render(request, "portal/review.html", shown))


def _lines(form: Form) -> list[Reviewed]:
    """The form in the words of its own review where it has one, else field by field."""
    own = getattr(form, "reviewed", None)
    if own is not None:
        return [Reviewed(label, value) for label, value in own()]
    found = []
    for bound in form:
        if isinstance(bound.field, FileField):
            continue
        typed = bound.value()
        if typed in (None, "", []):
            continue
        names = {str(code): str(name) for code, name in getattr(bound.field, "choices", ())}
        values = typed if isinstance(typed, list) else [typed]
        found.append(Reviewed(str(bound.label), "\n".join(names.get(str(one), str(one)) for one in values)))
    return found


def _kept(request: GuestRequest) -> list[tuple[str, str, str]]:
    """Field, name and hash of each file that came just now, its bytes on the disk; or of those kept by the page before."""
    fresh = [(name, file) for name in request.FILES for file in request.FILES.getlist(name)]
    if fresh:
        return [(name, _name_of(file), write_file(content=file.read())) for name, file in fresh]
    return _signed(request)


def _files(request: GuestRequest) -> Files:
    try:
        return tuple((field, name, read_file(sha256=sha256)) for field, name, sha256 in _signed(request))
    except FileDamaged as error:
        raise Refused("PORTAL_FILE_GONE") from error


def _signed(request: GuestRequest) -> list[tuple[str, str, str]]:
    text = request.POST.get(KEPT, "")
    if not text:
        return []
    try:
        link_id, *files = signing.loads(text, salt=SALT)
    except signing.BadSignature as error:
        raise Refused("PORTAL_FILE_GONE") from error
    if link_id != request.guest.link_id:
        raise Refused("PORTAL_FILE_GONE")
    return [(str(field), str(name), str(sha256)) for field, name, sha256 in files]


def _name_of(file: UploadedFile[Any]) -> str:
    return str(file.name or "")[:120]
