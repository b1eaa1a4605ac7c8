"""What people type about reminders."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.reminders.access import LONGEST_REASON


class ExcludeForm(forms.Form):
    """Why a message is taken out of a run."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AloneForm(forms.Form):
    """Why the only person who can approve approves what he made himself."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)


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
