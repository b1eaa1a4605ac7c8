"""What may end a dispute, by example; no fen of a credit note ends more than is disputed, nor more than it credits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.disputes.ending_rules import CreditNote, Proof, ending_fault, shares_of
from huikuan.disputes.rules import Decision, Ending, Event

PAPER = ("签收单.pdf", b"%PDF")
HALF, WHOLE = Proof(shares=((7, 250),)), Proof(shares=((7, 250), (8, 250)))
CREDIT, CORRECTION, REPLACEMENT = Ending.CREDIT_NOTE, Ending.CORRECTION, Ending.REPLACEMENT


@pytest.mark.parametrize(
    ("decision", "proof", "code"),
    [
        (Decision(Event.SETTLE, "查过"), Proof(), "DISPUTE_ENDING_NEEDED"),
        (Decision(Event.ACCEPT, "查过", Ending.PAID), Proof(), "DISPUTE_ENDING_TOO_EARLY"),
        (Decision(Event.REJECT, "查过", CREDIT), WHOLE, "DISPUTE_ENDING_TOO_EARLY"),
        (Decision(Event.WITHDRAW, "查过"), Proof(), ""),
        (Decision(Event.SETTLE, "查过", Ending.PAID), Proof(), ""),
        (Decision(Event.SETTLE, "查过", CREDIT), Proof(), "DISPUTE_CREDIT_NOTE_MISSING"),
        (Decision(Event.SETTLE, "查过", CREDIT, remainder_owed=True), Proof(), "DISPUTE_CREDIT_NOTE_MISSING"),
        (Decision(Event.SETTLE, "查过", CREDIT), HALF, "DISPUTE_CREDITED_LESS"),
        (Decision(Event.SETTLE, "查过", CREDIT, remainder_owed=True), HALF, ""),
        (Decision(Event.SETTLE, "查过", CREDIT), WHOLE, ""),
        (Decision(Event.SETTLE, "查过", CORRECTION), Proof(), "DISPUTE_CORRECTION_UNPROVEN"),
        (Decision(Event.SETTLE, "查过", CORRECTION), Proof(corrected_id=9), ""),
        (Decision(Event.SETTLE, "查过", CORRECTION, paper=PAPER), Proof(), ""),
        (Decision(Event.SETTLE, "查过", REPLACEMENT), Proof(corrected_id=9), "DISPUTE_REPLACEMENT_UNPROVEN"),
        (Decision(Event.SETTLE, "查过", REPLACEMENT, paper=("空.pdf", b"")), Proof(), "DISPUTE_REPLACEMENT_UNPROVEN"),
        (Decision(Event.SETTLE, "查过", REPLACEMENT, paper=PAPER), Proof(), ""),
        (Decision(Event.SETTLE, "查过", REPLACEMENT), Proof(paper_name="签收单.pdf"), ""),
    ],
)
def test_by_what_a_dispute_may_end(decision: Decision, proof: Proof, code: str) -> None:
    assert ending_fault(decision=decision, disputed_minor=500, proof=proof) == code


@pytest.mark.parametrize(
    ("disputed", "notes", "shares"),
    [
        ({1: 500}, [], ()),
        ({1: 500}, [(7, 1, 1)], ((7, 1),)),
        ({1: 500}, [(7, 1, 300), (8, 1, 300)], ((7, 300), (8, 200))),
        ({1: 500, 2: 100}, [(7, 1, 600)], ((7, 500),)),
        ({1: 500}, [(7, 2, 500), (8, 1, 0)], ()),
    ],
)
def test_credit_notes_cover_what_is_disputed_of_their_own_invoice(
    disputed: dict[int, int], notes: list[tuple[int, int, int]], shares: tuple[tuple[int, int], ...]
) -> None:
    assert shares_of(disputed=disputed, notes=[CreditNote(*one) for one in notes]) == shares


@given(
    st.dictionaries(st.integers(1, 4), st.integers(1, 1_000), min_size=1),
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 1_000)), max_size=8),
)
def test_shares_never_exceed_note_or_dispute(disputed: dict[int, int], free: list[tuple[int, int]]) -> None:
    notes = [CreditNote(pk, invoice, minor) for pk, (invoice, minor) in enumerate(free)]
    shares = dict(shares_of(disputed=disputed, notes=notes))
    assert all(0 < minor <= notes[pk].free_minor for pk, minor in shares.items())
    for invoice, minor in disputed.items():
        mine = [one for one in notes if one.invoice_id == invoice]
        assert sum(shares.get(one.id, 0) for one in mine) == min(minor, sum(one.free_minor for one in mine))
