"""What the calculators ask, read from the address; every fault worded at its field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.contracts.due_rules import MOST_DAYS, MOST_GRACE_DAYS, MOST_MONTHS, DueRule, Roll
from huikuan.contracts.statutory import Buyer, Case, Seller
from huikuan.kernel.amount_words import CapitalsFault, is_capital_amount, parse_capitals
from huikuan.kernel.bill_dates import parse_bill_date
from huikuan.kernel.calendar import HolidayRoll
from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_dates import DateOrder, parse_date
from huikuan.kernel.text_faults import TextFault
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording.calculators import BUYERS, ROLLS, SELLERS
from huikuan.wording.sentences import sentence

LONGEST_CODE = 60


def _days(label: Any, most: int = MOST_DAYS, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, **options)


class CodeForm(forms.Form):
    """A unified social credit code."""

    code = forms.CharField(label=_("Unified social credit code"), max_length=LONGEST_CODE)


class DueForm(forms.Form):
    """A payment term in its parts."""

    start = DayField(label=_("The day the term runs from"))
    roll = forms.ChoiceField(label=_("Counted from"), choices=named_choices(names=ROLLS), required=False)
    fixed_day = forms.IntegerField(label=_("Which day of the month"), required=False)
    months = _days(_("Months of the term"), MOST_MONTHS)
    days = _days(_("Days of the term"))
    grace = _days(_("Days of grace"), MOST_GRACE_DAYS)
    stays = forms.BooleanField(label=_("A last day that is a day off stays"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of months and days, and a rule that can be computed."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        if (typed["months"] is None) == (typed["days"] is None):
            self.add_error("days", sentence(code="RULE_NO_TERM", parameters={}))
        for fault in self.rule.faults:
            field = "fixed_day" if fault.value.startswith("FIXED_DAY") else "days"
            self.add_error(field, sentence(code=f"RULE_{fault}", parameters={}))
        return typed

    @property
    def rule(self) -> DueRule:
        """The rule that was typed."""
        typed = self.cleaned_data
        return DueRule(
            roll=Roll(typed.get("roll") or Roll.NONE),
            fixed_day=typed.get("fixed_day"),
            months=typed.get("months") or 0,
            days=typed.get("days") or 0,
            grace_days=typed.get("grace") or 0,
            holiday_roll=HolidayRoll.NONE if typed.get("stays") else HolidayRoll.NEXT,
        )


class TermForm(forms.Form):
    """A sale, for the payment term the law sets."""

    buyer = forms.ChoiceField(label=_("Who buys"), choices=named_choices(names=BUYERS))
    seller = forms.ChoiceField(label=_("Who sells"), choices=named_choices(names=SELLERS))
    delivered = DayField(label=_("Delivered on"))
    contract_days = _days(_("Days of the contract"))
    accept_within = _days(_("Days of inspection agreed"))
    accepted = DayField(label=_("Accepted on"), required=False)
    signed = DayField(label=_("Contract signed on"), required=False)
    agreed_rate = MoneyField(label=_("Agreed late interest, % a year"), least_minor=0, required=False)
    pay_when_paid = forms.BooleanField(label=_("Payment waits for a third party's payment"), required=False)
    reasonable = forms.BooleanField(label=_("A longer term was found reasonable"), required=False)

    def clean(self) -> dict[str, Any]:
        """Days that do not contradict each other."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for fault in self.case.faults:
                field = "signed" if fault.value.startswith("SIGNED") else "accepted"
                self.add_error(field, sentence(code=f"CASE_{fault}", parameters={}))
        return typed

    @property
    def case(self) -> Case:
        """The sale that was typed; percents have two places, so hundredths are basis points."""
        typed = self.cleaned_data
        return Case(
            buyer=Buyer(typed["buyer"]),
            seller=Seller(typed["seller"]),
            delivered=typed["delivered"],
            contract_days=typed.get("contract_days"),
            accept_within=typed.get("accept_within"),
            accepted=typed.get("accepted"),
            pay_when_paid=bool(typed.get("pay_when_paid")),
            agreed_rate_bp=typed.get("agreed_rate"),
            signed=typed.get("signed"),
            is_reasonable=bool(typed.get("reasonable")),
        )


class CapitalsForm(forms.Form):
    """An amount or the day of a bill, in figures or in capitals."""

    amount = forms.CharField(label=_("Amount or day, in figures or in capitals"), max_length=80)

    def clean_amount(self) -> int | date:
        """Minor units or a day, whichever was typed; a fault in capitals is said with its reason and place."""
        text = self.cleaned_data["amount"]
        minor = (
            parse_amount(text=text, currency="CNY") if not is_capital_amount(text=text) else parse_capitals(text=text)
        )
        if not isinstance(minor, TextFault):
            return minor
        day = parse_bill_date(text=text) if "月" in text else _day_of(text)
        if isinstance(day, date):
            return day
        if isinstance(minor, CapitalsFault):
            parameters: dict[str, str | int] = {"position": minor.position, "value": minor.value}
            raise forms.ValidationError(sentence(code=f"WORDS_{minor.reason}", parameters=parameters))
        told = _("%(text)s is no amount. Type 1234.50 or 壹仟贰佰叁拾肆元伍角.")
        raise forms.ValidationError(told, params={"text": text})


def _day_of(text: str) -> date | TextFault:
    return parse_date(text=text, date_order=DateOrder.YMD)
