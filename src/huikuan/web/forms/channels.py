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
from huikuan.reminders.operations.tasks import Promised, TaskResult
from huikuan.reminders.rules.posting import PostEvent, Waybill
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import names
from huikuan.wording.sentences import sentence


class ReplyForm(forms.Form):
    """What a customer answered."""

    text = forms.CharField(label=_("What the customer answered"), max_length=LONGEST_TEXT, widget=forms.Textarea)
    next_action = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_date = DayField(label=_("On"), required=False)
    wants_no_more = forms.BooleanField(label=_("Wants no more messages on this channel"), required=False)

    def draft(self, *, message_id: int) -> Reply:
        """The reply as typed."""
        typed = self.cleaned_data
        step = NextStep(typed["next_action"], typed["next_date"])
        return Reply(message_id, typed["text"], typed["wants_no_more"], step)


class TaskForm(forms.Form):
    """What came of a call or visit."""

    outcome = forms.ChoiceField(label=_("Result"), choices=named_choices(names=names.OUTCOMES))
    text = forms.CharField(label=_("What was said"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    promised_day = DayField(label=_("Pays by"), required=False)
    said_by = forms.CharField(label=_("Who promised it"), max_length=100, required=False)
    next_action = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_date = DayField(label=_("On"), required=False)

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.currency = currency
        amount = MoneyField(currency=currency, label=_("Amount promised"), required=False)
        before, after = ("outcome", "text"), ("promised_day", "said_by", "next_action", "next_date")
        self.fields = {
            **{name: self.fields[name] for name in before},
            "promised": amount,
            **{name: self.fields[name] for name in after},
        }

    def clean(self) -> dict[str, Any]:
        """Adds what a promise lacks to its boxes."""
        typed: dict[str, Any] = super().clean() or {}
        lacking = [name for name in ("promised", "promised_day") if name not in self.errors and not typed.get(name)]
        if lacking and (typed.get("outcome") == Outcome.PROMISED.value or len(lacking) == 1):
            for name in lacking:
                self.add_error(name, sentence(code="PROMISE_WITHOUT_TERMS", parameters={}))
        return typed

    def draft(self, *, message_id: int) -> TaskResult:
        """The result as typed."""
        typed = self.cleaned_data
        step = NextStep(typed["next_action"], typed["next_date"])
        promised = None
        if typed["promised"]:
            promised = Promised(typed["promised"], self.currency, typed["promised_day"], typed["said_by"])
        return TaskResult(message_id, typed["text"], Outcome(typed["outcome"]), step, promised)


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
