"""Signing in and out, the language, the theme, the own company at work."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse

from huikuan.accounts.administration import is_set_up
from huikuan.accounts.operations.people import remember_preferences
from huikuan.accounts.operations.signing_in import Attempt, TooManyAttempts, sign_in
from huikuan.kernel.refusal import Refused
from huikuan.web.context import THEME_COOKIE, THEMES
from huikuan.web.forms.session import SignInForm
from huikuan.web.requests import COMPANY, OpenRequest, PageRequest, client_address, page, public, safe_next
from huikuan.wording.sentences import sentence

DEVICE_COOKIE = "huikuan_device"
DEVICE_LASTS = 180 * 24 * 3600
YEAR = 365 * 24 * 3600


@public(methods=("GET", "POST"))
def sign_in_page(request: OpenRequest) -> HttpResponse:
    """Ask for name and password; one answer for every wrong pair."""
    if request.person is not None:
        return HttpResponseRedirect(safe_next(request=request, otherwise="/"))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            user_id = sign_in(attempt=_attempt(request, form), now=request.now)
        except Refused as refusal:
            form.add_error(None, sentence(code=refusal.code, parameters=refusal.parameters))
            status = 429 if isinstance(refusal, TooManyAttempts) else 422
        else:
            return _remember_device(begin_session(request=request, user_id=user_id), user_id)
    shown = {"form": form, "next": safe_next(request=request, otherwise="/"), "is_set_up": is_set_up()}
    return render(request, "web/account/sign_in.html", shown, status=status)


@page(methods=("POST",))
def sign_out_page(request: PageRequest) -> HttpResponse:
    """End this session."""
    request.session.flush()
    return HttpResponseRedirect(reverse("sign_in"), status=303)


@public(methods=("POST",))
def choose_language(request: OpenRequest) -> HttpResponse:
    """Show the pages in another language from now on."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request=request, otherwise="/"), status=303)
    if language in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
        if request.person is not None:
            remember_preferences(user_id=request.person.id, language=language)
    return response


@public(methods=("POST",))
def choose_theme(request: OpenRequest) -> HttpResponse:
    """Show the pages light, dark, or as the machine is set."""
    theme = request.POST.get("theme", "")
    response = HttpResponseRedirect(safe_next(request=request, otherwise="/"), status=303)
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
        if request.person is not None:
            remember_preferences(user_id=request.person.id, theme=theme)
    return response


@page(methods=("POST",))
def choose_company(request: PageRequest) -> HttpResponse:
    """Work in the books of another own company from now on."""
    wanted = request.POST.get(COMPANY, "")
    if wanted in {str(company.id) for company in request.companies}:
        request.session[COMPANY] = int(wanted)
    return HttpResponseRedirect(safe_next(request=request, otherwise="/"), status=303)


def begin_session(*, request: OpenRequest, user_id: int) -> HttpResponse:
    """Start a session under a new key, with a new form token (TRUST S15), and go on to where the person wanted."""
    request.session.cycle_key()
    began = request.now.isoformat()
    request.session.update({"user_id": user_id, "since": began, "seen": began})
    rotate_token(request)
    return HttpResponseRedirect(safe_next(request=request, otherwise="/"), status=303)


def _attempt(request: OpenRequest, form: SignInForm) -> Attempt:
    typed = form.cleaned_data
    return Attempt(typed["username"], typed["password"], client_address(request=request), _device_user(request))


def _device_user(request: HttpRequest) -> int | None:
    try:
        mark = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_COOKIE, max_age=DEVICE_LASTS)
    except signing.BadSignature:
        return None
    return mark if isinstance(mark, int) else None


def _remember_device(response: HttpResponse, user_id: int) -> HttpResponse:
    mark = signing.dumps(user_id, salt=DEVICE_COOKIE)
    response.set_cookie(
        DEVICE_COOKIE, mark, max_age=DEVICE_LASTS, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax")
