"""Forms of money to claim: whose it is and why, and the decision about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.claims.rules import LONGEST_GROUND, ClaimDraft
from huikuan.customers.queries import CustomerRow
from huikuan.web.forms.imports import small_enough


class ClaimForm(forms.Form):
    """Which of one's customers paid, how one knows, and the paper that shows it."""

    customer = forms.TypedChoiceField(label=_("It is the money of"), coerce=int)
    ground = forms.CharField(
        label=_("How you know"), max_length=LONGEST_GROUND, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(
        label=_("The paper or picture that shows it"),
        help_text=_("The transfer slip, a message, a signed note."),
        validators=[small_enough],
    )

    def __init__(self, *values: Any, customers: Sequence[CustomerRow], **options: Any) -> None:
        super().__init__(*values, **options)
        choices = [(row.id, f"{row.name} ({row.code})") for row in customers]
        self.fields["customer"].choices = [("", ""), *choices]  # type: ignore[attr-defined]

    def draft(self, *, announcement_id: int) -> ClaimDraft:
        """The claim as typed."""
        typed = self.cleaned_data
        name, content = str(typed["file"].name), typed["file"].read()
        return ClaimDraft(announcement_id, typed["customer"], typed["ground"], (), name, content)


class RefusalForm(forms.Form):
    """Why a claim is refused."""

    reason = forms.CharField(label=_("Why it is not his"), max_length=300)
