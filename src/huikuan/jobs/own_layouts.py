"""The layouts that people saved, as the reader of statements takes them."""

from __future__ import annotations

from huikuan.imports.layouts import statement_layouts
from huikuan.integrations.bank_files.saved_layouts import SavedLayout


def own_layouts(*, only: str = "") -> tuple[SavedLayout, ...]:
    """The layouts in force; only the one of this name where one is named."""
    return tuple(
        SavedLayout(row.format_name, row.headings, tuple(row.columns.items()), row.minus_is_in)
        for row in statement_layouts()
        if not only or row.name == only
    )
