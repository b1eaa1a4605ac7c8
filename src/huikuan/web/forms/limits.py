"""What people type about limits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.limits.rules import LONGEST_ORDER_NUMBER, LONGEST_REASON, LimitDraft, LimitKind
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording.limits import LIMIT_KINDS


class LimitForm(forms.Form):
    """A limit that is asked for."""

    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=LIMIT_KINDS))
    order_number = forms.CharField(
        label=_("Order"), max_length=LONGEST_ORDER_NUMBER, required=False, help_text=_("Only for a single order.")
    )
    valid_from = DayField(label=_("From"))
    valid_through = DayField(label=_("Through"), required=False, help_text=_("Empty: without end."))
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("Whoever decides reads it first.")
    )

    def __init__(self, *values: Any, currency: str, today: date, **options: Any) -> None:
        self.currency = currency
        super().__init__(*values, **options)
        self.fields["amount_minor"] = MoneyField(
            currency=currency, least_minor=0, label=_("Limit in %(currency)s") % {"currency": currency},
            help_text=_("0 means cash only: goods leave against money."),
        )  # fmt: skip
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()

    def draft(self, *, customer_id: int) -> LimitDraft:
        """The limit as typed."""
        typed = self.cleaned_data
        return LimitDraft(
            customer_id=customer_id,
            kind=LimitKind(typed["kind"]),
            amount_minor=typed["amount_minor"],
            currency=self.currency,
            valid_from=typed["valid_from"],
            valid_through=typed["valid_through"],
            order_number=typed["order_number"],
            reason=typed["reason"],
        )


class RevokeForm(forms.Form):
    """Which limit is taken away, and why."""

    kind = forms.ChoiceField(choices=named_choices(names=LIMIT_KINDS), widget=forms.HiddenInput)
    order_number = forms.CharField(max_length=LONGEST_ORDER_NUMBER, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)
