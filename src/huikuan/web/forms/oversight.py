"""Forms of oversight: what somebody says of a flag, where the thresholds lie."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.oversight.operations.judging import LONGEST_NOTE
from huikuan.oversight.rules.flags import MOST_DAYS, Event, Policy
from huikuan.web.forms.fields import MoneyField
from huikuan.wording.oversight import THRESHOLDS


class JudgeForm(forms.Form):
    """What became of a flag, and why."""

    event = forms.ChoiceField(choices=[(event.value, event.value) for event in Event], widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What you found out"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class WatchPolicyForm(forms.Form):
    """Every threshold, and why they lie there."""

    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *values: Any, policy: Policy, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.initial = asdict(policy)
        for name in asdict(policy):
            if name.endswith("_minor"):
                self.fields[name] = MoneyField(label=str(THRESHOLDS[name]), currency=currency, least_minor=0)
            else:
                most = 100 if name.endswith("_percent") else MOST_DAYS
                self.fields[name] = forms.IntegerField(label=str(THRESHOLDS[name]), min_value=0, max_value=most)
        self.thresholds = [self[name] for name in asdict(policy)]

    def policy(self) -> Policy:
        """The thresholds as typed."""
        return Policy(**{name: value for name, value in self.cleaned_data.items() if name != "reason"})
