"""Forms of bills and vouchers: taking one in, and what happens to a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.bills.rules.numbers import BillRange, RangeFault, parse_range
from huikuan.kernel.text_amounts import format_amount
from huikuan.receipts.queries.lines import BankMoney
from huikuan.receipts.rules import PAPER_METHODS
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import names
from huikuan.wording.sentences import sentence

MOST_PERCENT = 100


class RangeField(forms.CharField):
    """A sub-range, 1-100000; nothing or 0 is the whole."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("label", _("Sub-range"))
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> BillRange | None:
        """The range, None for the whole. Raises ValidationError in the user's words."""
        found = parse_range(text=super().clean(value) or "")
        if isinstance(found, RangeFault):
            raise forms.ValidationError(sentence(code=found.value, parameters={}))
        return found

    def prepare_value(self, value: Any) -> Any:
        """The range as printed."""
        return f"{value.start}-{value.end}" if isinstance(value, BillRange) else value


class PercentField(forms.DecimalField):
    """A yearly rate in per cent, to four decimals, as millionths."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_PERCENT, decimal_places=4, max_digits=7, **options)

    def clean(self, value: Any) -> int | None:
        """Millionths a year."""
        found = super().clean(value)
        return None if found is None else int(found.scaleb(4))


class PaperForm(forms.Form):
    """A bill or voucher as its face says."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=named_choices(names=names.METHODS, codes=[one for one in names.METHODS if one in PAPER_METHODS]),
    )
    number = forms.CharField(label=_("Number of the bill"), max_length=60)
    range = RangeField(help_text=_("As printed, for example 1-100000; leave empty for a bill that cannot be divided."))
    amount = MoneyField(label=_("Amount of a bill that cannot be divided"), required=False)
    received_on = DayField(label=_("Received"))
    issued_on = DayField(label=_("Bill issued on"))
    matures_on = DayField(label=_("Matures"), required=False, help_text=_("Empty for a bill payable at sight."))
    drawer = forms.CharField(label=_("Drawer"), max_length=200, required=False)
    acceptor = forms.CharField(label=_("Acceptor or issuer"), max_length=200)
    acceptor_bank = forms.CharField(label=_("Acceptor's bank or platform"), max_length=200, required=False)
    payee = forms.CharField(label=_("First payee"), max_length=200, required=False)
    endorser = forms.CharField(label=_("Endorsed to us by"), max_length=200, required=False)
    is_continuous = forms.BooleanField(
        label=_("The endorsements follow one another without a gap"), required=False, initial=True
    )
    not_transferable = forms.BooleanField(label=_("Marked not transferable"), required=False)
    is_paper = forms.BooleanField(label=_("On paper, of another city"), required=False)
    without_recourse = forms.BooleanField(label=_("Voucher without recourse"), required=False)
    accepted_although = forms.CharField(
        label=_("Why it is taken although its acceptor is listed"), max_length=300, required=False
    )


class StepForm(forms.Form):
    """The day something happens to a part, and a note."""

    on = DayField(label=_("On"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class PassForm(StepForm):
    """Who gets how much of a part."""

    to = forms.CharField(label=_("To whom"), max_length=200)
    range = RangeField(help_text=_("A narrower range is split off; the rest stays as it is."))
    part_amount = MoneyField(
        label=_("Or an amount of it"), required=False, help_text=_("Split off from its first unit on.")
    )
    field_order: tuple[str, ...] = ("to", "range", "part_amount", "on", "note")


class RecourseForm(StepForm):
    """Whom recourse is sought against: for all of what was dishonoured."""

    to = forms.CharField(label=_("Against whom"), max_length=200)
    field_order = ("to", "on", "note")


class LineField(forms.TypedChoiceField):
    """The bank line that shows the money."""

    def __init__(self, *, lines: Sequence[BankMoney], **options: Any) -> None:
        empty = _("not on a statement yet")
        choices = [("", empty), *((one.id, _line(one)) for one in lines)]
        options.setdefault("required", False)
        super().__init__(label=_("Bank line"), choices=choices, coerce=int, empty_value=None, **options)


class DiscountForm(PassForm):
    """On which terms a bank discounts."""

    field_order = ("to", "range", "part_amount", "on", "rate", "interest", "is_other_city", "line", "note")

    def __init__(self, *values: Any, lines: Sequence[BankMoney], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["to"].label = _("Bank")
        self.fields["rate"] = PercentField(label=_("Rate a year, per cent"))
        self.fields["interest"] = MoneyField(
            label=_("Interest as the bank took it"), required=False, least_minor=0, help_text=_("Empty: as computed.")
        )
        self.fields["is_other_city"] = forms.BooleanField(label=_("Paper bill of another city"), required=False)
        self.fields["line"] = LineField(lines=lines)
        self.order_fields(self.field_order)


class SettleForm(StepForm):
    """What was paid."""

    field_order = ("on", "range", "line")

    def __init__(self, *values: Any, lines: Sequence[BankMoney], **options: Any) -> None:
        super().__init__(*values, **options)
        del self.fields["note"]
        self.fields["range"] = RangeField(help_text=_("A narrower range is split off; the rest stays as it is."))
        self.fields["line"] = LineField(lines=lines)
        self.order_fields(self.field_order)


class DishonourForm(StepForm):
    """What was not paid, and which of what it had paid is open again first."""

    range = RangeField(help_text=_("A narrower range is split off; the rest stays as it is."))
    field_order = ("on", "range", "allocations", "note")

    def __init__(self, *values: Any, paid: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        if len(paid) > 1:
            self.fields["allocations"] = forms.TypedMultipleChoiceField(
                label=_("Open again first"),
                choices=paid,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Nothing marked: what was allocated last."),
            )
        self.order_fields(self.field_order)


class RecoverForm(StepForm):
    """What came in recourse."""

    payer = forms.CharField(label=_("Paid by"), max_length=200)
    field_order = ("payer", "receipt", "amount", "on", "note")

    def __init__(self, *values: Any, known: Sequence[BankMoney], **options: Any) -> None:
        super().__init__(*values, **options)
        if known:
            self.fields["receipt"] = forms.TypedChoiceField(
                label=_("The money is a receipt already"),
                choices=[("", _("no, it is entered now")), *((one.id, _line(one)) for one in known)],
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.fields["amount"] = MoneyField(
            label=_("What came in"), required=False, help_text=_("Not needed for money that is a receipt already.")
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A receipt or an amount. Raises ValidationError."""
        typed = super().clean() or self.cleaned_data
        if not self.errors and not typed.get("receipt") and not typed.get("amount"):
            self.add_error("amount", _("Say how much came in, or choose the receipt that it is."))
        return typed


class LinkForm(StepForm):
    """The bank line of what was booked before."""

    field_order = ("line", "on")

    def __init__(self, *values: Any, lines: Sequence[BankMoney], **options: Any) -> None:
        super().__init__(*values, **options)
        del self.fields["note"]
        self.fields["line"] = LineField(lines=lines, required=True)
        self.order_fields(self.field_order)


def _line(one: BankMoney) -> str:
    amount = format_amount(minor=one.unapplied_minor, currency=one.currency)
    return f"{one.received_on.isoformat()} · {amount} · {one.payer_name or one.reference}"[:120]
