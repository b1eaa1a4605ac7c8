"""Forms of other creditors and joint steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import creditors as words


class CreditorForm(forms.Form):
    """Somebody else who supplies the customer and is owed."""

    name = forms.CharField(label=_("Creditor"), max_length=200)
    supplies = forms.CharField(label=_("What he supplies"), max_length=200, required=False)
    owed = MoneyField(label=_("What he is owed, CNY"), required=False)
    source = forms.ChoiceField(label=_("How we know"), choices=named_choices(names=words.SOURCES))
    confidence = forms.ChoiceField(label=_("How sure"), choices=named_choices(names=words.CONFIDENCES))
    seen_on = DayField(label=_("Learned on"))
    note = forms.CharField(label=_("Note"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class StepForm(forms.Form):
    """A joint step, planned by one of our people for a day."""

    kind = forms.ChoiceField(label=_("Step"), choices=named_choices(names=words.KINDS))
    on = DayField(label=_("On"))
    owner_id = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    text = forms.CharField(label=_("What is to be done"), max_length=1_000)
    has_read_caution = forms.BooleanField(label=_("I have read the caution"), required=False)

    def __init__(self, *values: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["owner_id"].choices = people  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    """What came of a step, or why it is dropped."""

    result = forms.CharField(label=_("What came of it"), max_length=1_000)


class PaperForm(forms.Form):
    """A paper that shows what a creditor is owed."""

    file = forms.FileField(label=_("Paper"), validators=[small_enough])
