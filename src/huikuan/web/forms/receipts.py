"""Forms about money received: allocating it, paying it back, taking it back, entering it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.receipts.operations.allocating import Share
from huikuan.receipts.rules import ENTERED_ELSEWHERE, NotReceiptReason, ReceiptMethod
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import names

if TYPE_CHECKING:
    from huikuan.web.pages.spreading import Filling

SHARE = "share_"


class AllocationForm(forms.Form):
    """How much of a receipt goes to which open item."""

    def __init__(
        self,
        *values: Any,
        items: Sequence[ReceivableRow],
        currency: str,
        filling: Filling | None = None,
        **options: Any,
    ) -> None:
        if filling is not None:
            options["initial"] = {f"{SHARE}{pk}": minor for pk, minor in filling.shares.items()}
        super().__init__(*values, **options)
        self.items = tuple(items)
        self.filling = filling
        for item in items:
            field = MoneyField(label=item.invoice_number, currency=currency, required=False, least_minor=0)
            field.widget.attrs |= {"data-share": "", "class": "share", "aria-label": item.invoice_number}
            self.fields[f"{SHARE}{item.id}"] = field

    @property
    def rows(self) -> list[tuple[ReceivableRow, forms.BoundField, str]]:
        """Each open item with its field, and why it stands where it stands if an order filled it."""
        why = self.filling.why if self.filling else {}
        return [(item, self[f"{SHARE}{item.id}"], why.get(item.id, "")) for item in self.items]

    def clean(self) -> dict[str, Any]:
        """At least one amount. Raises ValidationError."""
        typed = super().clean() or self.cleaned_data
        if not self.errors and not any(typed.get(f"{SHARE}{item.id}") for item in self.items):
            raise ValidationError(_("Say at least one amount."))
        return typed

    def shares(self) -> tuple[Share, ...]:
        """What was typed, item by item."""
        typed = ((item.id, self.cleaned_data.get(f"{SHARE}{item.id}")) for item in self.items)
        return tuple(Share(pk, minor) for pk, minor in typed if minor)


class RefundForm(forms.Form):
    """Money to pay back."""

    effective_date = DayField(label=_("On"))
    field_order = ("amount", "effective_date")

    def __init__(self, *values: Any, currency: str, **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["amount"] = MoneyField(label=_("Amount"), currency=currency)
        self.order_fields(self.field_order)


class BounceForm(forms.Form):
    """Why and when money went back."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=named_choices(names=names.TAKE_BACK_REASONS, codes=("BOUNCED", "ENTERED_WRONGLY"))
    )
    effective_date = DayField(label=_("On"))


class NoReceiptForm(forms.Form):
    """Why a bank line is no customer's money."""

    reason = forms.ChoiceField(
        label=_("What it is"),
        choices=named_choices(names=names.NOT_RECEIPT_REASONS, codes=[one.value for one in NotReceiptReason]),
    )


class ReceiptForm(forms.Form):
    """Money to enter by hand."""

    received_on = DayField(label=_("Received"))
    method = forms.ChoiceField(
        label=_("Means"),
        choices=named_choices(
            names=names.METHODS, codes=[one.value for one in ReceiptMethod if one not in ENTERED_ELSEWHERE]
        ),
        help_text=_("Bills, vouchers and set-off have pages of their own."),
    )
    payer_name = forms.CharField(label=_("Payer"), max_length=200, required=False)
    reference = forms.CharField(label=_("Reference"), max_length=500, required=False)
    field_order = ("amount", "received_on", "method", "taken_by", "payer_name", "reference")

    def __init__(self, *values: Any, currency: str, colleagues: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["taken_by"] = forms.TypedChoiceField(
            label=_("Cash taken by"),
            choices=[("", _("nobody: it is in our till")), *colleagues],
            coerce=int,
            empty_value=None,
            required=False,
            help_text=_("A claim on this colleague until a bank line shows the money."),
        )
        self.fields["amount"] = MoneyField(label=_("Amount (%(currency)s)") % {"currency": currency}, currency=currency)
        self.order_fields(self.field_order)


class NarrowForm(forms.Form):
    """Days a list of receipts is narrowed to."""

    received_from = DayField(label=_("Received from"), required=False)
    received_before = DayField(label=_("Received before"), required=False)
