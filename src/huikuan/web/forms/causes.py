"""Forms of causes of late debts and of judgements of debtors: what our own people type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.accounts.queries import PersonRow
from huikuan.activities.queries import ActivityRow
from huikuan.conduct.rules.weighing import COUNTERS, RECORDED, ConductPolicy, Ground, Nature, Weight
from huikuan.kernel.text_amounts import format_amount
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import causes as cause_words
from huikuan.wording import conduct as words

LONG = forms.Textarea(attrs={"rows": 3})


class CauseForm(forms.Form):
    """Why items are not paid, on what evidence, who follows it up, and what is ours to mend."""

    cause = forms.ChoiceField(label=_("Cause"), choices=named_choices(names=cause_words.CAUSES))
    text = forms.CharField(label=_("What exactly"), max_length=2_000, widget=LONG)
    file = forms.FileField(label=_("Evidence"), required=False, validators=[small_enough])
    mend_what = forms.CharField(label=_("What we mend"), max_length=300, required=False)
    mend_until = DayField(label=pgettext_lazy("mending", "Until"), required=False)

    def __init__(
        self,
        *values: Any,
        items: Sequence[ReceivableRow],
        people: Iterable[PersonRow],
        contacts: Iterable[ActivityRow],
        **options: Any,
    ) -> None:
        super().__init__(*values, **options)
        named = [(str(one.id), one.name) for one in people]
        boxes = forms.CheckboxSelectMultiple
        self.fields["items"] = forms.MultipleChoiceField(
            label=_("For which items"), choices=[(str(one.id), _item_name(one)) for one in items], widget=boxes
        )
        self.fields["contacts"] = forms.MultipleChoiceField(
            label=_("Contacts that show it"),
            choices=[(str(one.id), f"{one.at:%Y-%m-%d} {one.text[:60]}") for one in contacts],
            required=False,
            widget=boxes,
        )
        self.fields["owner"] = forms.ChoiceField(label=_("Follows it up"), choices=named)
        self.fields["mend_who"] = forms.ChoiceField(
            label=_("Who mends it"), choices=[("", "–"), *named], required=False
        )


class MendForm(forms.Form):
    """What was done, or is still missing."""

    note = forms.CharField(label=_("What was done"), max_length=2_000)


class CausePolicyForm(forms.Form):
    """From which amount or age a cause is required, and why that changes."""

    days = forms.IntegerField(label=_("From days overdue"), min_value=1, max_value=366)
    grace_days = forms.IntegerField(label=_("Grace in business days"), min_value=0, max_value=30)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *values: Any, currencies: Iterable[str], **options: Any) -> None:
        super().__init__(*values, **options)
        amounts: dict[str, forms.Field] = {
            f"amount_{currency}": MoneyField(
                currency=currency, label=_("From amount (%(currency)s)") % {"currency": currency}, required=False
            )
            for currency in currencies
        }
        self.fields = {**amounts, **self.fields}

    def amounts(self) -> dict[str, int]:
        """Minor units by currency; a currency left empty has no amount, only the age counts."""
        typed = self.cleaned_data.items()
        return {name.removeprefix("amount_"): minor for name, minor in typed if name.startswith("amount_") and minor}


class JudgementForm(forms.Form):
    """What the debtor is taken for and why."""

    nature = forms.ChoiceField(label=_("Judged"), choices=named_choices(names=words.NATURES))
    reason = forms.CharField(label=_("Why"), max_length=2_000, widget=LONG)
    review_on = DayField(label=_("Review on"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def chosen(self) -> Nature:
        """What was chosen."""
        return Nature(self.cleaned_data["nature"])


class SignForm(forms.Form):
    """A fact with the document that proves it."""

    ground = forms.ChoiceField(
        label=pgettext_lazy("conduct", "Sign"),
        choices=named_choices(names=words.GROUNDS, codes=[one.value for one in RECORDED]),
    )
    text = forms.CharField(label=_("What exactly"), max_length=2_000, widget=LONG)
    happened_on = DayField(label=_("Happened on"))
    file = forms.FileField(label=_("Document that proves it"), validators=[small_enough])


class AppealForm(forms.Form):
    """What the customer says against the judgement."""

    text = forms.CharField(label=_("In their words"), max_length=2_000, widget=LONG)
    said_by = forms.CharField(label=_("Who said so"), max_length=100)
    file = forms.FileField(label=_("Evidence"), required=False, validators=[small_enough])


_FIGURES = ("threshold", "least_kinds", "look_back_days", "review_days")
_WEIGHT: dict[str, tuple[Any, int]] = {
    "points": (_("Points each"), 0),
    "least": (_("Counts from times"), 1),
    "most": (_("Counted times at most"), 1),
}


class ConductPolicyForm(forms.Form):
    """Points of each ground, from how many times it counts and how often at most; from when malice is proposed and reviewed."""

    threshold = forms.IntegerField(label=_("Malice is proposed from points"), min_value=1, max_value=10_000)
    least_kinds = forms.IntegerField(label=_("Out of kinds of signs, at least"), min_value=1, max_value=10)
    look_back_days = forms.IntegerField(label=_("Days looked back"), min_value=30, max_value=3_660)
    review_days = forms.IntegerField(label=_("Reviewed after days"), min_value=1, max_value=366)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, *values: Any, policy: ConductPolicy, **options: Any) -> None:
        initial = {name: getattr(policy, name) for name in _FIGURES}
        for ground, weight in policy.weights.items():
            initial |= {f"{name}_{ground.value}": getattr(weight, name) for name in _WEIGHT}
        super().__init__(*values, **{**options, "initial": initial})
        for ground in Ground:
            for name, (title, least) in _WEIGHT.items():
                self.fields[f"{name}_{ground.value}"] = forms.IntegerField(
                    label=f"{words.GROUNDS[ground.value]}: {title}",
                    min_value=least,
                    max_value=1_000 if name == "points" else 100,
                )

    @property
    def titles(self) -> list[Any]:
        """The titles of the columns of weights."""
        return [title for title, _least in _WEIGHT.values()]

    def grounds(self) -> list[tuple[Any, bool, list[forms.BoundField]]]:
        """Each ground with its three figures, and whether it speaks against malice."""
        return [
            (words.GROUNDS[one.value], one in COUNTERS, [self[f"{name}_{one.value}"] for name in _WEIGHT])
            for one in sorted(Ground, key=lambda one: one in COUNTERS)
        ]

    def figures(self) -> list[forms.BoundField]:
        """What is no weight."""
        return [self[name] for name in (*_FIGURES, "reason")]

    def changed_policy(self) -> ConductPolicy:
        """The policy as it was typed."""
        typed = self.cleaned_data
        weights = {one: Weight(*(typed[f"{name}_{one.value}"] for name in _WEIGHT)) for one in Ground}
        return ConductPolicy(0, weights, *(typed[name] for name in _FIGURES))


def _item_name(item: ReceivableRow) -> str:
    number = f"{item.invoice_number} ({item.sequence})" if item.sequence > 1 else item.invoice_number
    amount = format_amount(minor=item.parts.outstanding, currency=item.currency)
    return " · ".join(part for part in (number, item.due_date.isoformat() if item.due_date else "", amount) if part)
