"""Forms of signing in, the first set-up and one's own settings."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.rules import PASSWORD_LEAST, PASSWORD_MOST
from huikuan.web.forms.fields import CurrencyField

_CURRENT = {"autocomplete": "current-password"}
_NEW = {"autocomplete": "new-password"}


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=PASSWORD_MOST, strip=False, widget=forms.PasswordInput(attrs=_CURRENT)
    )


class NewPasswordForm(forms.Form):
    """A new password, typed once and shown on wish."""

    new = forms.CharField(
        label=_("New password"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW),
        help_text=format_lazy(
            _("At least {least} characters; a few words are easier to keep than signs."), least=PASSWORD_LEAST
        ),
    )


class ChangePasswordForm(NewPasswordForm):
    """The current password and a new one."""

    current = forms.CharField(
        label=_("Current password"), max_length=PASSWORD_MOST, strip=False, widget=forms.PasswordInput(attrs=_CURRENT)
    )
    field_order = ("current", "new")


class SetUpForm(NewPasswordForm):
    """Who sets the installation up, and the first own company."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    username = forms.CharField(
        label=_("Sign-in name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    company = forms.CharField(label=_("Full name of your company"), max_length=200)
    currency = CurrencyField(label=_("Currency of its books"), initial="CNY")
    field_order = ("name", "username", "new", "company", "currency")


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(label=_("What the token is for"), max_length=100)
    days = forms.IntegerField(label=_("Days it lasts"), min_value=1, max_value=366, initial=90)
    can_write = forms.BooleanField(label=_("May also change things, not only read"), required=False)
