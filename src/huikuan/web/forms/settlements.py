"""Forms of plans to pay: a plan, the signed paper, a decision, offers to compare, the policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.text_amounts import format_amount
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.settlements.rules.offers import WHOLE_CHANCE, Offer
from huikuan.settlements.rules.plans import (
    MOST_INSTALMENTS,
    InterestRule,
    Kind,
    PlanDraft,
    equal_parts,
    two_parts,
)
from huikuan.settlements.rules.policy import MOST_GRACE, MOST_RATE, MOST_REASONABLE
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import settlements as words

OFFERS = (1, 2, 3)


class PlanForm(forms.Form):
    """A plan: which items, in which form, from which day on."""

    kind = forms.ChoiceField(label=_("Form"), choices=named_choices(names=words.KINDS))
    first = DayField(label=_("First payment by"))
    number = forms.IntegerField(label=_("Number of instalments"), min_value=1, max_value=MOST_INSTALMENTS, initial=3)
    months = forms.IntegerField(label=_("Months between them"), min_value=1, max_value=12, initial=1)
    interest = forms.ChoiceField(label=_("Late-payment interest"), choices=named_choices(names=words.INTEREST_RULES))
    rest_day = DayField(label=_("The rest by"), required=False, help_text=_("Only for part now, the rest later."))
    text = forms.CharField(
        label=_("Further terms"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Printed on the agreement as they stand here."),
    )  # fmt: skip

    def __init__(self, *values: Any, items: Sequence[ReceivableRow], currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.known = {str(item.id): item.parts.outstanding for item in items}
        self.currency = currency
        named = [(str(item.id), _item_name(item)) for item in items]
        boxes = forms.CheckboxSelectMultiple
        self.fields["items"] = forms.MultipleChoiceField(
            label=_("Which items, each whole"), choices=named, widget=boxes
        )
        less = MoneyField(currency=currency, label=_("Given up once all came in time"), required=False, least_minor=0)
        now = MoneyField(currency=currency, label=_("First payment"), required=False)
        now.help_text = _("Only for part now, the rest later.")
        self.fields |= {"discount": less, "now": now}

    def clean(self) -> dict[str, Any]:
        """What a form of settlement needs. Raises ValidationError."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") == Kind.PART_AND_REST.value and not (typed.get("now") and typed.get("rest_day")):
            raise ValidationError(_("Say how much is paid now, and by which day the rest."))
        return typed

    def draft(self, *, customer_id: int, company_id: int, today: date) -> PlanDraft:
        """The plan that was typed; its instalments split what is open of the items without the discount."""
        typed = self.cleaned_data
        kind, discount = Kind(typed["kind"]), typed["discount"] or 0
        total = sum(self.known[pk] for pk in typed["items"]) - discount
        number = 1 if kind is Kind.DISCOUNT_FOR_PAYMENT else typed["number"]
        parts = (
            two_parts(total_minor=total, first=typed["first"], now_minor=typed["now"], rest_day=typed["rest_day"])
            if kind is Kind.PART_AND_REST
            else equal_parts(total_minor=max(0, total), first=typed["first"], number=number, months=typed["months"])
        )
        return PlanDraft(
            customer_id=customer_id,
            company_id=company_id,
            currency=self.currency,
            kind=kind,
            receivable_ids=tuple(int(pk) for pk in typed["items"]),
            parts=parts,
            begins_on=today,
            discount_minor=discount,
            interest=InterestRule(typed["interest"]),
            text=typed["text"],
        )


class PlanActForm(forms.Form):
    """Why."""

    note = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DemandForm(forms.Form):
    """A demand of the arrears: the day it reached the buyer, how, and what proves it."""

    on = DayField(label=_("Demand received on"))
    note = forms.CharField(label=_("How it was demanded"), max_length=500)
    file = forms.FileField(label=_("What proves it: courier's stub, receipt with seal"), validators=[small_enough])


