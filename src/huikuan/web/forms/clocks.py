"""Forms of legal clocks: an event with its paper, a loss accepted, another deadline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.clocks.rules.deadlines import LONGEST_TEXT
from huikuan.clocks.rules.interrupting import BY_HAND, LONGEST_NOTE
from huikuan.clocks.rules.warning import LONGEST_REASON, MOST_DAYS, Spans, WarningPolicy
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
    basis = DayField(
        label=_("Runs from"),
        help_text=_(
            "Last day of performance, announcement, service, delivery, or the day the price of construction work was due."
        ),
    )
    named = DayField(
        label=_("Last day named"), required=False, help_text=_("By the court or the contract, if it names one.")
    )
    subject = forms.CharField(
        label=_("About"), max_length=LONGEST_TEXT, help_text=_("The number of the case, or the goods.")
    )
    person_id = forms.TypedChoiceField(
        label=_("Looked after by"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Is warned until it is finished; from the last warning on, everybody who sees the customer."),
    )

    def __init__(self, *values: Any, people: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]


class FinishForm(forms.Form):
    """What was done about a deadline."""

    note = forms.CharField(label=_("What was done"), max_length=LONGEST_TEXT)


class RenewalForm(forms.Form):
    """What interrupted a period, on which day, by which paper."""

    on = DayField(label=_("Interrupted on"))
    note = forms.CharField(
        label=_("By what"),
        max_length=LONGEST_TEXT,
    )
    file = forms.FileField(label=_("Paper that proves it"), validators=[small_enough])


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_DAYS)


class ClockPolicyForm(forms.Form):
    """How many days before an end people are warned, and why that changes."""

    first = _days(_("Long periods: first warning, days before"))
    second = _days(_("second warning, days before"))
    last = _days(_("last warning, days before"))
    short_first = _days(_("Deadlines of days: first warning, days before"))
    short_second = _days(_("second warning, days before"))
    short_last = _days(_("last warning, days before"))
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON)

    @staticmethod
    def typed_as(*, policy: WarningPolicy) -> dict[str, int]:
        """A policy as the fields show it."""
        values = (*_of(policy.long), *_of(policy.short))
        return dict(zip(_POLICY_FIELDS, values, strict=True))

    def policy(self) -> WarningPolicy:
        """What was typed."""
        values = [int(self.cleaned_data[name]) for name in _POLICY_FIELDS]
        return WarningPolicy(0, Spans(*values[:3]), Spans(*values[3:]))


_POLICY_FIELDS = ("first", "second", "last", "short_first", "short_second", "short_last")


def _of(spans: Spans) -> tuple[int, int, int]:
    return int(spans.first), int(spans.second), int(spans.last)
