"""What a guest types: exact amounts, days, words; each fault at its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from huikuan.disputes.rules import DisputedItem
from huikuan.documents.rules import LARGEST_DOCUMENT
from huikuan.guests.rules.links import LONGEST_TEXT
from huikuan.kernel.text_amounts import format_amount, parse_amount
from huikuan.kernel.text_faults import TextFault
from huikuan.portal.pages import GroupShown, ItemShown
from huikuan.wording import disputes as dispute_words
from huikuan.wording import names
from huikuan.wording.sentences import sentence

ROLES = ("FINANCE", "PAYER", "BUYER", "DECISION_MAKER")


class AmountField(forms.CharField):
    """An exact amount in one currency, as minor units; never rounded."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> int | None:
        """Minor units, None for an empty optional field. Raises ValidationError in the guest's words."""
        text = super().clean(value)
        if not text:
            return None
        minor = parse_amount(text=text, currency=self.currency)
        if isinstance(minor, TextFault):
            raise ValidationError(sentence(code=f"TYPED_{minor.code.value}", parameters={"value": minor.value}))
        if minor < 1:
            raise ValidationError(_("The amount must be more than zero."))
        return minor


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(input_formats=["%Y-%m-%d"], **options)


def words_field(*, label: object, required: bool = True) -> forms.CharField:
    """A few sentences."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, required=required, widget=area)  # type: ignore[arg-type]


class ItemsForm(forms.Form):
    """A form about open items of one own company in one currency."""

    def __init__(self, *values: Any, group: GroupShown, person: str = "", **options: Any) -> None:
        super().__init__(*values, **options)
        self.group = group
        if "said_by" in self.fields:
            self.fields["said_by"].initial = person

    def chosen_items(self) -> tuple[ItemShown, ...]:
        """The items that were ticked."""
        wanted = set(self.cleaned_data.get("items") or ())
        return tuple(item for item in self.group.items if str(item.row.id) in wanted)


class PromiseForm(ItemsForm):
    """So much by that day."""

    day = DayField(label=_("You will pay by"))
    said_by = forms.CharField(label=_("Your name"), max_length=100)
    text = words_field(label=_("Remark"), required=False)

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        asked = sum(item.undisputed_minor for item in self.group.items)
        amount = AmountField(currency=self.group.currency, label=_("Amount"))
        amount.initial = format_amount(minor=asked, currency=self.group.currency)
        items = forms.MultipleChoiceField(
            label=_("For which documents"),
            choices=_choices(self.group.items),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Leave all empty, and the oldest are meant."),
        )
        self.fields = {"amount": amount, "day": self.fields["day"], "items": items, **self.fields}


class ExtensionForm(ItemsForm):
    """More time for some documents, and why."""

    day = DayField(label=_("You ask for time until"))
    text = words_field(label=_("Why"))
    said_by = forms.CharField(label=_("Your name"), max_length=100)

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        items = forms.MultipleChoiceField(
            label=_("For which documents"),
            choices=_choices(self.group.items),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields = {"items": items, **self.fields}


class FileField(forms.FileField):
    """One file of at most 20 MB."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The uploaded file. Raises ValidationError if it is too large."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > LARGEST_DOCUMENT:
            raise ValidationError(_("The file is larger than 20 MB."))
        return file


class DisputeForm(ItemsForm):
    """What is not right: how much of which documents, why, and a file that shows it."""

    reason = forms.ChoiceField(label=_("What is not right"), choices=list(dispute_words.REASONS.items()))
    text = words_field(label=_("What exactly"))
    said_by = forms.CharField(label=_("Your name"), max_length=100)
    file = FileField(label=_("A file that shows it"), required=False)

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        for item in self.group.items:
            self.fields[f"amount_{item.row.id}"] = AmountField(
                currency=self.group.currency, label=_name(item), required=False
            )

    @property
    def amounts(self) -> list[tuple[ItemShown, forms.BoundField]]:
        """Each open item with the field of its disputed amount."""
        return [(item, self[f"amount_{item.row.id}"]) for item in self.group.items]

    def clean(self) -> None:
        """Say if no amount was typed at all."""
        if not self.errors and not self.disputed():
            self.add_error(None, sentence(code="DISPUTE_ITEMS_COUNT", parameters={}))

    def disputed(self) -> tuple[DisputedItem, ...]:
        """The items with what of them is disputed."""
        typed = ((item.row.id, self.cleaned_data.get(f"amount_{item.row.id}")) for item in self.group.items)
        return tuple(DisputedItem(pk, minor) for pk, minor in typed if minor)


class ContactForm(forms.Form):
    """Whom we should write to or call from now on."""

    name = forms.CharField(label=_("Name"), max_length=100)
    role = forms.ChoiceField(label=_("Part in paying"), choices=[(code, names.CONTACT_ROLES[code]) for code in ROLES])
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    text = words_field(label=_("Remark"), required=False)

    def clean(self) -> None:
        """A person nobody can reach helps nobody."""
        if not self.errors and not (self.cleaned_data.get("email") or self.cleaned_data.get("phone")):
            self.add_error("phone", _("Give an e-mail address or a phone number."))


class QuestionForm(forms.Form):
    """Something to ask."""

    text = words_field(label=_("Your question"))


class CodeForm(forms.Form):
    """The one-time code."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def _choices(items: Iterable[ItemShown]) -> list[tuple[str, str]]:
    return [(str(item.row.id), _name(item)) for item in items]


def _name(item: ItemShown) -> str:
    row = item.row
    number = f"{row.invoice_number} ({row.sequence})" if row.sequence > 1 else row.invoice_number
    amount = format_amount(minor=item.open.minor, currency=row.currency)
    return " · ".join(part for part in (number, row.due_date.isoformat() if row.due_date else "", amount) if part)
