"""What the calculator of late-payment interest asks; every fault worded at its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.interest.rules.bases import ON_PRIME, PICKED, USUAL_FACTOR, YEARS, Basis, Fault, Rate, Terms, terms_fault
from huikuan.interest.rules.typed import typed_factor, typed_rate
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording.interest import BASES
from huikuan.wording.sentences import sentence

RATE_HELP = _("For a day write 0.05%/day, 0.5‰/day or 万分之五/日.")


class RateField(forms.CharField):
    """A rate in per cent a year, or a day where a day stands behind it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> Rate | None:
        """The rate. Raises ValidationError."""
        text = super().clean(value)
        return _or_told(typed_rate(text=text)) if text else None


class FactorField(forms.CharField):
    """A factor on the prime rate."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)

    def clean(self, value: Any) -> int | None:
        """Per mille. Raises ValidationError."""
        text = super().clean(value)
        return _or_told(typed_factor(text=text)) if text else None


class BasisForm(forms.Form):
    """A basis with what belongs to it."""

    basis = forms.ChoiceField(label=_("Basis"), choices=named_choices(names=BASES, codes=PICKED))
    rate = RateField(label=_("Agreed rate, per cent a year"), required=False, help_text=RATE_HELP)
    factor = FactorField(
        label=_("Factor on the prime rate"), required=False, help_text=_("1.3 to 1.5 is usual; empty is 1.3.")
    )
    year = forms.TypedChoiceField(
        label=_("Days of a year"),
        choices=[(days, str(days)) for days in YEARS],
        coerce=int,
        required=False,
        empty_value="365",
    )

    def clean(self) -> dict[str, Any]:
        """The terms of the basis under `terms`. Adds what is wrong to its field."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        basis = Basis(typed["basis"])
        agreed = typed["rate"] if basis is Basis.AGREED else None
        factor = typed["factor"] if basis in ON_PRIME else None
        terms = Terms(basis, agreed, USUAL_FACTOR if factor is None else factor, int(typed["year"]))
        if fault := terms_fault(terms=terms):
            self.add_error("factor" if "FACTOR" in fault.code else "rate", told(fault=fault))
        return typed | {"terms": terms}


class InterestForm(BasisForm):
    """A debt that is late: what is owed, since when and until when."""

    principal = MoneyField(label=_("Principal"))
    due = DayField(label=_("Due"))
    until = DayField(label=_("Last day that counts"))

    field_order = ("principal", "due", "until", "basis", "rate", "factor", "year")


def rate_typed(*, rate: Rate) -> str:
    """A rate as `RateField` reads it again."""
    typed = f"{rate.percent}%"
    return typed + _now("/day") if rate.is_daily else typed


def told(*, fault: Fault) -> str:
    """The sentence of a fault."""
    return sentence(code=fault.code, parameters=fault.parameters)


def _or_told(found: Any) -> Any:
    if isinstance(found, Fault):
        raise forms.ValidationError(told(fault=found))
    return found
