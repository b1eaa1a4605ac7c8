"""Forms of the customer file: one for each section that is changed by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huikuan.customers.field_rules import FIELDS, LONGEST_TERM_DAYS
from huikuan.customers.file_rules import ARTICLES, LegalBasis, PersonRole
from huikuan.customers.people_rules import PersonDraft
from huikuan.customers.size_rules import SizeFigures
from huikuan.customers.sizes import MOST_PEOPLE, SizeDraft
from huikuan.customers.tax_codes import read_tax_code
from huikuan.kernel.text_faults import TextFault
from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.wording import customers as words
from huikuan.wording import names
from huikuan.wording.sentences import sentence

LARGEST_REPORT = 20 * 1024 * 1024


def _said(name: str) -> Any:
    return words.FIELD_NAMES[name]


def _text(name: str, *, lines: int = 1, **options: Any) -> forms.CharField:
    if lines > 1:
        options["widget"] = forms.Textarea(attrs={"rows": lines})
    options.setdefault("required", FIELDS[name].is_needed)
    return forms.CharField(label=_said(name), max_length=FIELDS[name].most, **options)


class SectionForm(forms.Form):
    """Fields of a customer that are changed together; what was not touched is not a change."""

    def changes(self, *, before: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that differ from what is on file."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in FIELDS}
        return {name: value for name, value in typed.items() if before.get(name) != value}


class IdentityForm(SectionForm):
    """Who the customer is."""

    name = _text("name")
    code = _text("code")
    country = _text("country", min_length=2, help_text=_("Two letters: CN, HK, DE"))
    tax_code = _text("tax_code", help_text=_("In China the unified social credit code of 18 characters"))
    short_name = _text("short_name")
    language = forms.ChoiceField(label=_said("language"), choices=named_choices(names=words.LANGUAGES), required=True)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def clean_country(self) -> str:
        """Two capital letters."""
        return str(self.cleaned_data["country"]).upper()

    def clean(self) -> dict[str, Any]:
        """The tax code by the rules of the country. Raises ValidationError at its field."""
        typed: dict[str, Any] = super().clean() or {}
        if "tax_code" in self.changed_data or "country" in self.changed_data:
            read = read_tax_code(text=typed.get("tax_code", ""), country=typed.get("country", "CN"))
            if isinstance(read, TextFault):
                self.add_error("tax_code", sentence(code="CREDIT_CODE_WRONG", parameters={"value": read.value}))
            else:
                typed["tax_code"] = read.code
        return typed


class TermsForm(SectionForm):
    """On which terms he buys, and whether he may be written to."""

    terms_days = forms.IntegerField(label=_said("terms_days"), min_value=0, max_value=LONGEST_TERM_DAYS, required=False)
    terms_roll = forms.ChoiceField(label=_said("terms_roll"), choices=named_choices(names=words.TERMS_ROLLS))
    customer_class = forms.ChoiceField(
        label=_said("customer_class"), choices=named_choices(names=names.CUSTOMER_CLASSES)
    )
    do_not_contact_reason = _text(
        "do_not_contact_reason", help_text=_("With a reason here no automatic message goes to this customer.")
    )
    reason = forms.CharField(label=_("Reason of the change"), max_length=300, required=False)


class StandingForm(SectionForm):
    """What is known of him: where, what, how he stands."""

    region = _text("region")
    address = _text("address")
    distance_km = forms.IntegerField(
        label=_said("distance_km"), min_value=0, max_value=FIELDS["distance_km"].most, required=False
    )
    industry = forms.ChoiceField(
        label=_said("industry"),
        choices=[("", "–"), *named_choices(names=words.INDUSTRIES)],
        required=False,
    )
    buyer_type = forms.ChoiceField(
        label=_said("buyer_type"),
        choices=named_choices(names=words.BUYER_TYPES),
        help_text=_("Public bodies and large companies must pay small suppliers within 60 days at most (decree 802)."),
    )
    market_position = _text("market_position")
    business_condition = _text("business_condition", lines=3)
    financial_condition = _text("financial_condition", lines=3)
    sales_network = _text("sales_network", lines=2)
    organisation = _text("organisation", lines=2)
    note = _text("note", lines=2)


class GroupForm(forms.Form):
    """The company he belongs to."""

    parent_code = forms.CharField(
        label=_("Number of the parent company"),
        max_length=60,
        required=False,
        help_text=_("Its customer number with us. Empty: he stands alone. A limit is held by the top of the group."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class NameForm(forms.Form):
    """Another name of a customer."""

    kind = forms.ChoiceField(label=_("Kind of name"), choices=named_choices(names=words.NAME_KINDS))
    name = forms.CharField(label=_("Name"), max_length=200)
    valid_from = DayField(label=_("From"), required=False)
    valid_through = DayField(label=_("Through"), required=False)


class AliasForm(forms.Form):
    """A name or account he pays from."""

    kind = forms.ChoiceField(label=_("What it is"), choices=named_choices(names=words.ALIAS_KINDS))
    value = forms.CharField(label=_("As on the bank statement"), max_length=200)


class SizeForm(forms.Form):
    """What a company declared about its size (RULES_CN §3.2)."""

    industry = forms.ChoiceField(label=_said("industry"), choices=named_choices(names=words.INDUSTRIES))
    declared_on = DayField(label=_("Declared on"))
    staff = forms.IntegerField(label=_("People employed"), min_value=0, max_value=MOST_PEOPLE, required=False)
    revenue = MoneyField(label=_("Revenue of a year, CNY"), least_minor=0, required=False)
    assets = MoneyField(label=_("Total assets, CNY"), least_minor=0, required=False)
    declared_size = forms.ChoiceField(
        label=_("Class as declared"), choices=[("", "–"), *named_choices(names=words.SIZES)], required=False
    )
    source = forms.CharField(
        label=_("Where it is said"), max_length=200, required=False, help_text=_("Declaration, annual report, contract")
    )

    def draft(self) -> SizeDraft:
        """The declaration as typed."""
        typed = self.cleaned_data
        figures = SizeFigures(typed["staff"], typed["revenue"], typed["assets"])
        return SizeDraft(typed["industry"], typed["declared_on"], figures, typed["declared_size"], typed["source"])


class PersonForm(forms.Form):
    """A person at a customer."""

    name = forms.CharField(label=_("Person's name"), max_length=100)
    position = forms.CharField(label=_("Position"), max_length=100, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Parts in paying"),
        choices=[(role.value, names.CONTACT_ROLES[role.value]) for role in PersonRole],
        widget=forms.CheckboxSelectMultiple,
    )
    mobile = forms.CharField(
        label=_("Mobile"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    gets_reminders = forms.BooleanField(label=_("Gets reminders"), required=False)
    wechat = forms.CharField(label=_("WeChat"), max_length=60, required=False)
    wecom = forms.CharField(label=_("WeCom"), max_length=60, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    reachable_when = forms.CharField(label=_("Reached when"), max_length=200, required=False)
    reachable_where = forms.CharField(label=_("Reached where"), max_length=200, required=False)
    relationship = forms.CharField(
        label=_("What ties us"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis of keeping this"),
        required=False,
        help_text=_("Needed for every way to reach a person (Personal Information Protection Law, Art. 13)."),
    )
    basis_on = DayField(label=_("Basis since"), required=False)
    left_on = DayField(label=_("Left the company on"), required=False)

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        bases = [(one.value, f"{words.LEGAL_BASES[one.value]} · {ARTICLES[one]}") for one in LegalBasis]
        self.fields["legal_basis"].choices = [("", "–"), *bases]  # type: ignore[attr-defined]

    def draft(self) -> PersonDraft:
        """The person as typed."""
        return PersonDraft(**{**self.cleaned_data, "roles": tuple(self.cleaned_data["roles"])})


class ReportForm(forms.Form):
    """A third party's report."""

    issuer = forms.CharField(label=_("Made by"), max_length=100)
    reported_on = DayField(label=_("Of the day"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    file = forms.FileField(label=_("File"))

    def clean_file(self) -> Any:
        """A file of at most 20 MB. Raises ValidationError."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_REPORT:
            raise ValidationError(_("The file is larger than 20 MB. Choose a smaller one."))
        return file


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
