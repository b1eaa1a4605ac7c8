"""Forms of evidence and of case files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.web.forms.fields import DayField, MoneyField, named_choices
from huikuan.web.forms.imports import small_enough
from huikuan.wording import cases as case_words
from huikuan.wording import evidence as words

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


class PieceForm(forms.Form):
    """A paper that proves something about items."""

    file = forms.FileField(label=_("File"), validators=[small_enough])
    kind = forms.ChoiceField(label=_("What it is"), choices=named_choices(names=words.KINDS))
    dated_on = DayField(label=_("Date of the paper"))
    is_signed = forms.BooleanField(label=_("Signed or sealed by the customer's side"), required=False)
    signatory = forms.CharField(label=_("Signed by"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    items = forms.MultipleChoiceField(label=_("Items it is about"), widget=forms.SelectMultiple(attrs={"size": 6}))

    def __init__(self, *args: Any, items: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["items"].choices = items  # type: ignore[attr-defined]


class BundleForm(forms.Form):
    """Which items, in which language."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    items = forms.MultipleChoiceField(label=_("Items it is about"), widget=forms.SelectMultiple(attrs={"size": 6}))

    def __init__(self, *args: Any, items: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["items"].choices = items  # type: ignore[attr-defined]


class CaseForm(forms.Form):
    """A claim for items, all that is open of them."""

    kind = forms.ChoiceField(label=_("Way"), choices=named_choices(names=case_words.KINDS))
    authority = forms.CharField(label=_("Court or authority"), max_length=200, required=False)
    lawyer = forms.CharField(label=_("Lawyer"), max_length=100, required=False)
    interest = MoneyField(
        label=_("Interest claimed"),
        required=False,
        least_minor=0,
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    items = forms.MultipleChoiceField(label=_("Items claimed"), widget=forms.SelectMultiple(attrs={"size": 6}))

    def __init__(self, *args: Any, items: list[tuple[str, str]], accrued: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["items"].choices = items  # type: ignore[attr-defined]
        said = _("Empty: what the chosen items owe of interest through today; the late ones %(amount)s.")
        self.fields["interest"].help_text = said % {"amount": accrued}


class CaseInterestForm(forms.Form):
    """The interest claimed in a case; what has accrued where nothing is typed."""

    interest = MoneyField(
        label=_("Interest claimed"),
        required=False,
        least_minor=0,
        help_text=_("Empty: what its items owe of interest through today."),
    )


class StepForm(forms.Form):
    """A stage that was reached."""

    event = forms.ChoiceField(label=_("What happened"))
    on = DayField(label=_("On"))
    awarded = MoneyField(label=_("Amount awarded"), required=False, least_minor=0)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(label=_("Paper"), required=False, validators=[small_enough])

    def __init__(self, *args: Any, events: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["event"].choices = named_choices(names=case_words.EVENTS, codes=events)  # type: ignore[attr-defined]


class CostForm(forms.Form):
    """What was paid for a case."""

    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=case_words.COSTS))
    amount = MoneyField(label=_("Amount"))
    on = DayField(label=_("On"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    file = forms.FileField(label=_("Paper"), required=False, validators=[small_enough])
    is_claimed = forms.BooleanField(
        label=_("Claimed from the debtor"),
        required=False,
        initial=True,
        help_text=_("A lawyer's fee only where the contract says so."),
    )


class CaseDateForm(forms.Form):
    """A hearing or another day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=named_choices(names=case_words.DATES))
    on = DayField(label=_("On"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class PartiesForm(forms.Form):
    """Before whom, under which number, by whom."""

    authority = forms.CharField(label=_("Court or authority"), max_length=200, required=False)
    number = forms.CharField(label=_("Case number"), max_length=100, required=False)
    lawyer = forms.CharField(label=_("Lawyer"), max_length=100, required=False)
    handler_id = forms.TypedChoiceField(
        label=_("Handled by"), coerce=int, empty_value=None, required=False, help_text=_("Is warned of its days.")
    )

    def __init__(self, *args: Any, people: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["handler_id"].choices = people  # type: ignore[attr-defined]
