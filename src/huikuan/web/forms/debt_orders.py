"""The form of the order in which unnamed money pays what is open."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.receipts.debt_order import Order
from huikuan.web.forms.fields import named_choices
from huikuan.wording.debt_order import ORDERS


class DebtOrderForm(forms.Form):
    """An order and why; `seen` is the version the editor looked at."""

    order = forms.TypedChoiceField(
        label=pgettext_lazy("order of debts", "Order"), choices=named_choices(names=ORDERS), coerce=Order
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For example: agreed in the framework contract, clause 7.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
