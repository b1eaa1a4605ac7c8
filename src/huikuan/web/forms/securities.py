"""Forms of security: recording one, what happens to it, its documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.text_amounts import parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.securities.rules import WHOLE, Haircuts, Scope, SecurityDraft, SecurityKind
from huikuan.web.forms.fields import CurrencyField, DayField, Label, MoneyField, named_choices
from huikuan.web.forms.openings import refuse_large
from huikuan.wording.securities import SCOPES, SECURITY_KINDS
from huikuan.wording.sentences import sentence

UNREGISTERED = "unregistered_title"


class SecurityForm(forms.Form):
    """A security as it was given."""

    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=SECURITY_KINDS))
    amount = forms.CharField(
        label=_("Amount"), max_length=60, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    currency = CurrencyField(label=_("Currency"), initial="CNY")
    valid_from = DayField(label=_("Valid from"))
    valid_through = DayField(label=_("Valid through"), required=False)
    giver = forms.CharField(label=_("Guarantor or bank"), max_length=200, required=False)
    document_number = forms.CharField(label=_("Number of the document"), max_length=100, required=False)
    scope = forms.ChoiceField(label=_("What it covers"), choices=named_choices(names=SCOPES))
    contract_number = forms.CharField(label=_("Contract number"), max_length=100, required=False)
    invoice_numbers = forms.CharField(
        label=_("Invoice numbers"), max_length=4000, required=False, help_text=_("Several with commas between.")
    )
    is_registered = forms.BooleanField(label=_("Registered (retention of title)"), required=False)
    principal_due = DayField(
        label=_("The debt falls due on"), required=False, help_text=_("The guarantor's six months run from then.")
    )
    guarantee_through = DayField(label=_("Liability agreed through"), required=False)
    until_paid = forms.BooleanField(label=_("The document says: until paid in full"), required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """The amount in the currency that was typed."""
        typed: dict[str, Any] = super().clean() or {}
        currency = typed.get("currency", "")
        if "amount" in typed and exponent_of(currency=currency) is not None:
            minor = parse_amount(text=typed["amount"], currency=currency)
            if isinstance(minor, TextFault):
                self.add_error("amount", sentence(code=f"TYPED_{minor.code.value}", parameters={"value": minor.value}))
            else:
                typed["amount_minor"] = minor
        return typed

    def draft(self, *, customer_id: int, company_id: int | None) -> SecurityDraft:
        """The security that was typed."""
        typed = self.cleaned_data
        same = ("currency", "valid_from", "valid_through", "giver", "document_number", "contract_number", "note")
        clock = ("is_registered", "principal_due", "guarantee_through", "until_paid", "amount_minor")
        numbers = tuple(one.strip() for one in re.split(r"[,，;；\s]+", typed["invoice_numbers"]) if one.strip())
        return SecurityDraft(
            customer_id=customer_id,
            company_id=company_id,
            kind=SecurityKind(typed["kind"]),
            scope=Scope(typed["scope"]),
            invoice_numbers=numbers,
            **{name: typed[name] for name in (*same, *clock)},
        )


class HappenedForm(forms.Form):
    """What happened to a security, on which day."""

    on = DayField(label=_("On"))
    note = forms.CharField(label=_("What happened"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ExtendForm(HappenedForm):
    """A later last day."""

    valid_through = DayField(label=_("Valid through"))


class RealiseForm(HappenedForm):
    """What came in."""

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("What came in"), currency=currency, least_minor=0)


class HaircutsForm(forms.Form):
    """The next version of how many per cent of each kind count, to one decimal."""

    source = forms.CharField(label=_("Who decided it, and when"), max_length=400)

    def __init__(self, *values: Any, before: Haircuts, **options: Any) -> None:
        super().__init__(*values, **options)
        for kind in SecurityKind:
            self.fields[kind.value.lower()] = _share(SECURITY_KINDS[kind.value], before.shares.get(kind, 0))
        self.fields[UNREGISTERED] = _share(_("Retention of title, not registered"), before.unregistered_title_share)

    @property
    def shares(self) -> Iterator[forms.BoundField]:
        """The shares in the order of the kinds, that of unregistered title last."""
        return (self[name] for name in (*(kind.value.lower() for kind in SecurityKind), UNREGISTERED))

    def haircuts(self, *, number: int) -> Haircuts:
        """The version that was typed, over the version `number` that the editor saw."""
        typed = {name: int(value.scaleb(1)) for name, value in self.cleaned_data.items() if name != "source"}
        shares = {kind: typed[kind.value.lower()] for kind in SecurityKind}
        return Haircuts(number, shares, typed[UNREGISTERED], self.cleaned_data["source"])


class SecurityFileForm(forms.Form):
    """A document of a security."""

    file = forms.FileField(label=_("File"))

    def clean_file(self) -> Any:
        """A file of at most 20 MB. Raises ValidationError."""
        return refuse_large(file=self.cleaned_data["file"])


def _share(label: Label, permille: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=str(label),
        min_value=0,
        max_value=WHOLE // 10,
        decimal_places=1,
        max_digits=4,
        initial=Decimal(permille).scaleb(-1),
        help_text=_("per cent"),
    )
