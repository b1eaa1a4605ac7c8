"""Forms of sanctions: a proposal, facts for its gate, its letter, its coming into force, the ladders, a court entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.sanctions.operations.proposing import Files
from huikuan.sanctions.rules.facts import Stated
from huikuan.sanctions.rules.gates import Turn, Unrest
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import sanctions as words


class FactsForm(forms.Form):
    """What a person states for the gate of a stop of supply, with a paper."""

    order_number = forms.CharField(label=_("Order that is to stop"), max_length=60, required=False)
    turn = forms.ChoiceField(label=_("Who performs first"), choices=named_choices(names=words.TURNS), required=False)
    unrest = forms.MultipleChoiceField(
        label=_("What shows that they will not perform"),
        choices=named_choices(names=words.UNREST),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for orders under which we deliver first, and only with definite evidence."),
    )
    file = forms.FileField(label=_("Evidence"), required=False, validators=[small_enough])
    security_given = forms.BooleanField(label=_("Suitable security was given"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def stated(self) -> Stated:
        """What was stated."""
        typed = self.cleaned_data
        return Stated(
            order_number=typed["order_number"].strip(),
            turn=Turn(typed["turn"]),
            unrest=frozenset(Unrest(one) for one in typed["unrest"]),
            security_given=typed["security_given"],
            note=typed["note"],
        )

    def kept(self) -> Files:
        """The paper, if one was chosen."""
        file = self.cleaned_data.get("file")
        return [] if file is None else [(file.name, file.read())]


class ProposalForm(FactsForm):
    """Which rung, and why."""

    rung = forms.ChoiceField(label=_("Rung"), choices=named_choices(names=words.RUNGS))
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    lower = MoneyField(
        currency="CNY",
        label=_("Each delivery lowers what is owed by"),
        required=False,
        help_text=_("Only for controlled shipping, in the base currency; an amount, a share, or both."),
    )
    lower_permille = forms.IntegerField(
        label=_("or by this share of it, per mille"), min_value=1, max_value=1_000, required=False
    )

    field_order = ("rung", "reason", "order_number", "turn", "unrest", "file", "security_given", "note")


class NoticeForm(forms.Form):
    """How the letter goes."""

    way = forms.ChoiceField(label=_("How the letter goes"), choices=named_choices(names=words.WAYS))


class DoneForm(forms.Form):
    """What was done."""

    note = forms.CharField(label=_("What was done"), max_length=500, required=False)


class LaddersForm(forms.Form):
    """What may be changed of the ladders without a table: who proposes, where they begin, how quick for whom."""

    proposes = forms.BooleanField(label=_("The day's run proposes what the ladder has reached"), required=False)
    entry = forms.ChoiceField(
        label=_("Where a debtor begins"),
        choices=[
            ("FIRST", _("At the first letter")),
            ("REACHED_LETTER", _("At the letter his days overdue have reached")),
        ],
    )
    quick_permille = forms.IntegerField(label=_("Days for malicious debtors, per mille"), min_value=1, max_value=1_000)
    steps = forms.CharField(
        label=_("Rungs"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "mono"}),
        help_text=_(
            "A line for each: class, rung, from which day overdue, from which amount, days after the rung before."
        ),
    )
    reason = forms.CharField(label=_("Why"), max_length=300)


class CourtForm(forms.Form):
    """What was looked up on the courts' list of debtors."""

    court = forms.CharField(label=_("Court"), max_length=150)
    case_number = forms.CharField(label=_("Case number"), max_length=80)
    checked_on = DayField(label=_("Looked up on"))
    stands = forms.BooleanField(label=_("The entry stands"), required=False, initial=True)


def entered(*, order_number: str, stated: Stated) -> dict[str, Any]:
    """What was stated before, as a form shows it."""
    return {
        "order_number": order_number,
        "turn": stated.turn.value,
        "unrest": [one.value for one in sorted(stated.unrest)],
        "security_given": stated.security_given,
    }
