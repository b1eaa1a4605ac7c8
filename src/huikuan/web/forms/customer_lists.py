"""Which column of a list of customers or people holds what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huikuan.imports.customer_lists.fields import FIELDS as PARTY_FIELDS
from huikuan.imports.goods_lists.fields import FIELDS as GOODS_FIELDS
from huikuan.imports.rules import ImportKind
from huikuan.web.forms.imports import FIELD, FIELD_NAMES


class ColumnsForm(forms.Form):
    """One choice of a column for each field, and whether known customers and people may be changed."""

    update = forms.BooleanField(label=_("Change what is known otherwise"), required=False)

    def __init__(self, *values: Any, kind: ImportKind, header: Mapping[str, str], **options: Any) -> None:
        """`header` gives each column with the first value in it, by which people know it again."""
        super().__init__(*values, **options)
        choices = [
            ("", "–"),
            *((name, f"{name} · {value}" if value else name) for name, value in header.items() if name),
        ]
        for field in GOODS_FIELDS.get(kind) or PARTY_FIELDS[kind]:
            label = FIELD_NAMES.get(field.value, field.value)
            self.fields[FIELD + field.value] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def mapping_boxes(self) -> list[forms.BoundField]:
        """One choice of a column for each field."""
        return [self[name] for name in self.fields if name.startswith(FIELD)]
