"""Forms of legal clocks: an event with its paper, a loss accepted, another deadline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.clocks.rules.deadlines import LONGEST_TEXT
from huikuan.clocks.rules.interrupting import BY_HAND, LONGEST_NOTE
from huikuan.web.forms.fields import DayField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording.clocks import DEADLINES, KINDS


class ClockEventForm(forms.Form):
    """Something that happened about late debts of a customer, with the paper that proves it."""

    kind = forms.ChoiceField(label=_("Kind of event"), choices=named_choices(names=KINDS, codes=BY_HAND))
    on = DayField(label=_("On which day"))
    since = DayField(label=_("First day of the obstacle"), required=False)
    file = forms.FileField(label=_("Paper that proves it"), validators=[small_enough])
    note = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *values: Any, debts: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["debts"] = forms.MultipleChoiceField(
            label=_("About which debts"), choices=debts, widget=forms.CheckboxSelectMultiple
        )


class WhyForm(forms.Form):
    """Why a loss is accepted, or an event withdrawn."""

    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DeadlineForm(forms.Form):
    """Another legal deadline with the day it runs from."""

    kind = forms.ChoiceField(label=_("Deadline"), choices=named_choices(names=DEADLINES))
    basis = DayField(label=_("Runs from"), help_text=_("Last day of performance, announcement, service, or delivery."))
    named = DayField(
        label=_("Last day named"), required=False, help_text=_("By the court or the contract, if it names one.")
    )
    subject = forms.CharField(
        label=_("About"), max_length=LONGEST_TEXT, help_text=_("The number of the case, or the goods.")
    )


class FinishForm(forms.Form):
    """What was done about a deadline."""

    note = forms.CharField(label=_("What was done"), max_length=LONGEST_TEXT)
