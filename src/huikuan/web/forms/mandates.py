"""The form that lets a third party pay for a customer: the signed paper, or who may decide without one says why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.web.forms.fields import DayField
from huikuan.web.forms.imports import small_enough


class MandateForm(forms.Form):
    """The letter of authorised payment, its day, until when it holds; or the reason of a decision."""

    signed_on = DayField(label=_("Signed or decided on"))
    valid_through = DayField(label=_("Valid through"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *values: Any, may_attach: bool, may_decide: bool, **options: Any) -> None:
        super().__init__(*values, **options)
        if may_attach:
            self.fields["file"] = forms.FileField(
                label=_("Letter of authorised payment, signed"), required=not may_decide, validators=[small_enough]
            )
        if may_decide:
            self.fields["reason"] = forms.CharField(
                label=_("Decided without a paper, because"), max_length=300, required=not may_attach
            )

    def clean(self) -> dict[str, Any]:
        """A paper or a reason. Raises ValidationError."""
        typed = super().clean() or self.cleaned_data
        if not self.errors and not typed.get("file") and not typed.get("reason"):
            raise ValidationError(_("Attach the signed paper, or say why it is decided without one."))
        return typed
