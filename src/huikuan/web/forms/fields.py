"""Fields that read what people type: exact amounts, days; each fault worded at its field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.text_amounts import format_amount, parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.wording.names import Names
from huikuan.wording.sentences import sentence

Label = str | Promise


class MoneyField(forms.CharField):
    """An exact amount in one currency, as minor units; never rounded."""

    def __init__(self, *, currency: str = "CNY", least_minor: int | None = 1, **options: Any) -> None:
        self.currency = currency
        self.least_minor = least_minor
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> int | None:
        """Minor units, None for an empty optional field. Raises ValidationError in the user's words."""
        text = super().clean(value)
        if not text:
            return None
        minor = parse_amount(text=text, currency=self.currency)
        if isinstance(minor, TextFault):
            raise ValidationError(sentence(code=f"TYPED_{minor.code.value}", parameters={"value": minor.value}))
        if self.least_minor is not None and minor < self.least_minor:
            raise ValidationError(_("The amount must be more than zero.") if self.least_minor else _("Not negative."))
        return minor

    def prepare_value(self, value: Any) -> Any:
        """Minor units as the user would type them; what he typed stays as it is."""
        return format_amount(minor=value, currency=self.currency) if isinstance(value, int) else value


class CurrencyField(forms.CharField):
    """Three letters of a currency in use, in either case."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=3, max_length=3, **options)

    def clean(self, value: Any) -> str:
        """The currency's ISO 4217 code. Raises ValidationError."""
        code = str(super().clean(value)).upper()
        if exponent_of(currency=code) is None:
            raise ValidationError(_("%(value)s names no currency in use."), params={"value": code})
        return code


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        """A day between 1990 and 2100. Raises ValidationError."""
        day: date | None = super().clean(value)
        if day is not None and not 1990 <= day.year < 2100:
            raise ValidationError(_("The day must lie between 1990 and 2099."))
        return day


def named_choices(*, names: Names, codes: Iterable[str] | None = None) -> list[tuple[str, Label]]:
    """Choices of codes with their names, in the order given."""
    return [(code, names[code]) for code in (codes if codes is not None else names)]
