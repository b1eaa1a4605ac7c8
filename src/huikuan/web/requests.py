"""What a view is given, and how it declares who may come in (TRUST S4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from huikuan.accounts.queries import CompanyRow, SignedInPerson, companies
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.networks import caller_address

COMPANY = "company"
"""Name of the own company in the address and in the session."""


class PageRequest(HttpRequest):
    """A request of a signed-in person, with the clock read and the own company chosen."""

    person: SignedInPerson
    actor: Actor
    companies: tuple[CompanyRow, ...]
    company: CompanyRow | None
    company_id: int | None
    now: datetime
    today: date
    htmx: HtmxDetails


class OpenRequest(HttpRequest):
    """A request of anybody; `person` is None before sign-in."""

    person: SignedInPerson | None
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who may call a view and how; `need` is None for a public one."""

    need: Verb | None
    methods: tuple[str, ...]
    takes_file: bool = False


PageView = Callable[..., HttpResponse]


def page(
    *, need: Verb = Verb.VIEW, methods: tuple[str, ...] = ("GET",), takes_file: bool = False
) -> Callable[[PageView], PageView]:
    """Let in signed-in people who hold `need`; others go to sign-in or are told who can permit it.

    Only with `takes_file` a form may be as large as a file to import.
    """

    def decorate(view: PageView) -> PageView:
        @wraps(view)
        def guarded(request: PageRequest, **values: Any) -> HttpResponse:
            if not _is_allowed(request.method, methods):
                return HttpResponseNotAllowed(methods)
            if getattr(request, "person", None) is None:
                return _to_sign_in(request)
            refuse_without_verb(actor=request.actor, verb=need)
            _choose_company(request)
            return view(request, **values)

        guarded.declaration = Declaration(need, methods, takes_file)  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[PageView], PageView]:
    """Let everybody in: sign-in, links that open once, language."""

    def decorate(view: PageView) -> PageView:
        @wraps(view)
        def guarded(request: OpenRequest, **values: Any) -> HttpResponse:
            if not _is_allowed(request.method, methods):
                return HttpResponseNotAllowed(methods)
            return view(request, **values)

        guarded.declaration = Declaration(None, methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def safe_next(*, request: HttpRequest, otherwise: str) -> str:
    """The local address named by `next`, else `otherwise`; never another site."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return otherwise


def client_address(*, request: HttpRequest) -> str:
    """The address a request comes from; a forwarding header counts only behind a trusted proxy (TRUST S35)."""
    return caller_address(
        remote=str(request.META.get("REMOTE_ADDR", "")),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
        trusted=settings.TRUSTED_PROXIES,
    )


def _is_allowed(method: str | None, methods: tuple[str, ...]) -> bool:
    return method in methods or (method == "HEAD" and "GET" in methods)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    address = f"{reverse('sign_in')}?{urlencode({'next': back})}"
    if getattr(request, "htmx", None):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _choose_company(request: PageRequest) -> None:
    request.companies = companies(actor=request.actor)
    by_id = {str(company.id): company for company in request.companies}
    wanted = request.GET.get(COMPANY) or str(request.session.get(COMPANY, ""))
    request.company = by_id.get(wanted) or next(iter(request.companies), None)
    request.company_id = request.company.id if request.company else None
