"""Rows of a contract's form: milestones with their explicit due rule, items; empty rows are no rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.contracts.rules.terms import Item, MilestoneKind, MilestoneTerm, Trigger
from huikuan.kernel.calendar import HolidayRoll
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, format_micros, parse_micros, rounded_half_up
from huikuan.kernel.text_faults import TextFault
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import contracts as words
from huikuan.wording.calculators import ANCHORS, ROLLS
from huikuan.wording.sentences import sentence

PPM_PER_PERCENT = 10_000
_MICROS_PER_PPM = MICRO // PPM_PER_PERCENT


class MicrosField(forms.CharField):
    """A number of up to six decimals as millionths; nothing is rounded."""

    def clean(self, value: Any) -> int | None:
        """Millionths, None for an empty optional field. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        micros = parse_micros(text=text)
        if isinstance(micros, TextFault):
            raise ValidationError(sentence(code=f"TYPED_{micros.code.value}", parameters={"value": micros.value}))
        if micros < 0:
            raise ValidationError(_("Not negative."))
        return micros

    def prepare_value(self, value: Any) -> Any:
        """Millionths as a person would type them."""
        return format_micros(micros=value) if isinstance(value, int) else value


class PercentField(MicrosField):
    """A percentage of up to four decimals as millionths of the whole."""

    def clean(self, value: Any) -> int | None:
        """Millionths of the whole. Raises ValidationError."""
        micros = super().clean(value)
        if micros is None:
            return None
        if micros % _MICROS_PER_PPM:
            raise ValidationError(_("A percentage has up to four decimals."))
        if not 0 < micros <= 100 * MICRO:
            raise ValidationError(_("A percentage lies above 0 and is at most 100."))
        return micros // _MICROS_PER_PPM

    def prepare_value(self, value: Any) -> Any:
        """Millionths of the whole as a percentage."""
        return format_micros(micros=value * _MICROS_PER_PPM) if isinstance(value, int) else value


