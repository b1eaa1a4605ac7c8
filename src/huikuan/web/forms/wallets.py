"""What people say about merchant accounts: which line paid which days out, which payment a refund belongs to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.web.forms.fields import DayField

MOST = 9_223_372_036_854_775_807


class PayoutForm(forms.Form):
    """A bank line and the days it paid out."""

    line_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))


class RefundOfBillForm(forms.Form):
    """A refund of a bill and the receipt of its payment."""

    line_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST)
    receipt_number = forms.IntegerField(label=_("Receipt number"), min_value=1, max_value=MOST)
