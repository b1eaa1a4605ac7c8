"""Forms of sanctions: a proposal, facts for its gate, its letter, its coming into force, the ladders, a court entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.customers.rules import CUSTOMER_CLASSES
from huikuan.sanctions.operations.proposing import Files
from huikuan.sanctions.rules.arriving import LONGEST_NOTE
from huikuan.sanctions.rules.facts import Stated
from huikuan.sanctions.rules.gates import Turn, Unrest
from huikuan.sanctions.rules.policy import MOST_COURT_DAYS, LadderPolicy, Step
from huikuan.sanctions.rules.rungs import LADDER, Rung
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import sanctions as words
from huikuan.wording.names import CUSTOMER_CLASSES as CLASS_NAMES


class FactsForm(forms.Form):
    """What a person states for the gate of a stop of supply, with a paper."""

    order_number = forms.CharField(label=_("Order that is to stop"), max_length=60, required=False)
    order_stands = forms.BooleanField(
        label=_("I confirm that this order stands, though it is not in the books"), required=False
    )
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
            order_stands=typed["order_stands"],
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

    field_order = ("rung", "reason", "order_number", "turn", "order_stands", "unrest", "file", "security_given", "note")


class NoticeForm(forms.Form):
    """How the letter goes."""

    way = forms.ChoiceField(label=_("How the letter goes"), choices=named_choices(names=words.WAYS))


class ArrivalForm(forms.Form):
    """When the letter arrived, and the paper that proves it."""

    on = DayField(label=_("Arrived on"))
    note = forms.CharField(label=_("Courier and number, or who signed for it"), max_length=LONGEST_NOTE, required=False)
    file = forms.FileField(label=_("Courier's stub or sealed receipt"), validators=[small_enough])


class DoneForm(forms.Form):
    """What was done."""

    note = forms.CharField(label=_("What was done"), max_length=500, required=False)


class LaddersForm(forms.Form):
    """The ladders as a table for each class of customer: a rung without a day is left out."""

    proposes = forms.BooleanField(label=_("The day's run proposes what the ladder has reached"), required=False)
    entry = forms.ChoiceField(
        label=_("Where a debtor begins"),
        choices=[
            ("FIRST", _("At the first letter")),
            ("REACHED_LETTER", _("At the letter his days overdue have reached")),
        ],
    )
    quick_permille = forms.IntegerField(label=_("Days for malicious debtors, per mille"), min_value=1, max_value=1_000)
    court_days = forms.IntegerField(
        label=_("Days a look-up of the courts' list is taken as true"), min_value=1, max_value=MOST_COURT_DAYS
    )
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, data: Any = None, *, policy: LadderPolicy) -> None:
        kept = {
            "proposes": policy.proposes,
            "entry": policy.entry.value,
            "quick_permille": policy.quick_permille,
            "court_days": policy.court_days,
        }
        super().__init__(data, initial=kept)
        for kind in CUSTOMER_CLASSES:
            steps = {step.rung: step for step in policy.ladders.get(kind, ())}
            for rung in LADDER:
                days, minor, gap = _names(kind, rung)
                step = steps.get(rung)
                self.fields[days] = _days(step.from_days if step else None)
                self.fields[minor] = MoneyField(
                    least_minor=0, required=False, initial=step.from_minor if step else None
                )
                self.fields[gap] = _days(step.gap_days if step else None)

    def clean(self) -> dict[str, Any]:
        """The ladders under `ladders`: a rung with a day needs the days after the rung before, too."""
        typed: dict[str, Any] = super().clean() or {}
        found = {kind: tuple(self._steps(kind, typed)) for kind in CUSTOMER_CLASSES}
        return typed | {"ladders": {kind: steps for kind, steps in found.items() if steps}}

    @property
    def tables(self) -> list[tuple[Promise | str, list[tuple[Promise | str, list[BoundField]]]]]:
        """By class of customer its name, and for each rung its name and boxes: day, amount, days after the one before."""
        return [
            (
                CLASS_NAMES[kind],
                [(words.RUNGS[rung.value], [self[name] for name in _names(kind, rung)]) for rung in LADDER],
            )
            for kind in CUSTOMER_CLASSES
        ]

    def _steps(self, kind: str, typed: dict[str, Any]) -> Iterator[Step]:
        for rung in LADDER:
            names = _names(kind, rung)
            days, minor, gap = (typed.get(name) for name in names)
            if days and gap:
                yield Step(rung, days, minor or 0, gap)
            elif (days or minor or gap) and not any(name in self.errors for name in names):
                self.add_error(
                    names[2] if days else names[0], _("A rung needs its day and the days after the one before.")
                )


def _names(kind: str, rung: Rung) -> tuple[str, str, str]:
    return f"{kind}-{rung.value}-days", f"{kind}-{rung.value}-amount", f"{kind}-{rung.value}-gap"


def _days(number: int | None) -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=3_650, required=False, initial=number)


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
        "order_stands": stated.order_stands,
    }
