"""What sanctions ask of rooms above them: the settings name who fills it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from huikuan.audit.operations import OpenAct


class LegalFiles(Protocol):
    """Case files, which legal action stands in."""

    def file_for(self, *, act: OpenAct, today: date, customer_id: int, claimed: Mapping[int, int], note: str) -> int:
        """The case of these items (receivable to minor units), opened where none runs; its id."""
        ...

    def running_items(self, *, customer_id: int | None) -> Collection[int]:
        """The items that stand in a running case, of every customer or one."""
        ...

    def close_unfiled(self, *, act: OpenAct, today: date, case_id: int, opened_in: int, note: str) -> bool:
        """Close a case that the act `opened_in` opened and nobody has filed; whether nothing is left to decide about it."""
        ...


@cache
def legal_files() -> LegalFiles:
    """Who keeps the case files."""
    found: LegalFiles = import_string(settings.SANCTIONS_LEGAL_FILES)()
    return found
