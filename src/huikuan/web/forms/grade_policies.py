"""The next version of a grade policy or of the matrix as a form; the result is a document."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.ratings.rules.policies import Part
from huikuan.web.forms.fields import MoneyField, named_choices
from huikuan.wording import names
from huikuan.wording import ratings as words

_AMOUNTS = (("floor", "floor_minor"), ("cap", "cap_minor"), ("step", "step_minor"))
_PARTS = {Part.TERMS: _("Days of credit"), Part.LIMIT: _("Limit"), Part.CLASS: _("Customer class")}
COLUMNS = {
    "share": _("Limit ‰ of sales"),
    "floor": _("At least"),
    "cap": _("At most"),
    "step": _("Rounded to"),
    "days": _("Days of credit"),
    "discount": _("Discount ‰"),
    "discount_days": _("within days"),
    "deposit": _("Deposit ‰"),
    "class": _("Customer class"),
    "ladder": _("Sanctions"),
}
LANGUAGES = {"zh": "中文", "en": "English"}


class GradePolicyForm(forms.Form):
    """What each grade means, and what may be tightened without a person."""

    first_deposit = forms.IntegerField(label=_("Deposit ‰"), min_value=0, max_value=1_000)
    automatic = forms.MultipleChoiceField(
        label=_("Tightened at once when a grade falls"),
        choices=[(part.value, title) for part, title in _PARTS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    overdue_days = forms.IntegerField(label=_("Rate again when overdue beyond days"), min_value=1, max_value=3_650)
    valid_months = forms.IntegerField(label=_("Terms hold for months"), min_value=1, max_value=60)
    reason = forms.CharField(label=_("Why it is changed"), max_length=400)

    def __init__(self, *values: Any, document: Mapping[str, Any], currency: str, **options: Any) -> None:
        self.base = document
        options["initial"] = _policy_initial(document)
        super().__init__(*values, **options)
        self.fields["first_limit"] = MoneyField(currency=currency, least_minor=0, label=_("Limit"))
        for row in document["grades"]:
            name = row["grade"]
            for column in ("share", "discount", "deposit"):
                self.fields[f"{name}_{column}"] = forms.IntegerField(min_value=0, max_value=1_000)
            for column, _key in _AMOUNTS:
                self.fields[f"{name}_{column}"] = MoneyField(currency=currency, least_minor=0)
            for column in ("days", "discount_days"):
                self.fields[f"{name}_{column}"] = forms.IntegerField(min_value=0, max_value=365)
            self.fields[f"{name}_class"] = forms.ChoiceField(choices=named_choices(names=names.CUSTOMER_CLASSES))
            self.fields[f"{name}_ladder"] = forms.ChoiceField(choices=named_choices(names=words.LADDERS))

    @property
    def columns(self) -> list[str]:
        """What stands above the boxes."""
        return [str(title) for title in COLUMNS.values()]

    @property
    def rows(self) -> Iterator[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """Each grade with its boxes under their titles."""
        for row in self.base["grades"]:
            yield row["grade"], [(str(title), self[f"{row['grade']}_{name}"]) for name, title in COLUMNS.items()]

    def document(self) -> dict[str, Any]:
        """The policy as typed; whether it holds is for the grammar to say."""
        typed = self.cleaned_data
        found = copy.deepcopy(dict(self.base))
        found["not_enough"] = {"limit_minor": typed["first_limit"], "deposit_permille": typed["first_deposit"]}
        found |= {name: typed[name] for name in ("automatic", "overdue_days", "valid_months")}
        found["grades"] = [self._grade(row["grade"]) for row in found["grades"]]
        return found

    def _grade(self, grade: str) -> dict[str, Any]:
        def of(column: str) -> Any:
            return self.cleaned_data[f"{grade}_{column}"]

        limit = {"permille_of_sales": of("share"), **{key: of(column) for column, key in _AMOUNTS}}
        return {
            "grade": grade,
            "limit": limit,
            "terms_days": of("days"),
            "discount": {"permille": of("discount"), "days": of("discount_days")},
            "deposit_permille": of("deposit"),
            "customer_class": of("class"),
            "ladder": of("ladder"),
        }


class MatrixForm(forms.Form):
    """Where the value classes end, and the strategy of every cell in both languages."""

    a_through = forms.IntegerField(label=_("Class A through ‰ of sales"), min_value=1, max_value=1_000)
    b_through = forms.IntegerField(label=_("Class B through ‰ of sales"), min_value=1, max_value=1_000)
    reason = forms.CharField(label=_("Why it is changed"), max_length=400)

    def __init__(self, *values: Any, document: Mapping[str, Any], currency: str, **options: Any) -> None:
        del currency
        self.base = document
        initial = {"a_through": document["a_through"], "b_through": document["b_through"]}
        for place, cell in enumerate(document["cells"]):
            initial |= {f"c{place}_zh": cell["strategy"]["zh"], f"c{place}_en": cell["strategy"]["en"]}
        options["initial"] = initial
        super().__init__(*values, **options)
        for place in range(len(document["cells"])):
            for language in LANGUAGES:
                self.fields[f"c{place}_{language}"] = forms.CharField(max_length=400)

    @property
    def languages(self) -> list[str]:
        """What stands above the texts."""
        return list(LANGUAGES.values())

    @property
    def rows(self) -> Iterator[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """Each cell with its texts under their languages."""
        for place, cell in enumerate(self.base["cells"]):
            grade = words.grade_said(grade=cell["grade"])
            texts = [(title, self[f"c{place}_{language}"]) for language, title in LANGUAGES.items()]
            yield f"{cell['value']} × {grade}", texts

    def document(self) -> dict[str, Any]:
        """The matrix as typed."""
        typed = self.cleaned_data
        cells = [
            {**cell, "strategy": {"zh": typed[f"c{place}_zh"], "en": typed[f"c{place}_en"]}}
            for place, cell in enumerate(self.base["cells"])
        ]
        return {**self.base, "a_through": typed["a_through"], "b_through": typed["b_through"], "cells": cells}


def _policy_initial(document: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: document[name] for name in ("automatic", "overdue_days", "valid_months")}
    found |= {
        "first_limit": document["not_enough"]["limit_minor"],
        "first_deposit": document["not_enough"]["deposit_permille"],
    }
    for row in document["grades"]:
        values = {
            "share": row["limit"]["permille_of_sales"],
            **{column: row["limit"][key] for column, key in _AMOUNTS},
            "days": row["terms_days"],
            "discount": row["discount"]["permille"],
            "discount_days": row["discount"]["days"],
            "deposit": row["deposit_permille"],
            "class": row["customer_class"],
            "ladder": row["ladder"],
        }
        found |= {f"{row['grade']}_{column}": value for column, value in values.items()}
    return found
