"""What was done, said once on the next page, with an undo where there is one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

TOASTS = "toasts"
"""Id of the place where they are shown."""


@dataclass(frozen=True, slots=True)
class Undo:
    """A form that takes back what was done: where it is posted, and with which fields (a list repeats its field)."""

    address: str
    fields: Mapping[str, str | list[str]]

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """The hidden fields of the form."""
        return tuple(
            (name, one)
            for name, value in self.fields.items()
            for one in (value if isinstance(value, list) else [value])
        )


@dataclass(frozen=True, slots=True)
class Toast:
    """A sentence, and perhaps its undo."""

    text: str
    undo: Undo | None = None


def say(*, request: HttpRequest, text: str, undo: Undo | None = None) -> None:
    """Show `text` on the next page of this person."""
    packed = json.dumps({"address": undo.address, "fields": dict(undo.fields)}) if undo else ""
    messages.success(request, text, extra_tags=packed)


def toasts_of(*, request: HttpRequest) -> tuple[Toast, ...]:
    """What waits to be said, taken off the pile."""
    return tuple(Toast(str(message.message), _undo(message.extra_tags)) for message in messages.get_messages(request))


def _undo(packed: str | None) -> Undo | None:
    if not packed:
        return None
    values = json.loads(packed)
    return Undo(values["address"], values["fields"])
