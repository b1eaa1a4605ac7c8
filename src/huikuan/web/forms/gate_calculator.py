"""What the gates of the law ask when they are asked by themselves, by kind; what is not ticked is not the case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.sanctions.rules.asked import CURRENCY, GateKind
from huikuan.sanctions.rules.given import REASONABLE_DAYS
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import sanctions as words


def _yuan(label: Any, *, required: bool = False) -> MoneyField:
    return MoneyField(currency=CURRENCY, label=label, required=required)


class GateForm(forms.Form):
    """A gate asked for a day; `asked` says which."""

    asked: GateKind
    as_of = DayField(label=_("As of"))


class SupplyGateForm(GateForm):
    """A stop of supply."""

    asked = GateKind.SUPPLY
    order = forms.CharField(label=_("Order that is to stop"), max_length=60)
    order_stands = forms.BooleanField(label=_("It stands: contract or order are at hand"), required=False)
    breached = forms.CharField(label=_("Orders or contracts due and unpaid, by commas"), max_length=400, required=False)
    overdue = _yuan(_("Undisputed, due and unpaid under them"))
    turn = forms.ChoiceField(label=_("Who performs first"), choices=named_choices(names=words.TURNS), required=False)
    unrest = forms.MultipleChoiceField(
        label=_("What shows that they will not perform"),
        choices=named_choices(names=words.UNREST),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    papers = forms.IntegerField(label=_("Papers that show it"), min_value=0, max_value=999, required=False)
    noticed = DayField(label=_("Customer notified on"), required=False)
    security_given = forms.BooleanField(label=_("Suitable security was given"), required=False)


class AccelerateGateForm(GateForm):
    """The whole price of an instalment sale."""

    asked = GateKind.ACCELERATE
    price = _yuan(_("Whole price"), required=True)
    arrears = _yuan(_("Of it due and unpaid"))
    payments = forms.IntegerField(label=_("In how many payments"), min_value=0, max_value=999, required=False)
    demanded = DayField(label=_("Demanded on"), required=False)
    reasonable_days = forms.IntegerField(
        label=_("Reasonable days after the demand"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("The law names none; empty is %(days)s.") % {"days": REASONABLE_DAYS},
    )


class RetakeGateForm(AccelerateGateForm):
    """Goods under retention of title."""

    asked = GateKind.RETAKE
    payments = None  # type: ignore[assignment]
    paid = _yuan(_("Of it paid"))
    retention_agreed = forms.BooleanField(label=_("Retention of title is agreed"), required=False)
    registered = forms.BooleanField(label=_("It is registered"), required=False)
    third_party = forms.BooleanField(label=_("A third party holds the goods in good faith"), required=False)


class DepositGateForm(GateForm):
    """A deposit to be kept."""

    asked = GateKind.DEPOSIT
    contract = _yuan(_("Amount of the contract"))
    paid = _yuan(_("Deposit really paid"))
    claimed = _yuan(_("Of it to be kept"))
    called_deposit = forms.BooleanField(label=_("It was agreed as a deposit (定金)"), required=False)
    penalty = forms.BooleanField(label=_("A penalty is claimed for the same breach"), required=False)


class SetOffGateForm(GateForm):
    """Their debt against ours."""

    asked = GateKind.SET_OFF
    theirs_due = DayField(label=_("Their debt fell due on"), required=False)
    noticed = DayField(label=_("Customer notified on"), required=False)
    same_kind = forms.BooleanField(label=_("Both debts are of one kind"), required=False)
    excluded = forms.BooleanField(label=_("The law, the contract or the nature of a debt excludes it"), required=False)
    conditional = forms.BooleanField(label=_("The notice has a condition or a time"), required=False)
    agreed = forms.BooleanField(label=_("Both sides signed it"), required=False)


class PublishGateForm(GateForm):
    """A debtor named as a court lists him."""

    asked = GateKind.PUBLISH
    case_number = forms.CharField(label=_("Case number"), max_length=80, required=False)
    checked = DayField(label=_("Looked up on"), required=False)
    stands = forms.BooleanField(label=_("The entry stands"), required=False)


GATE_FORMS: dict[str, type[GateForm]] = {
    form.asked.value: form
    for form in (
        SupplyGateForm,
        AccelerateGateForm,
        RetakeGateForm,
        DepositGateForm,
        SetOffGateForm,
        PublishGateForm,
    )
}
