"""Forms of the administrator: people and own companies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.accounts.administration import departments
from huikuan.accounts.operations.companies import CompanyDraft
from huikuan.accounts.operations.people import PersonDraft
from huikuan.accounts.queries import CompanyRow
from huikuan.kernel.actor import Role
from huikuan.web.forms.fields import CurrencyField, DayField, named_choices
from huikuan.wording import names


class PersonForm(forms.Form):
    """A person with his roles; no company chosen means every own company."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=100)
    username = forms.CharField(label=_("Sign-in name"), max_length=60)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=named_choices(names=names.ROLES), widget=forms.CheckboxSelectMultiple
    )
    department = forms.TypedChoiceField(label=_("Department"), coerce=int, empty_value=None, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    company_ids = forms.TypedMultipleChoiceField(
        label=_("Only these own companies"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *values: Any, companies: tuple[CompanyRow, ...], **options: Any) -> None:
        super().__init__(*values, **options)
        known = [("", "–"), *((row.id, row.name) for row in departments())]
        self.fields["department"].choices = known  # type: ignore[attr-defined]
        limits, seen = frozenset(self.initial.get("company_ids", ())), {row.id for row in companies}
        self._unseen_limits = limits - seen  # what the administrator does not see he does not lift
        if len(companies) > 1 or limits & seen:
            self.fields["company_ids"].choices = [(row.id, row.short_name) for row in companies]  # type: ignore[attr-defined]
        else:
            del self.fields["company_ids"]

    def draft(self) -> PersonDraft:
        """The person as typed."""
        typed = self.cleaned_data
        return PersonDraft(
            username=typed["username"],
            name=typed["name"],
            roles=tuple(Role(code) for code in typed["roles"]),
            department_id=typed["department"],
            company_ids=(*typed.get("company_ids", ()), *sorted(self._unseen_limits)),
            email=typed["email"],
            phone=typed["phone"],
            language=typed["language"],
        )


class CompanyForm(forms.Form):
    """An own company."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    currency = CurrencyField(label=_("Currency of its books"), initial="CNY")
    tax_code = forms.CharField(label=_("Tax code"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    bank_details = forms.CharField(label=_("Bank details on letters"), max_length=300, required=False)

    def draft(self) -> CompanyDraft:
        """The company as typed."""
        return CompanyDraft(**self.cleaned_data)


class ClosePeriodForm(forms.Form):
    """Through which day the books are closed."""

    through = DayField(label=_("Closed through"))


class DepartmentForm(forms.Form):
    """A department."""

    name = forms.CharField(label=_("New department"), max_length=100)
