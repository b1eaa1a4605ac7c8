"""An import as one act: done once for its key, judged again if somebody enters one of its numbers at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.imports.queries import batch_outcome
from huikuan.imports.rules import Counts

TRIES = 3


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What came of an import; `batch_id` names its record (of the first import of the file if this one changed nothing)."""

    batch_id: int
    counts: Counts


def carry_out(*, intent: Intent, work: Callable[[OpenAct], Mapping[str, Json]]) -> ImportOutcome:
    """Do the work of an import, which answers `{"batch_id"}`; the same key again answers as the first time.

    Raises KeyReused, what the work raises, and IntegrityError if the books changed under its hands three times.
    """
    for attempt in range(TRIES):
        try:
            batch_id = int(perform(intent=intent, work=work)["batch_id"])
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return ImportOutcome(batch_id, batch_outcome(batch_id=batch_id))
    raise AssertionError("unreachable")
