"""Sentences of people, passwords, tokens and own companies."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES: dict[str, str | Promise] = {
    "ADMINISTRATOR_LIMITED": _(
        "An administrator looks after every own company. Tick no company, or take the role of administrator away."
    ),
    "ALREADY_SET_UP": _("This installation is set up already. Sign in, or ask an administrator for an invitation."),
    "CALENDAR_DAYS_MISSING": _("Name at least one day."),
    "CALENDAR_DAY_TWICE": _("%(day)s stands there twice. Leave one of them."),
    "CALENDAR_DAY_UNKNOWN": _("Nothing was entered for %(day)s."),
    "CALENDAR_TEXT_TOO_LONG": _(
        "The name or source of %(day)s is too long: a name may have %(name_most)s characters, a source %(source_most)s. "
        "Shorten it."
    ),
    "CALENDAR_UNPUBLISHED": _(
        "The holidays of %(year)s are not published in the data at hand: its weekends are known, its make-up days are not. "
        "An administrator enters them under Settings, Business calendar."
    ),
    "COMPANY_EXISTS": _("There is an own company called %(name)s already."),
    "COMPANY_UNKNOWN": _("There is no such own company."),
    "CURRENCY_UNKNOWN": _("%(currency)s is not a currency in use. Give its three letters, such as CNY."),
    "DAYS_OUT_OF_BOUNDS": _("A token lasts 1 to %(most)s days, not %(days)s."),
    "DEPARTMENT_EXISTS": _("There is a department called %(name)s already."),
    "KEY_MISSING": _("The form came without its key. Load the page again and repeat."),
    "LAST_ADMINISTRATOR": _("There must be one active administrator. Make somebody else administrator first."),
    "LINK_INVALID": _("This link was used already or has run out. Ask an administrator for a new one."),
    "PASSWORD_COMMON": _("This password is on every attacker's list. Choose another one."),
    "PASSWORD_LONG": _("A password has at most %(most)s characters."),
    "PASSWORD_SHORT": _("A password has at least %(least)s characters; several words are easy to remember."),
    "PASSWORD_WRONG": _("This is not your current password."),
    "PERIOD_CLOSED_ALREADY": _("The books are closed through this day or later already."),
    "PERSON_UNKNOWN": _("There is no such active person."),
    "RATES_MISSING": _("Name at least one rate."),
    "RATE_NEEDS_NOTE": _(
        "Another rate for %(pair)s on %(day)s is on record. Say in the note why it was wrong; the old one stays readable."
    ),
    "RATE_OF_ITSELF": _("A rate says what one currency is worth in another: name two, not %(pair)s twice."),
    "RATE_OUT_OF_BOUNDS": _("The rate of %(pair)s on %(day)s must lie between 0.000001 and 10,000,000."),
    "RATE_SOURCE_MISSING": _("Say where the rate of %(pair)s on %(day)s was published."),
    "RATE_TEXT_TOO_LONG": _(
        "The source or note of %(pair)s on %(day)s is too long: each may have %(most)s characters. Shorten it."
    ),
    "RATE_TWICE": _("%(pair)s on %(day)s stands there twice. Leave one of them."),
    "SIGN_IN_WAIT": ngettext_lazy(
        "Too many attempts. Try again in %(minutes)s minute.",
        "Too many attempts. Try again in %(minutes)s minutes.",
        "minutes",
    ),
    "SIGN_IN_WRONG": _("Name or password is not right."),
    "TOKEN_REVOKED": _("This token was revoked already."),
    "USERNAME_TAKEN": _("The sign-in name %(username)s is taken."),
}
