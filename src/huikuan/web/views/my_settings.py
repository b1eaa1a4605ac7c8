"""One's own settings: password, sessions, API tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huikuan.accounts.administration import tokens
from huikuan.accounts.operations.passwords import change_password
from huikuan.accounts.operations.signing_in import end_sessions
from huikuan.accounts.operations.tokens import TokenDraft, issue_token, revoke_token
from huikuan.kernel.refusal import NotPermitted
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.session import ChangePasswordForm, TokenForm
from huikuan.web.requests import PageRequest, page


@page()
def my_settings(request: PageRequest) -> HttpResponse:
    """Password, sessions and tokens of the one who is signed in."""
    return _settings(request, {})


@page(methods=("POST",))
def new_password(request: PageRequest) -> HttpResponse:
    """Change one's password; every other session ends."""
    form = ChangePasswordForm(request.POST)

    def call() -> Mapping[str, Any]:
        result = change_password(
            actor=request.actor,
            now=request.now,
            key=key_of(request=request),
            user_id=request.person.id,
            current=form.cleaned_data["current"],
            new=form.cleaned_data["new"],
        )
        _keep_this_session(request)
        return result

    return _act(request, "password", form, call, _("Password changed; every other session has ended."))


@page(methods=("POST",))
def end_other_sessions(request: PageRequest) -> HttpResponse:
    """Sign out everywhere but here."""

    def call() -> Mapping[str, Any]:
        result = end_sessions(
            actor=request.actor, now=request.now, key=key_of(request=request), user_id=request.person.id
        )
        _keep_this_session(request)
        return result

    return _act(request, "sessions", Form({}), call, _("Every other session has ended."))


@page(methods=("POST",))
def new_token(request: PageRequest) -> HttpResponse:
    """Make an API token and show it, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _settings(request, {"token": form}, status=422)
    draft = TokenDraft(
        request.person.id, form.cleaned_data["name"], form.cleaned_data["can_write"], form.cleaned_data["days"]
    )
    issued = issue_token(actor=request.actor, now=request.now, key=key_of(request=request), draft=draft)
    return render(request, "web/account/token.html", {"issued": issued, "name": draft.name})


@page(methods=("POST",))
def stop_token(request: PageRequest, token_id: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    if token_id not in {row.id for row in tokens(user_id=request.person.id)}:
        raise NotPermitted("TOKEN_UNKNOWN")

    def call() -> Mapping[str, Any]:
        return revoke_token(actor=request.actor, now=request.now, key=key_of(request=request), token_id=token_id)

    return _act(request, "stop", Form({}), call, _("Token revoked."))


def _act(request: PageRequest, name: str, form: Form, call: Any, text: str) -> HttpResponse:
    done = Done(text, reverse("my_settings"))
    return act(
        request=request, form=form, call=call, done=lambda _: done, again=lambda: _settings(request, {name: form})
    )


def _keep_this_session(request: PageRequest) -> None:
    """A fresh key and start for the session at hand, so that ending the earlier ones leaves it."""
    request.session.cycle_key()
    request.session["since"] = request.now.isoformat()


def _settings(request: PageRequest, forms: Mapping[str, Form], status: int = 200) -> HttpResponse:
    shown = {
        "password": forms.get("password") or ChangePasswordForm(),
        "token": forms.get("token") or TokenForm(auto_id="token_%s"),
        "tokens": tokens(user_id=request.person.id),
        "failed": next(iter(forms.values()), None),
    }
    return render(request, "web/account/settings.html", shown, status=status)