class MilestoneForm(forms.Form):
    """One payment of the plan."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title = forms.CharField(label=_("What is paid"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=words.MILESTONE_KINDS), required=False)
    trigger = forms.ChoiceField(label=_("When it fires"), choices=named_choices(names=words.TRIGGERS), required=False)
    share = PercentField(label=_("Percent"), max_length=12, required=False)
    expected_on = DayField(label=_("Expected on"), required=False)
    progress = forms.IntegerField(label=_("From progress (‰)"), required=False, min_value=1, max_value=1000)
    anchor = forms.ChoiceField(label=_("Term runs from"), choices=named_choices(names=ANCHORS), required=False)
    roll = forms.ChoiceField(label=_("Counted from"), choices=named_choices(names=ROLLS), required=False)
    fixed_day = forms.IntegerField(label=_("Day of the month"), required=False, min_value=1, max_value=31)
    months = forms.IntegerField(label=_("Term in months"), required=False, min_value=0, max_value=120)
    days = forms.IntegerField(label=_("Term in days"), required=False, min_value=0, max_value=3660)
    grace = forms.IntegerField(label=_("Days of grace"), required=False, min_value=0, max_value=366)
    holiday = forms.ChoiceField(
        label=_("If a day off"), choices=named_choices(names=words.HOLIDAY_ROLLS), required=False
    )
    held_from = forms.ChoiceField(
        label=_("Retention is earned by"),
        choices=named_choices(names=words.TRIGGERS, codes=("ACCEPTANCE", "DELIVERY")),
        required=False,
    )
    release_condition = forms.CharField(label=_("Released when"), max_length=200, required=False)

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("or amount"), currency=currency, required=False)
        self.fields["anchor"].initial = Anchor.MILESTONE.value

    @property
    def is_blank(self) -> bool:
        """Whether nobody filled the row in."""
        typed = self.cleaned_data
        return not typed.get("title") and typed.get("share") is None and typed.get("amount") is None

    def term(self) -> MilestoneTerm:
        """The row as a milestone."""
        typed = self.cleaned_data
        trigger, day = Trigger(typed["trigger"] or "DATE"), typed["expected_on"]
        kind = MilestoneKind(typed["kind"] or "PAYMENT")
        return MilestoneTerm(
            number=typed["number"] or 0,
            title=typed["title"].strip(),
            trigger=trigger,
            rule=self._rule(),
            share_ppm=typed["share"],
            amount_minor=typed["amount"],
            kind=kind,
            progress_permille=(typed["progress"] or 0) if trigger is Trigger.PROGRESS else 0,
            on=day if trigger is Trigger.DATE else None,
            expected_on=None if trigger is Trigger.DATE else day,
            held_from=Trigger(typed["held_from"] or "ACCEPTANCE"),
            release_condition=typed["release_condition"].strip() if kind is MilestoneKind.RETENTION else "",
        )

    def _rule(self) -> DueRule:
        typed = self.cleaned_data
        roll = Roll(typed["roll"] or "NONE")
        return DueRule(
            anchor=Anchor(typed["anchor"] or "MILESTONE"),
            roll=roll,
            fixed_day=typed["fixed_day"] if roll is Roll.FIXED_DAY else None,
            months=typed["months"] or 0,
            days=typed["days"] or 0,
            grace_days=typed["grace"] or 0,
            holiday_roll=HolidayRoll(typed["holiday"] or "NEXT"),
        )


class ItemForm(forms.Form):
    """One line of what is sold; the amount is quantity times unit price unless it is typed."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    specification = forms.CharField(label=_("Specification"), max_length=200, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    quantity = MicrosField(label=_("Quantity"), max_length=40, required=False)
    unit_price = MicrosField(label=_("Unit price"), max_length=40, required=False)

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.currency = currency
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency, required=False)

    @property
    def is_blank(self) -> bool:
        """Whether nobody filled the row in."""
        return not any(self.cleaned_data.get(name) for name in ("name", "quantity", "unit_price", "amount"))

    def item(self) -> Item:
        """The row as an item."""
        typed = self.cleaned_data
        quantity, price = typed["quantity"] or 0, typed["unit_price"] or 0
        return Item(
            name=typed["name"].strip(),
            specification=typed["specification"].strip(),
            unit=typed["unit"].strip(),
            quantity_micros=quantity,
            unit_price_micros=price,
            amount_minor=self._product(quantity, price) if typed["amount"] is None else typed["amount"],
        )

    def _product(self, quantity: int, price: int) -> int:
        decimals = exponent_of(currency=self.currency)
        minor_units = 10 ** (2 if decimals is None else decimals)
        return rounded_half_up(numerator=quantity * price * minor_units, denominator=MICRO**2)


MILESTONES = forms.formset_factory(MilestoneForm, extra=1, max_num=60, absolute_max=60)
ITEMS = forms.formset_factory(ItemForm, extra=2, max_num=200, absolute_max=200)


def milestone_initial(*, term: MilestoneTerm) -> dict[str, Any]:
    """A milestone as its row of the form."""
    rule = term.rule
    return {
        "number": term.number,
        "title": term.title,
        "kind": term.kind.value,
        "trigger": term.trigger.value,
        "share": term.share_ppm,
        "amount": term.amount_minor,
        "expected_on": term.on or term.expected_on,
        "progress": term.progress_permille or None,
        "anchor": rule.anchor.value,
        "roll": rule.roll.value,
        "fixed_day": rule.fixed_day,
        "months": rule.months or None,
        "days": rule.days or None,
        "grace": rule.grace_days or None,
        "holiday": rule.holiday_roll.value,
        "held_from": term.held_from.value,
        "release_condition": term.release_condition,
    }


def item_initial(*, item: Item) -> dict[str, Any]:
    """An item as its row of the form."""
    return {
        "name": item.name,
        "specification": item.specification,
        "unit": item.unit,
        "quantity": item.quantity_micros,
        "unit_price": item.unit_price_micros,
        "amount": item.amount_minor,
    }
