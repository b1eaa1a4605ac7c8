"""What people say about the columns of a statement: one choice a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.imports.layouts import LayoutRow
from huikuan.wording.statement_layouts import STATEMENT_FIELDS

COLUMN = "column_"
MOST_COLUMNS = 300
CHOICES = [("", "–"), *STATEMENT_FIELDS.items()]


def columns_said(*, given: Mapping[str, str]) -> dict[str, int] | None:
    """Each meaning with the number of its column; None where the address says nothing of columns. The first one counts."""
    if not any(name.startswith(COLUMN) for name in given):
        return None
    found: dict[str, int] = {}
    for column in range(MOST_COLUMNS):
        field = given.get(f"{COLUMN}{column}", "")
        if field in STATEMENT_FIELDS:
            found.setdefault(field, column)
    return found


class ColumnsForm(forms.Form):
    """The columns of a saved layout."""

    name = forms.CharField(label=_("Name"), max_length=60)
    minus = forms.BooleanField(label=_("A minus means money in"), required=False)

    def __init__(self, given: Mapping[str, Any] | None, *, row: LayoutRow) -> None:
        meaning = {column: field for field, column in row.columns.items()}
        initial = {"name": row.name, "minus": row.minus_is_in}
        super().__init__(given, initial=initial)
        self.width = len(row.headings)
        for column, heading in enumerate(row.headings):
            self.fields[f"{COLUMN}{column}"] = forms.ChoiceField(
                label=heading or str(column + 1), choices=CHOICES, required=False, initial=meaning.get(column, "")
            )

    @property
    def column_boxes(self) -> list[forms.BoundField]:
        """One choice for each column."""
        return [self[f"{COLUMN}{column}"] for column in range(self.width)]

    def columns(self) -> dict[str, int]:
        """Each meaning with the number of its column, for a valid form; the first one counts."""
        found: dict[str, int] = {}
        for column in range(self.width):
            field = self.cleaned_data.get(f"{COLUMN}{column}", "")
            if field:
                found.setdefault(field, column)
        return found
