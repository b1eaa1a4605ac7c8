"""Forms about invoices: filters, entering one, lowering what is open, taking a posting back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import names


class NarrowForm(forms.Form):
    """Amount and days a list is narrowed to."""

    least = MoneyField(label=_("Open at least"), required=False)
    due_from = DayField(label=_("Due from"), required=False)
    due_before = DayField(label=_("Due before"), required=False)


class ReductionForm(forms.Form):
    """So much of an instalment will not be paid, and why."""

    receivable_id = forms.TypedChoiceField(label=_("Instalment"), coerce=int)
    effective_date = DayField(label=_("On"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *values: Any, currency: str, instalments: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["receivable_id"].choices = instalments  # type: ignore[attr-defined]
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)


class ShortPaymentForm(ReductionForm):
    """A difference the customer may keep."""

    reason = forms.ChoiceField(label=_("Reason"), choices=named_choices(names=names.SHORT_PAYMENT_REASONS))


class CreditNoteForm(forms.Form):
    """A credit note against an invoice."""

    number = forms.CharField(label=_("Number of the credit note"), max_length=60)
    issue_date = DayField(label=_("Issued"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)


class TakeBackForm(forms.Form):
    """On which day a posting is taken back."""

    posting_id = forms.IntegerField(widget=forms.HiddenInput)
    effective_date = DayField(label=_("On"))


class InvoiceForm(forms.Form):
    """An invoice to enter by hand, of one instalment."""

    number = forms.CharField(label=_("Invoice number"), max_length=60)
    issue_date = DayField(label=_("Issued"))
    due_date = DayField(label=_("Due"), required=False)
    contract = forms.CharField(label=_("Contract"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    field_order = ("number", "amount", "issue_date", "due_date", "contract", "note")

    def __init__(self, *values: Any, currency: str, today: date, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount (%(currency)s)") % {"currency": currency}, currency=currency)
        self.fields["issue_date"].initial = today
        self.order_fields(self.field_order)
