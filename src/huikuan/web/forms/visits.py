"""Forms of the plan of visits: a customer on a day, and what came of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.activities.rules import LONGEST_TEXT, ActivityKind, NextStep, Outcome
from huikuan.activities.visit_rules import LONGEST_NOTE, VisitDraft
from huikuan.activities.visiting import VisitResult
from huikuan.web.forms.fields import DayField, named_choices
from huikuan.wording import names

OUTCOMES = tuple(one.value for one in Outcome if one is not Outcome.PROMISED)
KINDS = ("VISIT", "MEETING", "SALES_HELP", "OPINION", "COMPLAINT")


class VisitForm(forms.Form):
    """A customer on a day of a person's plan."""

    customer = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    person = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    day = DayField(label=_("On"))
    note = forms.CharField(label=_("What for"), max_length=LONGEST_NOTE, required=False)

    def draft(self) -> VisitDraft:
        """The visit as typed."""
        typed = self.cleaned_data
        return VisitDraft(typed["customer"], typed["person"], typed["day"], typed["note"])


class VisitDoneForm(forms.Form):
    """What came of a visit."""

    kind = forms.ChoiceField(label=_("What it was"), choices=named_choices(names=names.ACTIVITY_KINDS, codes=KINDS))
    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=named_choices(names=names.OUTCOMES, codes=OUTCOMES),
        help_text=_("What he promised to pay is recorded as a contact of the customer, with its amount and day."),
    )
    text = forms.CharField(label=_("What was said"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    next_action = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_date = DayField(label=_("On"), required=False)

    def draft(self, *, visit_id: int) -> VisitResult:
        """The result as typed."""
        typed = self.cleaned_data
        step = NextStep(typed["next_action"], typed["next_date"])
        return VisitResult(visit_id, ActivityKind(typed["kind"]), typed["text"], Outcome(typed["outcome"]), step)
