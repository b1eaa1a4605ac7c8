"""Files to take in, and what people say about how a list is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.imports.rules import FIELDS, ImportKind, Options
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_dates import DateOrder
from huikuan.receipts.queries.bank_accounts import BankAccountRow
from huikuan.receipts.wallet_rules import AccountKind
from huikuan.web.forms.fields import CurrencyField, named_choices
from huikuan.wording.wallets import ACCOUNT_KINDS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST_FILE = 20 * 1024 * 1024
KINDS = (
    (ImportKind.RECEIVABLES.value, _("Open items or an ageing list (Excel, CSV)")),
    (ImportKind.INVOICES.value, _("List of invoices (Excel, CSV)")),
    (ImportKind.CUSTOMERS.value, _("List of customers (Excel, CSV)")),
    (ImportKind.PEOPLE.value, _("List of customers' people (Excel, CSV)")),
    (ImportKind.ORDERS.value, _("List of orders (Excel, CSV)")),
    (ImportKind.DELIVERIES.value, _("List of delivery notes (Excel, CSV)")),
    (ImportKind.ACCEPTANCES.value, _("List of acceptances (Excel, CSV)")),
)
FIELD_NAMES = {
    "paper_number": _("Number"),
    "paper_day": _("Day"),
    "order_number": pgettext_lazy("order", "Order"),
    "delivery_number": _("Delivery note"),
    "contract": _("Contract"),
    "item_code": _("Code"),
    "goods_name": _("Goods"),
    "specification": _("Specification"),
    "unit": _("Unit"),
    "quantity": _("Quantity"),
    "unit_price": _("Unit price"),
    "signed_on": _("Signed on"),
    "signatory": _("Signed by"),
    "signatory_role": _("In the role of"),
    "consigned": _("On consignment"),
    "accepted_quantity": pgettext_lazy("delivery", "Accepted"),
    "rejected_quantity": pgettext_lazy("delivery", "Rejected"),
    "reason": _("Why goods were rejected"),
    "customer_number": _("Customer number"),
    "customer_name": _("Customer"),
    "customer_tax_code": _("Tax code"),
    "invoice_number": _("Document number"),
    "issue_date": _("Issued"),
    "due_date": _("Due"),
    "terms": _("Payment term"),
    "currency": _("Currency"),
    "amount": _("Amount"),
    "open_amount": _("Open"),
    "settled_date": _("Settled on"),
    "salesperson": _("Salesperson"),
    "customer_class": _("Customer class"),
    "contract_number": _("Contract"),
    "note": _("Note"),
    "short_name": _("Short name"),
    "country": _("Country"),
    "region": _("Region"),
    "address": _("Address"),
    "language": _("Language"),
    "credit_limit": _("Credit limit"),
    "group_number": _("Number of the company above"),
    "person": _("Name of the person"),
    "roles": _("Roles"),
    "position": _("Position"),
    "phone": _("Phone"),
    "mobile": _("Mobile"),
    "email": _("E-mail"),
    "wechat": _("WeChat"),
    "gets_reminders": _("Gets reminders"),
    "legal_basis": _("Legal basis"),
}
BY_ITSELF = ("", _("as the file shows"))
DAY_ORDERS = {DateOrder.YMD: "2026-03-31", DateOrder.MDY: "03/31/2026", DateOrder.DMY: "31/03/2026"}
FIELD = "field_"


def small_enough(file: UploadedFile[Any]) -> None:
    """Refuse a file of more than 20 MB: the command line takes larger ones."""
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError(
            _("The file is larger than 20 MB. Split it, or let whoever runs the server import it there.")
        )


class TableForm(forms.Form):
    """A list to take in."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=KINDS, widget=forms.RadioSelect)
    file = forms.FileField(label=_("File"), validators=[small_enough])


class StatementForm(forms.Form):
    """A bank statement to take in, and the account it belongs to."""

    file = forms.FileField(label=_("File"), validators=[small_enough])

    def __init__(self, *values: Any, accounts: Sequence[BankAccountRow], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["account"] = forms.TypedChoiceField(
            label=_("Bank account"),
            choices=[(row.id, f"{row.name} · {row.currency}") for row in accounts],
            coerce=int,
        )


class AccountForm(forms.Form):
    """An account of ours: at a bank, with a payment provider, or the till."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=named_choices(names=ACCOUNT_KINDS, codes=[kind.value for kind in AccountKind])
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    bank = forms.CharField(label=_("Bank or provider"), max_length=100, required=False)
    number = forms.CharField(label=_("Account or merchant number"), max_length=60, required=False)
    currency = CurrencyField(label=_("Currency"))


class ReadingForm(forms.Form):
    """How a list is read where the file leaves it open: columns, order of days, decimal mark, currency."""

    date_order = forms.ChoiceField(
        label=_("Order of days"),
        required=False,
        choices=(BY_ITSELF, *((order.value, example) for order, example in DAY_ORDERS.items())),
    )
    number_format = forms.ChoiceField(
        label=_("Decimal mark"),
        required=False,
        choices=(BY_ITSELF, (NumberFormat.POINT.value, "1,234.56"), (NumberFormat.COMMA.value, "1.234,56")),
    )
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    round_amounts = forms.BooleanField(label=_("Round amounts with too many decimals"), required=False)

    def __init__(self, *values: Any, kind: ImportKind, header: Mapping[str, str], **options: Any) -> None:
        """`header` gives each column with the first value in it, by which people know it again."""
        super().__init__(*values, **options)
        self.columns = [field.value for field in FIELDS[kind]]
        choices = [
            ("", "–"),
            *((name, f"{name} · {value}" if value else name) for name, value in header.items() if name),
        ]
        for field in self.columns:
            self.fields[FIELD + field] = forms.ChoiceField(
                label=FIELD_NAMES.get(field, field), choices=choices, required=False
            )

    @property
    def mapping_boxes(self) -> list[forms.BoundField]:
        """One choice of a column for each field."""
        return [self[FIELD + field] for field in self.columns]

    @property
    def other_boxes(self) -> list[forms.BoundField]:
        """Order of days, decimal mark, currency, rounding."""
        return [self[name] for name in ("date_order", "number_format", "currency", "round_amounts")]

    def options(self) -> Options:
        """What was said, for a valid form; a field without a column is left without one."""
        chosen = self.cleaned_data
        return Options(
            mapping={field: chosen[FIELD + field] for field in self.columns if FIELD + field in self.data},
            date_order=DateOrder(chosen["date_order"]) if chosen["date_order"] else None,
            number_format=NumberFormat(chosen["number_format"]) if chosen["number_format"] else None,
            currency=chosen["currency"].upper() or None,
            round_amounts=chosen["round_amounts"],
        )
