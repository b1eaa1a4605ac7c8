"""What the page of a list of customers or people shows before it is taken in."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.imports.operations.customer_lists import PartyPreview
from huikuan.web.forms.imports import FIELD_NAMES
from huikuan.web.tables.columns import Text


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first rows as they are read, under the name of each field and the file's own."""

    heads: tuple[tuple[Text, str], ...]
    rows: tuple[tuple[str, ...], ...]


def first_rows(*, preview: PartyPreview) -> FirstRows:
    """The first rows of a list in the order of its columns."""
    heads = tuple((FIELD_NAMES.get(field, field), header) for field, header in preview.columns.items())
    return FirstRows(heads, tuple(tuple(row.get(field, "") for field in preview.columns) for row in preview.first))
