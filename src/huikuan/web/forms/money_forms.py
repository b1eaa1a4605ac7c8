"""Forms of money that is no bank line: cash brought to the bank, deposits, set-off, IOUs, the list of acceptors, the policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.bills.rules.life import Counted
from huikuan.bills.rules.policy import MOST, BillPolicy
from huikuan.receipts.queries.lines import BankMoney
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.forms.bills import LineField, PercentField
from huikuan.web.forms.fields import DayField, Label, MoneyField, named_choices
from huikuan.web.forms.openings import refuse_large
from huikuan.wording.bills import COUNTED, DEPOSIT_EVENTS, DEPOSIT_KINDS, NOTE_KINDS, SET_OFF_KINDS

POLICY_LABELS: dict[str, Label] = {
    "year_days": _("Days of a year of discounting"),
    "other_city_days": _("More days for paper bills of another city"),
    "presentation_days": _("Days to present after maturity"),
    "sight_months": _("Months to present a bill at sight"),
    "notice_days": _("Days to give notice of a dishonour"),
    "acceptor_months": _("Months of the claim on drawer and acceptor"),
    "recourse_months": _("Months of recourse after a dishonour"),
    "re_recourse_months": _("Months of recourse after paying"),
    "bill_months": _("Months of a bill at most"),
    "voucher_months": _("Months of a voucher in principle"),
    "voucher_most_months": _("Months of a voucher at most"),
    "earnest_permille": _("Earnest money with effect, thousandths of the contract"),
    "recourse_rate_ppm": _("Interest of recourse a year, millionths"),
    "rate_times_lpr": _("Caution above so many times the one-year LPR"),
    "warn_days": _("Days before that a duty is shown"),
}


class BankCashForm(forms.Form):
    """So much of the cash is this bank line."""

    field_order = ("line", "amount")

    def __init__(self, *values: Any, lines: Sequence[BankMoney], currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["line"] = LineField(lines=lines, required=True)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)


class DepositForm(forms.Form):
    """So much of a receipt is a deposit."""

    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=DEPOSIT_KINDS))
    on = DayField(label=_("On"))
    contract_number = forms.CharField(label=_("Contract number"), max_length=100, required=False)
    field_order = ("kind", "amount", "on", "contract_number", "contract_amount")

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)
        self.fields["contract_amount"] = MoneyField(
            label=_("Amount of the contract"),
            currency=currency,
            required=False,
            help_text=_("Earnest money has its effect up to 20 per cent of it (Civil Code 586)."),
        )
        self.order_fields(self.field_order)


class UseDepositForm(forms.Form):
    """What becomes of a deposit."""

    event = forms.ChoiceField(label=_("What becomes of it"), choices=named_choices(names=DEPOSIT_EVENTS))
    on = DayField(label=_("On"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    penalty_claimed = forms.BooleanField(label=_("A penalty is claimed for the same breach"), required=False)
    field_order = ("event", "amount", "on", "note", "contract_amount", "penalty_claimed")

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)
        self.fields["contract_amount"] = MoneyField(
            label=_("Amount of the contract"),
            currency=currency,
            required=False,
            help_text=_("Only to keep earnest money, where the amount was not said before."),
        )
        self.order_fields(self.field_order)


class PaperFileForm(forms.Form):
    """A form with a signed paper."""

    file = forms.FileField(label=_("Signed paper"))

    def clean_file(self) -> Any:
        """A file of at most 20 MB. Raises ValidationError."""
        return refuse_large(file=self.cleaned_data["file"])


class SetOffForm(PaperFileForm):
    """What goes against each other, on what ground."""

    kind = forms.ChoiceField(label=_("Ground"), choices=named_choices(names=SET_OFF_KINDS))
    on = DayField(label=_("On"))
    signed_on = DayField(label=_("Signed on"))
    parties = forms.CharField(label=_("Parties"), max_length=400)
    our_debt = forms.CharField(label=_("What we owed"), max_length=300)
    is_due = forms.BooleanField(label=_("Their debt is due"), required=False)
    is_same_kind = forms.BooleanField(label=_("Both debts are of one kind"), required=False)
    is_excluded = forms.BooleanField(
        label=_("The law, the contract or the nature of a debt excludes it"), required=False
    )
    is_conditional = forms.BooleanField(label=_("The notice has a condition or a time"), required=False)
    field_order = (
        "kind",
        "amount",
        "on",
        "signed_on",
        "parties",
        "our_debt",
        "is_due",
        "is_same_kind",
        "is_excluded",
        "is_conditional",
        "file",
    )

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)
        self.order_fields(self.field_order)


class IouForm(PaperFileForm):
    """A note of debt about items of a sale."""

    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=NOTE_KINDS))
    signed_on = DayField(label=_("Signed on"))
    due_on = DayField(label=_("Due on"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=100)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    field_order = ("kind", "amount", "signed_on", "due_on", "signed_by", "rate", "items", "note", "file")

    def __init__(self, *values: Any, currency: str, items: Sequence[ReceivableRow], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)
        self.fields["rate"] = PercentField(label=_("Interest a year, per cent"), required=False)
        self.fields["items"] = forms.TypedMultipleChoiceField(
            label=_("Items it is about"),
            choices=[(item.id, item.invoice_number) for item in items],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(self.field_order)


class WatchListForm(forms.Form):
    """The list of acceptors that do not pay, as a file; `seen` is the version its page showed."""

    source = forms.CharField(label=_("Where it comes from"), max_length=300)
    file = forms.FileField(label=_("List as a CSV or Excel file"))
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        """A file of at most 20 MB. Raises ValidationError."""
        return refuse_large(file=self.cleaned_data["file"])


class AcceptorForm(forms.Form):
    """Whether an acceptor's bills leave our books when they are passed on."""

    name = forms.CharField(label=_("Acceptor"), max_length=200)
    is_derecognised = forms.BooleanField(label=_("They leave the books when passed on"), required=False)
    source = forms.CharField(label=_("Who decided it, and when"), max_length=300)


class BillPolicyForm(forms.Form):
    """The next version of the numbers."""

    counted = forms.ChoiceField(label=_("A bill counts as collected"), choices=named_choices(names=COUNTED))

    def __init__(self, *values: Any, before: BillPolicy, **options: Any) -> None:
        super().__init__(*values, **options)
        self.before = before
        self.fields["counted"].initial = before.counted.value
        for name, label in POLICY_LABELS.items():
            self.fields[name] = forms.IntegerField(
                label=str(label), min_value=0, max_value=MOST[name], initial=getattr(before, name)
            )
        self.fields["source"] = forms.CharField(label=_("Who decided it, and when"), max_length=400)

    def policy(self, *, seen: int) -> BillPolicy:
        """The version that was typed, over the version `seen`."""
        typed = {name: self.cleaned_data[name] for name in POLICY_LABELS}
        counted = Counted(self.cleaned_data["counted"])
        return BillPolicy(number=seen, counted=counted, source=self.cleaned_data["source"], **typed)
