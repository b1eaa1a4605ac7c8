"""What of the evidence is there, missing or needless, by hand from RULES_CN §3.6."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.clocks.rules.kinds import MEANINGS, EventKind
from huikuan.evidence.rules.judging import completeness
from huikuan.evidence.rules.kinds import GETTERS, WORTH, Ground, ItemFacts, Kind, Paper, State, Strength
from huikuan.evidence.rules.words import CHINESE, article_text

DAY = date(2026, 2, 9)


def paper(kind: Kind, ground: Ground = Ground.UPLOADED_SIGNED, on: date = DAY) -> Paper:
    return Paper(kind, ground, "a.pdf", "ab", on, 1)


INVOICE = paper(Kind.INVOICE, Ground.TAX_INVOICE)
NOTE = paper(Kind.DELIVERY, Ground.DELIVERY_SIGNED)
CASES = {
    "an invoice alone does not prove the delivery (SALES 5)": (
        ItemFacts(1, (INVOICE,)),
        Kind.INVOICE,
        (State.PRESENT, "", "INVOICE_PROVES_NO_DELIVERY"),
    ),
    "with the signed note it stands": (ItemFacts(1, (INVOICE, NOTE)), Kind.INVOICE, (State.PRESENT, "", "")),
    "a signed note proves a contract that nobody wrote (SALES 1)": (
        ItemFacts(1, (NOTE,)),
        Kind.CONTRACT,
        (State.NOT_NEEDED, "", "CONTRACT_BY_DELIVERY"),
    ),
    "a contract that is named must be there": (
        ItemFacts(1, (NOTE,), contract_number="HT-1"),
        Kind.CONTRACT,
        (State.MISSING, "CONTRACT_COPY", ""),
    ),
    "an unsigned note is to be signed": (
        ItemFacts(1, has_notes=True, unsigned_notes=("SH-1",)),
        Kind.DELIVERY,
        (State.MISSING, "DELIVERY_SIGN", ""),
    ),
    "a signed note without its copy is to be photographed": (
        ItemFacts(1, has_notes=True, notes_without_copy=("SH-1",)),
        Kind.DELIVERY,
        (State.MISSING, "DELIVERY_COPY", ""),
    ),
    "one note of two signed is a part": (
        ItemFacts(1, (NOTE,), unsigned_notes=("SH-2",)),
        Kind.DELIVERY,
        (State.PRESENT, "", "DELIVERY_IN_PART"),
    ),
    "an advance is due before the delivery": (
        ItemFacts(1, is_advance=True),
        Kind.DELIVERY,
        (State.NOT_NEEDED, "", "PAID_AHEAD"),
    ),
    "no acceptance without an agreement": (
        ItemFacts(1),
        Kind.ACCEPTANCE,
        (State.NOT_NEEDED, "", "NO_ACCEPTANCE_AGREED"),
    ),
    "an acceptance that was agreed": (
        ItemFacts(1, needs_acceptance=True),
        Kind.ACCEPTANCE,
        (State.MISSING, "ACCEPTANCE_SIGN", ""),
    ),
    "a statement nobody answered": (
        ItemFacts(1, (paper(Kind.STATEMENT, Ground.STATEMENT_SENT),)),
        Kind.STATEMENT,
        (State.PRESENT, "", "STATEMENT_UNANSWERED"),
    ),
    "its answer is the acknowledgement to get": (
        ItemFacts(1, statements_unanswered=("DZ-1",)),
        Kind.ACKNOWLEDGEMENT,
        (State.MISSING, "ACKNOWLEDGEMENT_ANSWER", ""),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_by_hand(name: str) -> None:
    facts, kind, (state, ask, why) = CASES[name]
    found = completeness(facts=facts).of(kind)
    assert (found.state, found.ask, found.why) == (state, ask, why)
    assert (found.getter is GETTERS[kind]) is (state is State.MISSING)


def test_articles_are_cited_as_people_write_them() -> None:
    assert article_text(article="CC 623", language=CHINESE) == "《民法典》第623条"
    assert article_text(article="SALES 5", language="en") == "Interpretation on Sales Contracts 5"


def test_a_demand_is_worth_the_same_as_evidence_and_for_the_limitation_period() -> None:
    """One answer for one piece: a message that a server took is weak in both, whether mail or text (ESIGN 11)."""
    pairs = {
        Ground.MESSAGE_SENT: (EventKind.EMAIL, EventKind.MESSAGE),
        Ground.LETTER_POSTED: (EventKind.LETTER,),
        Ground.LETTER_ARRIVED: (EventKind.DEMAND,),
        Ground.STATEMENT_CONFIRMED: (EventKind.STATEMENT_CONFIRMED,),
    }
    for ground, kinds in pairs.items():
        assert {MEANINGS[kind].strength.value for kind in kinds} == {WORTH[ground].strength.value}
    assert WORTH[Ground.MESSAGE_SENT].strength is Strength.WEAK


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from(list(Kind)), st.sampled_from(list(Ground))), max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_strongest_paper_leads_whatever_the_order(papers: list[tuple[Kind, Ground]], chance: object) -> None:
    """A paper makes its kind present, no paper ever weakens one, and the order of the papers does not matter."""
    found = [paper(kind, ground) for kind, ground in papers]
    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    judged = completeness(facts=ItemFacts(1, tuple(found)))
    again = completeness(facts=ItemFacts(1, tuple(mixed)))
    assert [one.strength for one in judged.standings] == [one.strength for one in again.standings]
    order = list(Strength)
    for one in judged.standings:
        own = [order.index(WORTH[ground].strength) for kind, ground in papers if kind is one.kind]
        assert (one.state is State.PRESENT) == bool(own)
        assert one.strength == (order[min(own)] if own else None)
