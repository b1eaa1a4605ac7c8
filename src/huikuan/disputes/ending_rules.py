"""PURE: what ends a dispute: how much of it credit notes cover, each fen of them once, and which proof an ending needs (HANDBOOK C9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huikuan.disputes.rules import Decision, Ending, Event


@dataclass(frozen=True, slots=True)
class CreditNote:
    """A credit note since the dispute was raised: which invoice it lowers, and what of it ended no other dispute, minor units."""

    id: int
    invoice_id: int
    free_minor: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What is at hand for an ending: shares of credit notes (id, minor units), the corrected invoice, a paper kept already."""

    shares: tuple[tuple[int, int], ...] = ()
    corrected_id: int | None = None
    paper_name: str = ""

    @property
    def credited_minor(self) -> int:
        """What of the disputed sum is credited, minor units."""
        return sum(minor for _, minor in self.shares)


def shares_of(*, disputed: Mapping[int, int], notes: Iterable[CreditNote]) -> tuple[tuple[int, int], ...]:
    """How much of each credit note goes into a dispute, the notes as they come; `disputed` by invoice, minor units.

    Never more than is disputed of the invoice a note lowers, nor than is free of the note.
    """
    left, found = dict(disputed), []
    for note in notes:
        share = min(left.get(note.invoice_id, 0), note.free_minor)
        if share > 0:
            left[note.invoice_id] -= share
            found.append((note.id, share))
    return tuple(found)


def ending_fault(*, decision: Decision, disputed_minor: int, proof: Proof) -> str:
    """The code of what is missing to end a dispute so; empty if nothing is. `disputed_minor`: the sum in dispute, minor units."""
    if (decision.event is Event.SETTLE) is not (decision.ending is not None):
        return "DISPUTE_ENDING_NEEDED" if decision.event is Event.SETTLE else "DISPUTE_ENDING_TOO_EARLY"
    has_paper = bool(proof.paper_name) or bool(decision.paper and decision.paper[1])
    match decision.ending:
        case Ending.CREDIT_NOTE if not proof.shares:
            return "DISPUTE_CREDIT_NOTE_MISSING"
        case Ending.CREDIT_NOTE if proof.credited_minor < disputed_minor and not decision.remainder_owed:
            return "DISPUTE_CREDITED_LESS"
        case Ending.CORRECTION if not has_paper and proof.corrected_id is None:
            return "DISPUTE_CORRECTION_UNPROVEN"
        case Ending.REPLACEMENT if not has_paper:
            return "DISPUTE_REPLACEMENT_UNPROVEN"
    return ""
