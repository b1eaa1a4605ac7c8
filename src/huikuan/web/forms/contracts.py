"""Forms of contracts: entering and changing one, signing, an event, taking one back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huikuan.contracts.operations.happening import EventDraft
from huikuan.contracts.rules.judging import faults_of
from huikuan.contracts.rules.plan import NotTheAmount, amounts_of
from huikuan.contracts.rules.terms import Clauses, LateBasis, Parties, Settlement, Sizes, Terms, Trigger
from huikuan.interest.rules.bases import PARTS_PER_BP, PARTS_PER_PPM, Rate, agreed_rate
from huikuan.kernel.currencies import exponent_of
from huikuan.web.forms.contract_rows import ITEMS, MILESTONES, item_initial, milestone_initial
from huikuan.web.forms.fields import CurrencyField, DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.web.forms.interest_calculator import RATE_HELP, RateField, rate_typed
from huikuan.web.refusal_words import worded
from huikuan.wording import contracts as words
from huikuan.wording.calculators import BUYERS, SELLERS

_LONG = forms.Textarea(attrs={"rows": 3})
NEW_ROWS = 3
"""So many empty milestones a new contract begins with."""


class LateRateField(RateField):
    """A late-payment rate as finely as a contract keeps it."""

    def clean(self, value: Any) -> Rate | None:
        """The rate. Raises ValidationError."""
        rate = super().clean(value)
        if rate is not None and rate.parts % (PARTS_PER_PPM if rate.is_daily else PARTS_PER_BP):
            raise forms.ValidationError(
                _("A contract keeps two decimals of a per cent a year, four of a per cent a day.")
            )
        return rate


class ContractForm(forms.Form):
    """Everything a contract says; `terms` once it is valid."""

    number = forms.CharField(label=_("Contract number"), max_length=60)
    title = forms.CharField(label=_("Subject of the contract"), max_length=200)
    currency = CurrencyField(label=_("Currency"))
    end_user = forms.CharField(label=_("End user"), max_length=200, required=False)
    guarantor = forms.CharField(label=_("Guarantor"), max_length=200, required=False)
    our_signatory = forms.CharField(label=_("Signed for us by"), max_length=100, required=False)
    their_signatory = forms.CharField(label=_("Signed for the customer by"), max_length=100, required=False)
    agreement = forms.CharField(label=_("Settlement agreement"), max_length=1000, widget=_LONG, required=False)
    place = forms.CharField(label=_("Place of payment"), max_length=200, required=False)
    means = forms.CharField(label=_("Means of payment"), max_length=200, required=False)
    acceptance_standard = forms.CharField(label=_("Acceptance standard"), max_length=300, required=False)
    acceptance_method = forms.CharField(label=_("Acceptance method"), max_length=300, required=False)
    inspection_days = forms.IntegerField(label=_("Days of inspection"), required=False, min_value=0, max_value=3660)
    buyer = forms.ChoiceField(label=_("The buyer is"), choices=named_choices(names=BUYERS), initial="OTHER")
    seller = forms.ChoiceField(label=_("We are"), choices=named_choices(names=SELLERS), initial="LARGE")
    declared_on = DayField(label=_("Told the buyer so on"), required=False)
    discount_permille = forms.IntegerField(label=_("Discount (‰)"), required=False, min_value=0, max_value=1000)
    discount_days = forms.IntegerField(label=_("if paid within days"), required=False, min_value=0, max_value=3660)
    late_basis = forms.ChoiceField(label=_("Late payment"), choices=named_choices(names=words.LATE_BASES))
    late_rate = LateRateField(label=_("Agreed rate, per cent a year"), required=False, help_text=RATE_HELP)
    partial_payment = forms.CharField(label=_("Partial payment clause"), max_length=300, required=False)
    acceleration = forms.BooleanField(label=_("The whole price falls due on arrears"), required=False)
    title_retained = forms.BooleanField(label=_("Title stays with us until paid"), required=False)
    pays_when_paid = forms.BooleanField(label=_("Paid only when a third party pays"), required=False)
    long_term_reasonable = forms.BooleanField(label=_("A term beyond the law is reasonable here"), required=False)
    is_construction = forms.BooleanField(label=_("A construction contract"), required=False)
    silence_days = forms.IntegerField(
        label=_("Days after which silence agrees to a statement"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("Only where the contract says so; empty otherwise."),
    )
    note = forms.CharField(label=_("Note"), max_length=1000, widget=_LONG, required=False)
    reason = forms.CharField(label=_("Why it is amended"), max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, currency: str, shape: str = "new", **options: Any) -> None:
        super().__init__(data, **options)
        typed = str(data.get("currency", "")).upper() if data else ""
        used = typed if exponent_of(currency=typed) is not None else currency
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=used)
        self.fields["currency"].initial = currency
        if shape != "amendment":
            del self.fields["reason"]
        if shape != "new":
            del self.fields["number"]
        initial = options.get("initial") or {}
        milestones, items = initial.get("milestones"), initial.get("items")
        shape_of_rows = {"currency": used}
        self.milestones = MILESTONES(data, prefix="m", initial=milestones, form_kwargs=shape_of_rows)
        self.items = ITEMS(data, prefix="i", initial=items, form_kwargs=shape_of_rows)
        self.terms: Terms | None = None

    def clean(self) -> dict[str, Any]:
        """The terms, or every fault of them above the form."""
        typed = super().clean() or self.cleaned_data
        rows_fit = all([self.milestones.is_valid(), self.items.is_valid()])
        if not rows_fit:
            self.add_error(None, _now("Some rows cannot be read; the reason stands at each."))
        if rows_fit and not self.errors:
            self._judge(typed)
        return typed

    def amounts(self) -> tuple[int, ...]:
        """What the shares come to, minor units; empty while the plan does not sum."""
        if self.terms is None:
            return ()
        found = amounts_of(amount_minor=self.terms.amount_minor, milestones=self.terms.milestones)
        return () if isinstance(found, NotTheAmount) else found

    def _judge(self, typed: Mapping[str, Any]) -> None:
        terms = self._terms(typed)
        for fault in faults_of(terms=terms):
            code, told = fault.code, {"milestone": fault.milestone, "title": fault.title}
            if code == "MILESTONES_SUM":
                code = "MILESTONES_SUM_SHORT" if fault.missing_minor > 0 else "MILESTONES_SUM_OVER"
                told = {"minor": abs(fault.missing_minor), "currency": terms.currency}
            self.add_error(None, worded(code=code, parameters=told))
        self.terms = terms

    def _terms(self, typed: Mapping[str, Any]) -> Terms:
        return Terms(
            title=typed["title"].strip(),
            currency=typed["currency"],
            amount_minor=typed["amount"],
            milestones=tuple(row.term() for row in self.milestones if not row.is_blank),
            items=tuple(row.item() for row in self.items if not row.is_blank),
            parties=Parties(**_named(typed, Parties)),
            settlement=Settlement(**_named(typed, Settlement)),
            clauses=Clauses(
                **_named({**typed, **_late_rate(typed["late_rate"])}, Clauses)
                | {
                    "late_basis": LateBasis(typed["late_basis"]),
                    "discount_permille": typed["discount_permille"] or 0,
                    "discount_days": typed["discount_days"] or 0,
                    "silence_days": typed["silence_days"] or 0,
                }
            ),
            sizes=Sizes(**_named(typed, Sizes)),
            note=typed["note"],
        )


class SignForm(forms.Form):
    """On which day it was signed, and the paper."""

    signed_on = DayField(label=_("Signed on"))
    file = forms.FileField(label=_("Signed contract"), required=False, validators=[small_enough])


class EventForm(forms.Form):
    """What happened, who signed it, and the paper that proves it."""

    kind = forms.ChoiceField(
        label=_("The event"),
        choices=named_choices(names=words.TRIGGERS, codes=[code for code in words.TRIGGERS if code != "DATE"]),
    )
    happened_on = DayField(label=_("On"))
    progress = forms.IntegerField(label=_("Progress reached (‰)"), required=False, min_value=1, max_value=1000)
    signatory = forms.CharField(label=_("Signed by"), max_length=100, required=False)
    signatory_role = forms.CharField(label=_("in the role of"), max_length=100, required=False)
    is_deemed = forms.BooleanField(label=_("Nobody answered in time: deemed accepted"), required=False)
    invoice_number = forms.CharField(label=_("Number of the invoice"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    file = forms.FileField(label=_("Paper"), required=False, validators=[small_enough])

    def draft(self) -> EventDraft:
        """The event as typed."""
        typed, file = self.cleaned_data, self.cleaned_data["file"]
        kind = Trigger(typed["kind"])
        return EventDraft(
            kind=kind,
            happened_on=typed["happened_on"],
            progress_permille=(typed["progress"] or 0) if kind is Trigger.PROGRESS else 0,
            is_deemed=typed["is_deemed"] and kind is Trigger.ACCEPTANCE,
            signatory=typed["signatory"],
            signatory_role=typed["signatory_role"],
            note=typed["note"],
            file_name=file.name if file else "",
            file_content=file.read() if file else b"",
        )


class TakeEventBackForm(forms.Form):
    """On which day and why an event is taken back."""

    event_id = forms.IntegerField(widget=forms.HiddenInput)
    effective_date = DayField(label=_("On"))
    reason = forms.CharField(label=_("Why"), max_length=300)


def initial_of(*, terms: Terms) -> dict[str, Any]:
    """A contract as its form."""
    found: dict[str, Any] = {"title": terms.title, "currency": terms.currency, "amount": terms.amount_minor}
    for part in (terms.parties, terms.settlement, terms.clauses, terms.sizes):
        found |= {name: getattr(part, name) for name in part.__dataclass_fields__}
    rate = agreed_rate(yearly_bp=terms.clauses.late_rate_bp, daily_ppm=terms.clauses.late_daily_ppm)
    return found | {
        "late_rate": "" if rate is None else rate_typed(rate=rate),
        "note": terms.note,
        "milestones": [milestone_initial(term=term) for term in terms.milestones],
        "items": [item_initial(item=item) for item in terms.items],
    }


def blank_initial(*, today: date) -> dict[str, Any]:
    """What a new contract begins with: the usual payments, without percentages."""
    usual = (("DEPOSIT", "DATE"), ("PAYMENT", "DELIVERY"), ("PAYMENT", "ACCEPTANCE"))
    rows = [{"kind": kind, "trigger": trigger, "anchor": "MILESTONE", "days": 30} for kind, trigger in usual]
    rows[0]["days"] = 0
    return {"milestones": rows[:NEW_ROWS], "signed_on": today}


def _late_rate(rate: Rate | None) -> dict[str, int]:
    parts, is_daily = (0, False) if rate is None else (rate.parts, rate.is_daily)
    return {
        "late_rate_bp": 0 if is_daily else parts // PARTS_PER_BP,
        "late_daily_ppm": parts // PARTS_PER_PPM if is_daily else 0,
    }


def _named(typed: Mapping[str, Any], part: Any) -> dict[str, Any]:
    return {name: typed[name] for name in part.__dataclass_fields__}
