"""Forms of late-payment interest: what is claimed, pauses, prime rates, the policy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.interest.rules.bases import YEARS, Basis
from huikuan.interest.rules.charging import InterestPolicy
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.interest_calculator import BasisForm, FactorField
from huikuan.wording.interest import BASES, PAUSES

POLICY_BASES = ("LPR_AT_DEFAULT", "LPR_SEGMENTS", "DAILY")


class ClaimForm(BasisForm):
    """Interest through a day by a basis that a person picked."""

    until = DayField(label=_("Last day that counts"))
    perform_by = DayField(
        label=_("Judgment: last day to perform"), required=False,
        help_text=_("Interest on it runs from the day after; empty: from the day it took effect."),
    )  # fmt: skip

    field_order = ("until", "basis", "rate", "factor", "year", "perform_by")

    def clean(self) -> dict[str, Any]:
        """The terms of the basis under `terms`, on a judgment with the last day to perform that it names."""
        typed = super().clean()
        terms = typed.get("terms")
        if terms is None or terms.basis is not Basis.JUDGMENT:
            return typed
        return typed | {"terms": replace(terms, perform_by=typed.get("perform_by"))}


class WhyForm(forms.Form):
    """Why something is done."""

    note = forms.CharField(label=_("Why"), max_length=500, required=False)


class PauseForm(forms.Form):
    """Days without interest."""

    reason = forms.ChoiceField(label=_("Reason"), choices=named_choices(names=PAUSES, codes=("BANKRUPTCY", "AGREED")))
    from_day = DayField(label=_("First day without interest"))
    through_day = DayField(label=_("Last day without interest"), required=False)
    note = forms.CharField(
        label=_("Paper it stands on"), max_length=300, help_text=_("Number of the ruling, or of the agreement.")
    )


class PrimeRateForm(forms.Form):
    """A one-year prime rate as the published list shows it."""

    since = DayField(label=_("In force since"))
    percent = forms.DecimalField(label=_("Per cent a year"), min_value=0, max_value=50, decimal_places=2, max_digits=4)
    as_of = DayField(label=_("List looked at on"))
    source = forms.CharField(label=_("Where it is published"), max_length=300)

    @property
    def rate_bp(self) -> int:
        """Basis points of a valid form."""
        return int(self.cleaned_data["percent"].scaleb(2))


class InterestPolicyForm(forms.Form):
    """What holds where no contract says anything."""

    basis = forms.ChoiceField(label=_("Basis"), choices=named_choices(names=BASES, codes=POLICY_BASES))
    factor = FactorField(label=_("Factor on the prime rate"))
    year = forms.TypedChoiceField(label=_("Days of a year"), choices=[(n, str(n)) for n in YEARS], coerce=int)
    minimum = MoneyField(label=_("Least to charge"))
    loss = FactorField(
        label=_("Loss, times the prime rate"), help_text=_("What a court may compare with; 30 % above it is the cap.")
    )
    payable_days = forms.IntegerField(label=_("Payable within days"), min_value=0, max_value=90)
    reason = forms.CharField(label=_("Why"), max_length=300)

    @staticmethod
    def initial_of(*, policy: InterestPolicy) -> dict[str, Any]:
        """The policy in force as its editor sees it."""
        return {
            "basis": policy.basis.value,
            "factor": _factor(policy.factor_permille),
            "year": policy.year_days,
            "minimum": policy.minimum_minor,
            "loss": _factor(policy.loss_permille),
            "payable_days": policy.payable_days,
        }


def _factor(permille: int) -> str:
    return f"{permille // 1000}.{permille % 1000:03d}".rstrip("0").rstrip(".")
