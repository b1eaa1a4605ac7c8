"""Where a document came from: the file as it was named, the line, and the import that took it in."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.imports.queries import source_file
from huikuan.kernel.actor import Actor, Verb

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Source:
    """A file and a line; `batch_id` names the import where the reader may open it."""

    file: str
    line: str
    batch_id: int | None


def source_of(*, actor: Actor, source_ref: str) -> Source | None:
    """The source of a document; None where it was typed in. A file that no import names is told by its hash."""
    sha256, _mark, line = source_ref.partition("#")
    if not line:
        return None
    found = source_file(actor=actor, sha256=sha256)
    if found is None:
        return Source(f"{sha256[:_DIGITS]}…", line, None)
    batch_id, name = found
    return Source(name, line, batch_id if actor.may(Verb.VIEW_IMPORTS) else None)
