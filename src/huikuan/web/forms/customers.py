"""Forms about customers: taking one in, his class, contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.customers.tax_codes import HOME, read_tax_code
from huikuan.kernel.text_faults import TextFault
from huikuan.web.forms.fields import named_choices
from huikuan.wording import names
from huikuan.wording.sentences import sentence

_KINDS = ("CALL", "VISIT", "MEETING", "CHAT", "EMAIL", "LETTER", "NOTE", "SALES_HELP", "OPINION", "COMPLAINT")


class ClassForm(forms.Form):
    """The class a customer is put into."""

    customer_class = forms.ChoiceField(
        label=_("Customer class"),
        choices=named_choices(names=names.CUSTOMER_CLASSES),
        help_text=_("A customer's class decides which reminder policy holds for him."),
    )


class CustomerForm(ClassForm):
    """A customer to take in, with the person who pays."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    code = forms.CharField(label=_("Customer number"), max_length=60)
    tax_code = forms.CharField(label=_("Tax code"), max_length=30, required=False)
    country = forms.CharField(
        label=_("Country"), min_length=2, max_length=2, required=False, help_text=_("Two letters: CN, HK, DE")
    )
    terms_days = forms.IntegerField(label=_("Days of credit"), min_value=0, max_value=720, required=False)
    salesperson = forms.TypedChoiceField(label=_("Salesperson"), coerce=int, empty_value=None, required=False)
    contact_name = forms.CharField(label=_("Who pays the invoices"), max_length=100, required=False)
    contact_phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    contact_email = forms.EmailField(label=_("E-mail"), required=False)

    def clean(self) -> dict[str, Any]:
        """The tax code by the rules of the country. Raises ValidationError at its field."""
        typed: dict[str, Any] = super().clean() or {}
        typed["country"] = str(typed.get("country") or HOME).upper()
        read = read_tax_code(text=typed.get("tax_code", ""), country=typed["country"])
        if isinstance(read, TextFault):
            self.add_error("tax_code", sentence(code="CREDIT_CODE_WRONG", parameters={"value": read.value}))
        else:
            typed["tax_code"] = read.code
        return typed

    def __init__(self, *values: Any, sellers: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["customer_class"].required = False
        self.fields["salesperson"].choices = [("", "–"), *sellers]  # type: ignore[attr-defined]
