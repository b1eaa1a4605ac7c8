"""What people type about reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.text_amounts import format_amount
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.reminders.access import LONGEST_REASON
from huikuan.reminders.operations.pausing import PauseDraft
from huikuan.web.forms.fields import DayField


class ExcludeForm(forms.Form):
    """Why a message is taken out of a run."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class CancelForm(forms.Form):
    """Why a message is not to go."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AloneForm(forms.Form):
    """Why the only person who can approve approves what he made himself."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)


class PauseForm(forms.Form):
    """Through which day nobody writes to a customer, or asks him for one invoice, and why."""

    item = forms.TypedChoiceField(label=_("What for"), coerce=int, empty_value=None, required=False)
    through = DayField(label=_("Through"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *values: Any, items: tuple[ReceivableRow, ...], latest: date, **options: Any) -> None:
        super().__init__(*values, **options)
        known = [(row.id, item_title(row=row)) for row in items]
        self.fields["item"].choices = [("", _("All reminders to this customer")), *known]  # type: ignore[attr-defined]
        self.fields["through"].widget.attrs["max"] = latest.isoformat()
        self.fields["through"].help_text = _("At most through %(day)s.") % {"day": latest.isoformat()}

    def draft(self, *, customer_id: int) -> PauseDraft:
        """The pause as typed."""
        typed = self.cleaned_data
        return PauseDraft(customer_id, typed["through"], typed["reason"], typed["item"])


def item_title(*, row: ReceivableRow) -> str:
    """An open item in a line: number, instalment, due day, what is open."""
    number = row.invoice_number + (f" / {row.sequence}" if row.sequence > 1 else "")
    due = row.due_date.isoformat() if row.due_date else "–"
    return f"{number} · {due} · {row.currency} {format_amount(minor=row.parts.outstanding, currency=row.currency)}"


class ResolveForm(forms.Form):
    """What became of an uncertain message, and how this is known."""

    event = forms.ChoiceField(
        label=_("What became of it"),
        choices=(
            ("CONFIRM_SENT", _("It arrived")),
            ("CONFIRM_LOST", _("It did not arrive")),
            ("SEND_AGAIN", _("Send it again")),
        ),
    )
    note = forms.CharField(label=_("How this is known"), max_length=300)
