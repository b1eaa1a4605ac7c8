"""What people type about credit: a question, why a hold is settled, a waiver, a stop, the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.credit.operations.stopping import ExclusionDraft
from huikuan.credit.rules.orders import ExclusionScope
from huikuan.credit.rules.policy import (
    BOUNDS,
    CheckPoint,
    Component,
    CreditPolicy,
    Rule,
    Severity,
)
from huikuan.web.forms.fields import CurrencyField, DayField, MoneyField, named_choices
from huikuan.wording import credit as words

_NUMBERS = {
    "tolerance_permille": _("Tolerance over the limit, per mille"),
    "oldest_item_days": _("Oldest open item, days"),
    "overdue_days": _("Days overdue that are let pass"),
    "bounced_months": _("Bounced payments count for months"),
    "grace_days": _("Grace after a release, days"),
}


class QuestionForm(forms.Form):
    """May this go ahead: an amount at a check point."""

    amount = MoneyField(label=_("Amount"))
    currency = CurrencyField(label=_("Currency"))
    at = forms.ChoiceField(label=_("Check point"), choices=named_choices(names=words.POINTS))
    order = forms.CharField(
        label=_("Order number"),
        max_length=60,
        required=False,
        help_text=_("With it the answer is kept and the order counts."),
    )

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        typed = str(self.data.get("currency", "")).upper() if self.is_bound else currency
        self.fields["currency"].initial = currency
        self.fields["amount"].currency = typed if len(typed) == 3 else currency  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a hold is released or rejected."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SettleForm(ReasonForm):
    """The same for a held order, with the decision about it that was looked at."""

    seen = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class WaiverForm(forms.Form):
    """Up to which amount and day an order may go ahead once, and why."""

    most = MoneyField(label=_("Up to"))
    expires_on = DayField(label=_("Through"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(
            *values, **{"auto_id": "waiver_%s"} | options
        )  # it stands beside the form that settles the hold
        self.fields["most"].currency = currency  # type: ignore[attr-defined]


class StopForm(forms.Form):
    """Why no credit is given, and through which day."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    until = DayField(label=_("Through"), required=False, help_text=_("Empty: until somebody lifts it."))


class ExclusionForm(forms.Form):
    """Which rule is not asked, for whom, at which check point, through which day, and why."""

    rule = forms.ChoiceField(label=_("Rule"))
    at = forms.ChoiceField(label=_("Check point"), required=False)
    scope = forms.ChoiceField(label=_("Applies to"), choices=named_choices(names=words.EXCLUSION_SCOPES))
    order = forms.CharField(label=_("Order number"), max_length=60, required=False)
    until = DayField(label=_("Through"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        rules = [(code, title) for code, title in words.RULES.items() if code != Rule.RATE_UNKNOWN.value]
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]
        points = [("", _("Every check point")), *words.POINTS.items()]
        self.fields["at"].choices = points  # type: ignore[attr-defined]

    def draft(self, *, customer_id: int) -> ExclusionDraft:
        """The exclusion that was typed."""
        typed = self.cleaned_data
        return ExclusionDraft(
            scope=ExclusionScope(typed["scope"]),
            customer_id=customer_id,
            until=typed["until"],
            reason=typed["reason"],
            rule=Rule(typed["rule"]),
            point=CheckPoint(typed["at"]) if typed["at"] else None,
            order_number=typed["order"],
        )


class CreditPolicyForm(forms.Form):
    """The next version of the rules: what each asks for at each check point, its numbers, what counts, from which day, why."""

    def __init__(self, *values: Any, policy: CreditPolicy, today: date, currency: str, **options: Any) -> None:
        self.policy = policy
        options["initial"] = _initial(policy, today)
        super().__init__(*values, **options)
        for rule in Rule:
            for point in CheckPoint:
                self.fields[_cell(rule, point)] = forms.ChoiceField(
                    label=f"{words.RULES[rule.value]} · {words.POINTS[point.value]}",
                    choices=named_choices(names=words.SEVERITIES),
                )
        for name, label in _NUMBERS.items():
            least, most = BOUNDS[name]
            self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most)
        for name, label in (
            ("tolerance_minor", _("Tolerance over the limit")),
            ("small_debt_minor", _("Overdue amount that is let pass")),
        ):
            self.fields[name] = MoneyField(label=label, currency=currency, least_minor=0)
        self.fields["components"] = forms.MultipleChoiceField(
            label=_("What counts as exposure"),
            choices=named_choices(names=words.COMPONENTS),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["debts_of_group"] = forms.BooleanField(
            label=_("Overdue debts of the whole group block each of its companies"), required=False
        )
        self.fields["effective_from"] = DayField(label=_("In force from"))
        self.fields["source"] = forms.CharField(label=_("Why it is changed"), max_length=400)

    @property
    def rules(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Each rule's name with its choice at each check point."""
        return ((words.RULES[rule.value], [self[_cell(rule, point)] for point in CheckPoint]) for rule in Rule)

    @property
    def numbers(self) -> Iterator[forms.BoundField]:
        """The numbers that belong to the rules."""
        return (self[name] for name in (*_NUMBERS, "tolerance_minor", "small_debt_minor"))

    def draft(self) -> CreditPolicy:
        """The policy as typed."""
        typed = self.cleaned_data
        return replace(
            self.policy,
            severities={rule: {point: Severity(typed[_cell(rule, point)]) for point in CheckPoint} for rule in Rule},
            components=frozenset(Component(name) for name in typed["components"]),
            debts_of_group=typed["debts_of_group"],
            effective_from=typed["effective_from"],
            source=typed["source"],
            **{name: typed[name] for name in BOUNDS},
        )


def _cell(rule: Rule, point: CheckPoint) -> str:
    return f"{rule.value}_{point.value}".lower()


def _initial(policy: CreditPolicy, today: date) -> dict[str, Any]:
    cells = {_cell(rule, point): policy.severity(rule, point).value for rule in Rule for point in CheckPoint}
    numbers = {name: getattr(policy, name) for name in BOUNDS}
    more = {"components": sorted(policy.components), "debts_of_group": policy.debts_of_group, "effective_from": today}
    return {**cells, **numbers, **more}
