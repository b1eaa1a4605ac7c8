"""Forms about messages on every channel: replies, calls and visits done, letters with the courier, what a person wants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.activities.rules import LONGEST_TEXT, NextStep, Outcome
from huikuan.customers.permission_rules import LONGEST_NOTE, PermissionDraft, Stand, ToldBy
from huikuan.outbox.rules import TO_CUSTOMERS, ChannelName
from huikuan.reminders.operations.replying import Reply
from huikuan.reminders.operations.tasks import TaskResult
from huikuan.reminders.rules.posting import PostEvent, Waybill
from huikuan.web.forms.fields import DayField, named_choices
from huikuan.wording import names


class ReplyForm(forms.Form):
    """What a customer answered."""

    text = forms.CharField(label=_("What the customer answered"), max_length=LONGEST_TEXT, widget=forms.Textarea)
    wants_no_more = forms.BooleanField(label=_("Wants no more messages on this channel"), required=False)

    def draft(self, *, message_id: int) -> Reply:
        """The reply as typed."""
        return Reply(message_id, self.cleaned_data["text"], self.cleaned_data["wants_no_more"])


class TaskForm(forms.Form):
    """What came of a call or visit."""

    outcome = forms.ChoiceField(label=_("Result"), choices=named_choices(names=names.OUTCOMES))
    text = forms.CharField(label=_("What was said"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    next_action = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_date = DayField(label=_("On"), required=False)

    def draft(self, *, message_id: int) -> TaskResult:
        """The result as typed."""
        typed = self.cleaned_data
        step = NextStep(typed["next_action"], typed["next_date"])
        return TaskResult(message_id, typed["text"], Outcome(typed["outcome"]), step)


class PermissionForm(forms.Form):
    """What a person said about a channel."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=named_choices(names=names.CHANNELS, codes=[one.value for one in TO_CUSTOMERS])
    )
    stand = forms.ChoiceField(label=_("He"), choices=named_choices(names=names.STANDS))
    said_on = DayField(label=_("On"))
    told_by = forms.ChoiceField(label=_("We were told"), choices=named_choices(names=names.TOLD_BY))
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False)

    def draft(self) -> PermissionDraft:
        """The word as typed."""
        typed = self.cleaned_data
        stand, told_by = Stand(typed["stand"]), ToldBy(typed["told_by"])
        return PermissionDraft(ChannelName(typed["channel"]), stand, typed["said_on"], told_by, typed["note"])


class WaybillForm(forms.Form):
    """The courier and number of one letter."""

    courier = forms.CharField(label=_("Courier"), max_length=60)
    number = forms.CharField(label=_("Waybill number"), max_length=40)
    handed_on = DayField(label=_("Handed over on"))

    def draft(self, *, letter_id: int) -> Waybill:
        """The waybill as typed."""
        typed: dict[str, Any] = self.cleaned_data
        return Waybill(letter_id, typed["courier"], typed["number"], typed["handed_on"])


class WaybillListForm(forms.Form):
    """A courier's list as text."""

    listed = forms.CharField(
        label=_("List: letter, courier, number, day (one a line)"), max_length=60_000, widget=forms.Textarea
    )


class PostResultForm(forms.Form):
    """What became of a letter, with a photo of the stub."""

    event = forms.ChoiceField(
        label=pgettext_lazy("letter", "What became of it"),
        choices=[
            (PostEvent.DELIVER.value, pgettext_lazy("letter", "Delivered")),
            (PostEvent.RETURN.value, _("Came back")),
            (PostEvent.WITHDRAW.value, _("Not posted")),
        ],
    )
    on = DayField(label=_("On"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    stub = forms.FileField(label=_("Photo of the stub"), required=False)


class UndoLetterForm(forms.Form):
    """Why what was noted last of a letter is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
