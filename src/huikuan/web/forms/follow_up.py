"""Forms of disputes, promises, requests for more time, portal links: what our own people type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import ContactRow
from huikuan.disputes.rules import Decision, DisputedItem, Ending, Event, Reason
from huikuan.documents.queries import DocumentRow
from huikuan.guests.rules.links import MOST_DAYS, USUAL_DAYS
from huikuan.kernel.text_amounts import format_amount
from huikuan.promises.rules import Channel
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import disputes as dispute_words
from huikuan.wording import promises as promise_words

Items = Sequence[ReceivableRow]


class DisputeForm(forms.Form):
    """What a customer told one of us: why, in which words, how much of which item, with a file."""

    reason = forms.ChoiceField(label=_("Reason"), choices=named_choices(names=dispute_words.REASONS))
    said_by = forms.CharField(label=_("Who said so"), max_length=100)
    text = forms.CharField(label=_("What exactly"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label=_("Evidence"), required=False, validators=[small_enough])

    def __init__(self, *values: Any, items: Items, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.items = items
        for item in items:
            amount = MoneyField(currency=currency, label=item.invoice_number, required=False)
            self.fields[f"amount_{item.id}"] = amount

    @property
    def amounts(self) -> list[tuple[ReceivableRow, forms.BoundField]]:
        """Each open item with the field of its disputed amount."""
        return [(item, self[f"amount_{item.id}"]) for item in self.items]

    def disputed(self) -> tuple[DisputedItem, ...]:
        """The items with what of them is disputed."""
        typed = ((item.id, self.cleaned_data.get(f"amount_{item.id}")) for item in self.items)
        return tuple(DisputedItem(pk, minor) for pk, minor in typed if minor)


class PromiseForm(forms.Form):
    """A promise as the customer gave it."""

    day = DayField(label=_("Pays by"))
    said_by = forms.CharField(label=_("Who said so"), max_length=100)
    role = forms.CharField(label=_("In which position"), max_length=40, required=False)
    channel = forms.ChoiceField(
        label=_("Heard by"),
        choices=named_choices(
            names=promise_words.CHANNELS, codes=[one.value for one in Channel if one.value != "PORTAL"]
        ),
    )
    text = forms.CharField(label=_("In which words"), max_length=2_000, required=False)

    def __init__(self, *values: Any, items: Items, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        named = [(str(item.id), _item_name(item)) for item in items]
        amount = MoneyField(currency=currency, label=_("Amount"))
        chosen = forms.MultipleChoiceField(
            label=_("For which items"),
            choices=named,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Leave all empty, and the oldest are meant."),
        )
        self.fields = {"amount": amount, **self.fields, "items": chosen}


class DecisionForm(forms.Form):
    """A decision and why."""

    note = forms.CharField(label=_("Why"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class DisputeDecisionForm(DecisionForm):
    """A decision about a dispute and why; to settle it, by what."""

    ending = forms.ChoiceField(
        label=_("Settled by"),
        choices=[("", "–"), *named_choices(names=dispute_words.ENDINGS)],
        required=False,
        help_text=_("Only where it is settled."),
    )
    remainder_owed = forms.BooleanField(
        label=_("What no credit note covers stays owed by the customer"),
        required=False,
        help_text=_("Credit note over less than is in dispute: the customer is told by letter what stays owed."),
    )
    corrected_invoice = forms.CharField(
        label=_("Number of the corrected invoice"),
        max_length=60,
        required=False,
        help_text=_("Correction: the new invoice, or a paper."),
    )
    paper = forms.FileField(
        label=_("Paper that proves it"),
        required=False,
        validators=[small_enough],
        help_text=_("Replacement or correction: a signed delivery note or the corrected paper."),
    )

    def __init__(self, *values: Any, kept: Iterable[DocumentRow] = (), **options: Any) -> None:
        super().__init__(*values, **options)
        choices = [("", "–"), *((str(one.id), one.name) for one in kept)]
        self.fields["paper_id"] = forms.TypedChoiceField(
            label=_("Or a file already kept here"), choices=choices, coerce=int, empty_value=None, required=False
        )

    def decision(self, *, event: Event) -> Decision:
        """What was typed, as it is decided."""
        typed = self.cleaned_data
        sent = typed["paper"]
        return Decision(
            event=event,
            note=typed["note"],
            ending=Ending(typed["ending"]) if typed["ending"] else None,
            remainder_owed=typed["remainder_owed"],
            corrected_invoice=typed["corrected_invoice"],
            paper=(sent.name, sent.read()) if sent else None,
            paper_id=typed["paper_id"],
        )


class ExtensionAnswerForm(DecisionForm):
    """The day we agree to, if it is another than the one asked for, and why."""

    day = DayField(label=_("Until another day"), required=False)


class DisputeFileForm(forms.Form):
    """Another file of evidence."""

    file = forms.FileField(label=_("File"), validators=[small_enough])


class DeadlinesForm(forms.Form):
    """Business days for each reason, and why they change."""

    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        days = {
            f"days_{code.value}": forms.IntegerField(
                label=str(dispute_words.REASONS[code.value]), min_value=1, max_value=120
            )
            for code in Reason
        }
        self.fields = {**days, **self.fields}


class PromisePolicyForm(forms.Form):
    """Grace and threshold, and why they change."""

    grace_days = forms.IntegerField(label=_("Grace in business days"), min_value=0, max_value=30)
    kept_permille = forms.IntegerField(label=_("Counts as kept from (‰)"), min_value=500, max_value=1_000)
    guest_days = forms.IntegerField(
        label=_("A customer alone may promise, days ahead"),
        min_value=1,
        max_value=366,
        help_text=_("Through his link. For a later day he asks for more time, and one of us answers."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)


class LinkForm(forms.Form):
    """A link for a customer: for which person, in which language, for how long."""

    language = forms.ChoiceField(label=_("Language"), choices=(("zh-hans", "中文"), ("en", "English")))
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS)

    def __init__(self, *values: Any, people: Iterable[ContactRow], **options: Any) -> None:
        super().__init__(*values, **options)
        named = [("", _("Nobody in particular")), *((str(one.id), f"{one.name} {one.email}".strip()) for one in people)]
        contact = forms.ChoiceField(label=_("For whom"), choices=named, required=False)
        self.fields = {"contact": contact, **self.fields}


def _item_name(item: ReceivableRow) -> str:
    number = f"{item.invoice_number} ({item.sequence})" if item.sequence > 1 else item.invoice_number
    due = item.due_date.isoformat() if item.due_date else ""
    amount = format_amount(minor=item.parts.outstanding, currency=item.currency)
    return " · ".join(part for part in (number, due, amount) if part)
