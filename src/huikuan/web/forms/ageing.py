"""The switches of the ageing report, read from the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.web.forms.fields import DayField

BASES = (("due", _("Due date")), ("invoice", _("Invoice date")))
DIMENSIONS = (
    ("customer", _("Customer")),
    ("salesperson", _("Salesperson")),
    ("department", _("Department")),
    ("region", _("Region")),
    ("company", _("Own company")),
)
VIEWS = (("named", _("As allocated")), ("fifo", _("Oldest paid first")))


class AgeingForm(forms.Form):
    """As of which day, by which clock, in which rows and classes."""

    as_of = DayField(label=_("As of"), required=False)
    basis = forms.ChoiceField(label=_("Age counts from"), choices=BASES, required=False)
    by = forms.ChoiceField(label=_("Grouped by"), choices=DIMENSIONS, required=False)
    view = forms.ChoiceField(label=_("Receipts count"), choices=VIEWS, required=False)
    buckets = forms.RegexField(
        label=_("Classes up to days"),
        regex=r"^\d{1,5}(,\d{1,5}){0,11}$",
        required=False,
        error_messages={"invalid": _("Rising numbers of days with commas between, as 0,30,60,90")},
    )


class PeriodForm(forms.Form):
    """The days of a figure, both included."""

    start = DayField(label=_("From"))
    end = DayField(label=_("Through"))

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first."""
        days: dict[str, Any] = super().clean() or {}
        if days.get("start") and days.get("end") and days["start"] > days["end"]:
            self.add_error("end", _("The last day lies before the first."))
        return days
