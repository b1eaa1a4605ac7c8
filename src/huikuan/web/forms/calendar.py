"""Forms of the business calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.operations.calendar import LONGEST_NAME, LONGEST_SOURCE, CalendarDraft
from huikuan.web.forms.fields import DayField


class CalendarDayForm(forms.Form):
    """A day off or a make-up day of work, and where that is written."""

    day = DayField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("Kind of day"), choices=(("OFF", _("Day off")), ("WORK", _("Make-up day of work")))
    )
    name = forms.CharField(label=_("What it is called"), max_length=LONGEST_NAME, required=False)
    source = forms.CharField(label=_("Where that is written"), max_length=LONGEST_SOURCE, required=False)

    def draft(self) -> CalendarDraft:
        """The day as typed."""
        typed = self.cleaned_data
        return CalendarDraft(typed["day"], typed["kind"] == "WORK", typed["name"], typed["source"])


class RemovedDayForm(forms.Form):
    """The day whose entry is taken back."""

    day = DayField(label=_("Day"))