class SignedForm(forms.Form):
    """The signed paper."""

    by = forms.CharField(label=_("Signed by"), max_length=150)
    on = DayField(label=_("Signed on"))
    file = forms.FileField(label=_("The signed paper"), validators=[small_enough])


class CompareForm(forms.Form):
    """Waiting against up to three offers: payments from a day on, and the chance that they come, in percent."""

    def __init__(self, *values: Any, rate_permyriad: int, currency: str = "CNY", **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["rate"] = forms.DecimalField(
            label=_("Capital rate, % a year"), min_value=0, max_value=100, decimal_places=2,
            initial=f"{rate_permyriad // 100}.{rate_permyriad % 100:02}",
        )  # fmt: skip
        for place in (0, *OFFERS):
            needed = place < 2
            chance = forms.IntegerField(label=_("Chance, %"), min_value=0, max_value=100, required=needed)
            number = forms.IntegerField(label=_("Payments"), min_value=1, max_value=MOST_INSTALMENTS, initial=1)
            number.required = False
            self.fields |= {
                f"amount_{place}": MoneyField(currency=currency, label=_("Amount"), required=needed),
                f"first_{place}": DayField(label=_("First by"), required=needed),
                f"number_{place}": number,
                f"chance_{place}": chance,
            }

    @property
    def rate_permyriad(self) -> int:
        """The capital rate in hundredths of a percent."""
        return int(self.cleaned_data["rate"] * 100)

    def lines(self) -> tuple[tuple[str, Any, Any, Any, Any], ...]:
        """The fields of waiting and of each offer, for the template."""
        names = (_("Going on waiting"), *(_("Offer %(number)s") % {"number": place} for place in OFFERS))
        parts = ("amount", "first", "number", "chance")
        return tuple((name, *(self[f"{part}_{place}"] for part in parts)) for place, name in enumerate(names))  # type: ignore[misc]

    def offer(self, place: int) -> Offer | None:
        """What was typed in a line; None for one that is not whole."""
        typed = self.cleaned_data
        amount, first = typed.get(f"amount_{place}"), typed.get(f"first_{place}")
        chance = typed.get(f"chance_{place}")
        if amount is None or first is None or chance is None:
            return None
        parts = equal_parts(total_minor=amount, first=first, number=typed.get(f"number_{place}") or 1)
        return Offer(str(place), parts, chance * WHOLE_CHANCE // 100)


class HundredthsField(forms.DecimalField):
    """A rate typed in per cent, to two decimals, and kept in hundredths of one."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(min_value=0, max_value=Decimal(most).scaleb(-2), decimal_places=2, **options)

    def prepare_value(self, value: Any) -> Any:
        """Hundredths as per cent; what was typed stays as it is."""
        return Decimal(value).scaleb(-2) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Hundredths of a per cent."""
        found = super().clean(value)
        return None if found is None else int(found.scaleb(2))


class SettlementPolicyForm(forms.Form):
    """The next version of the policy."""

    grace_days = forms.IntegerField(label=_("Grace, business days"), min_value=0, max_value=MOST_GRACE)
    capital_rate_permyriad = HundredthsField(label=_("Capital rate a year, per cent"), most=MOST_RATE)
    free_minor = MoneyField(label=_("Without approval up to"), least_minor=0)
    free_loss_minor = MoneyField(label=_("… where at most so much is lost"), least_minor=0)
    tier_loss_minor = MoneyField(label=_("The highest tier decides from a loss above"), least_minor=0)
    reasonable_days = forms.IntegerField(
        label=_("Reasonable time after a demand, days"), min_value=1, max_value=MOST_REASONABLE
    )
    source = forms.CharField(label=_("Source"), max_length=300)


def _item_name(item: ReceivableRow) -> str:
    number = f"{item.invoice_number} ({item.sequence})" if item.sequence > 1 else item.invoice_number
    due = item.due_date.isoformat() if item.due_date else ""
    amount = format_amount(minor=item.parts.outstanding, currency=item.currency)
    return " · ".join(part for part in (number, due, amount) if part)
