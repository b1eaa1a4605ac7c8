"""What options take: a day within the years the product keeps, a text no longer than its column, an e-mail address."""

from __future__ import annotations

import re
from datetime import date

import click

from huikuan.cli.language import gettext as _
from huikuan.kernel.text_dates import FIRST_YEAR, LAST_YEAR

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Day(click.ParamType[date]):
    """A calendar day as ISO 8601 writes it; anything else, and any day outside 1990–2100, is wrong usage."""

    name = "YYYY-MM-DD"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value) if _ISO.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.fail(_("%(text)s is no day of the form 2026-03-31") % {"text": repr(value)}, param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            self.fail(_("the day must lie between %(first)s and %(last)s") % years, param, ctx)
        return day


class Text(click.ParamType[str]):
    """A text of at most `most` characters, for longer ones no database would keep; blanks alone are none.

    With `least` 1 it may not be empty either.
    """

    name = "TEXT"

    def __init__(self, most: int, least: int = 0) -> None:
        self.most = most
        self.least = least

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text without blanks around it."""
        text = value.strip()
        if not text.isprintable():
            self.fail(_("the text holds characters that cannot be shown"), param, ctx)
        if not text and (value or self.least):
            self.fail(_("the text is empty"), param, ctx)
        if len(text) > self.most:
            self.fail(_("the text is longer than %(most)s characters") % {"most": self.most}, param, ctx)
        return text


class Email(Text):
    """An e-mail address, or none."""

    name = "EMAIL"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address without blanks around it."""
        from django.core.exceptions import ValidationError
        from django.core.validators import EmailValidator

        text = super().convert(value, param, ctx)
        try:
            if text:
                EmailValidator()(text)
        except ValidationError:
            self.fail(_("%(text)s is no e-mail address") % {"text": repr(text)}, param, ctx)
        return text


DAY = Day()
KEY = Text(200, least=1)
"""An idempotency key."""
NAME = Text(200, least=1)
SHORT_NAME = Text(60)
EMAIL = Email(254)
