"""The form by which a part of money received is passed on to another own company or into another currency."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.queries import CompanyRow
from huikuan.kernel.money import DOCUMENT_MAX_MINOR, Money
from huikuan.receipts.passing_rules import worth_at
from huikuan.web.forms.fields import CurrencyField, MoneyField
from huikuan.web.forms.rates import MicrosField


class OptionalMicrosField(MicrosField):
    """Millionths, or 0 for nothing typed."""

    def clean(self, value: Any) -> int:
        """Millionths. Raises ValidationError in the user's words."""
        return super().clean(value) if str(value or "").strip() else 0


class PassOnForm(forms.Form):
    """How much of the money is whose, and at what rate if it is another currency's."""

    def __init__(self, *values: Any, companies: tuple[CompanyRow, ...], currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.currency = currency
        self.fields["amount"] = MoneyField(label=_("Amount (%(currency)s)") % {"currency": currency}, currency=currency)
        choices = [(company.id, company.name) for company in companies]
        self.fields["company"] = forms.TypedChoiceField(label=_("Belongs to"), choices=choices, coerce=int)
        self.fields["currency"] = CurrencyField(label=_("In currency"))
        self.fields["rate"] = OptionalMicrosField(
            label=_("Rate"),
            required=False,
            help_text=_("Only for another currency: what 1 %(currency)s was taken for.") % {"currency": currency},
        )
        self.fields["note"] = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """The worth in the other currency beside what was typed. Raises ValidationError."""
        typed = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        money, rate = Money(typed["amount"], self.currency), typed["rate"]
        worth: Money | None = money
        if typed["currency"] != self.currency:
            worth = worth_at(money=money, to_currency=typed["currency"], rate_micros=rate) if rate else None
        if worth is None or not 1 <= worth.minor <= DOCUMENT_MAX_MINOR:
            raise ValidationError({"rate": _("Say what rate was agreed.")})
        return {**typed, "worth": worth.minor, "rate": rate if typed["currency"] != self.currency else None}
