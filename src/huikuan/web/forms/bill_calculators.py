"""What the calculators about bills and payments ask, read from the address; every fault worded at its field."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.bills.rules.numbers import PACKAGE_MAX_MINOR, BillRange, RangeFault, range_of
from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_dates import DateOrder, parse_date
from huikuan.kernel.text_faults import TextFault
from huikuan.receipts.debt_order import Debt, Order
from huikuan.web.forms.bills import PercentField, RangeField
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording.debt_order import ORDERS
from huikuan.wording.sentences import sentence

MOST_DEBTS = 50
_CELLS = ("id", "due", "open", "secured", "rate", "costs", "interest")


class RangeForm(forms.Form):
    """A sub-range, or the amount that one is wanted for and where it begins."""

    range = RangeField(help_text=_("As printed, for example 1-100000."))
    amount = MoneyField(label=_("Or an amount"), required=False)
    start = forms.IntegerField(label=_("First unit of the amount"), min_value=1, max_value=10**12 - 1, required=False)

    def clean(self) -> dict[str, Any]:
        """The range that was typed, or the one of the amount. Adds what is wrong to its field."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        if (typed["range"] is None) == (typed["amount"] is None):
            self.add_error("range", _("Type a sub-range or an amount, one of the two."))
        elif typed["amount"] is not None:
            start = typed["start"] or 1
            found = range_of(start=start, end=start + min(typed["amount"], PACKAGE_MAX_MINOR + 1) - 1)
            if isinstance(found, RangeFault):
                self.add_error("amount", sentence(code=found.value, parameters={}))
            else:
                typed["range"] = found
        return typed

    @property
    def found(self) -> BillRange:
        """The range of a valid form."""
        return self.cleaned_data["range"]  # type: ignore[no-any-return]


class DiscountForm(forms.Form):
    """A bill that is sold to a bank before it matures."""

    face = MoneyField(label=_("Face of the bill"))
    rate = PercentField(label=_("Rate a year, per cent"))
    on = DayField(label=_("Discounted on"))
    matures = DayField(label=_("Matures"))
    is_other_city = forms.BooleanField(label=_("Paper bill of another city"), required=False)

    def clean(self) -> dict[str, Any]:
        """A bill that has not matured."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and typed["matures"] <= typed["on"]:
            self.add_error("matures", _("It has matured by then: nothing is left to discount."))
        return typed


class AllocateForm(forms.Form):
    """A payment and the debts it may settle, one a line."""

    payment = MoneyField(label=_("Amount of the payment"))
    as_of = DayField(label=_("Paid on"))
    order = forms.ChoiceField(label=_("Order of debts"), choices=named_choices(names=ORDERS), required=False)
    named = forms.CharField(label=_("Debt that the debtor named"), max_length=60, required=False)
    debts = forms.CharField(
        label=_("Debts, one a line"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Number, due day, principal, secured, interest rate in per cent, costs, interest: 101, 2026-02-09, 5000"
        ),
    )

    def clean_debts(self) -> tuple[Debt, ...]:
        """The debts. Raises ValidationError with line and reason."""
        lines = [line for line in self.cleaned_data["debts"].splitlines() if line.strip()]
        if len(lines) > MOST_DEBTS:
            raise forms.ValidationError(_("%(most)s lines at most."), params={"most": MOST_DEBTS})
        found = tuple(_debt(number, line) for number, line in enumerate(lines, 1))
        if len({one.id for one in found}) < len(found):
            raise forms.ValidationError(_("Two lines have the same number."))
        return found

    def clean(self) -> dict[str, Any]:
        """A debt that was named is one of them."""
        typed: dict[str, Any] = super().clean() or {}
        named = typed.get("named", "").strip()
        if not self.errors and named and named not in {one.id for one in typed["debts"]}:
            self.add_error("named", _("No line has this number."))
        return typed

    @property
    def order_asked(self) -> Order:
        """The order, that of the law where none was chosen."""
        return Order(self.cleaned_data["order"] or Order.STATUTORY)


def _debt(number: int, line: str) -> Debt:
    cells = dict(zip(_CELLS, (cell.strip() for cell in line.replace("，", ",").split(",")), strict=False))
    due = cells.get("due", "")
    day = parse_date(text=due, date_order=DateOrder.YMD) if due else None
    if not cells.get("id") or isinstance(day, TextFault):
        raise _at(number, due or line)
    return Debt(
        id=cells["id"][:60],
        due=day,
        open_minor=_minor(number, cells, "open"),
        secured_minor=_minor(number, cells, "secured"),
        annual_rate=_rate(number, cells.get("rate", "")),
        costs_minor=_minor(number, cells, "costs"),
        interest_minor=_minor(number, cells, "interest"),
    )


def _minor(number: int, cells: dict[str, str], name: str) -> int:
    text = cells.get(name, "")
    if not text and name != "open":
        return 0
    found = parse_amount(text=text, currency="CNY")
    if isinstance(found, TextFault) or found < 0:
        raise _at(number, text)
    return found


def _rate(number: int, text: str) -> Decimal:
    try:
        rate = Decimal(text.rstrip("%％ ") or 0)
    except InvalidOperation as error:
        raise _at(number, text) from error
    if not rate.is_finite() or not 0 <= rate <= 1_000:
        raise _at(number, text)
    return rate


def _at(number: int, value: str) -> forms.ValidationError:
    return forms.ValidationError(
        _("Line %(line)s: “%(value)s” cannot be read."), params={"line": number, "value": value[:60]}
    )
