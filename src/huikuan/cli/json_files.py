"""Reads a JSON file that a command is given: numbers stay exact, and whatever is wrong is named by its place, all at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from huikuan.cli.failures import Failure, regular_file
from huikuan.cli.language import gettext as _

Found = TypeVar("Found")
SHOWN = 60
"""So many characters of a name or value are repeated in a message."""
_MOST_FAULTS = 50


class UnreadableFile(Failure):
    """A file nothing can be computed from; `faults` are its places with what is wrong there."""

    def __init__(self, *, code: str, path: Path, faults: Iterable[tuple[str, str]]) -> None:
        some = list(faults)[:_MOST_FAULTS]
        told = "\n".join(f"  {place}: {what}" for place, what in some)
        message = _("%(path)s cannot be read:\n%(faults)s") % {"path": path, "faults": told}
        places = "; ".join(f"{place}: {what}" for place, what in some)
        super().__init__(code=code, message=message, path=str(path), faults=places)


class Faults:
    """Gathers what is wrong with a document, each with its place."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []

    def wrong(self, *, at: str, told: str) -> None:
        """Gather a fault."""
        self.faults.append((at, told))

    def refuse_others(self, *, row: Iterable[str], at: str, known: Collection[str]) -> None:
        """Gather each field that nobody knows."""
        for name in row:
            if name not in known:
                self.wrong(at=f"{at}.{name[:SHOWN]}", told=_("nobody knows this field"))


def read_document(
    *, path: Path, largest: int, code: str, reading: Faults, read: Callable[[Any], Found | None]
) -> Found:
    """What `read` makes of the file, gathering its faults in `reading`; decimals are exact, a field twice is a fault.

    Raises UnreadableFile with `code` and every fault, Failure for what is no file of at most `largest` bytes.
    """
    regular_file(path=path, largest=largest)
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadableFile(code=code, path=path, faults=[("$", str(error)[:200])]) from error
    found = read(document)
    if reading.faults or found is None:
        raise UnreadableFile(code=code, path=path, faults=reading.faults)
    return found


def shown(*, value: Any) -> str:
    """A value as a message repeats it: as it stood in the file, cut where it is long."""
    return str(value)[:SHOWN] if isinstance(value, Decimal) else repr(value)[:SHOWN]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ. Raises ValueError."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("an object has a field twice"))
    return found


def _no_number(text: str) -> Any:
    raise ValueError(_("%(value)s is no number") % {"value": text})
