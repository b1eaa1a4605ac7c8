"""A late debt goes to court: what is missing is found, brought in, bundled, proved without us, and filed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.cases.queries import case_file, case_of
from huikuan.cases.rules import Event, Kind
from huikuan.evidence.queries import completeness
from huikuan.evidence.rules.kinds import Getter, State, Strength
from huikuan.evidence.rules.kinds import Kind as Proof
from huikuan.kernel.actor import SYSTEM
from tests.cases.acting import TODAY, cost, moved, opened
from tests.evidence.office import new_evidence, unpacked, verified

pytestmark = pytest.mark.django_db


def test_a_late_debt_goes_to_court_with_what_proves_it(tmp_path: Path) -> None:
    """Given ten pumps signed for and billed, to be accepted, and 100,000.00 late since 9 February; when a case is opened, the
    checklist says that the acceptance is missing and the salesperson gets it; once it is uploaded the bundle is made, passes its
    own verifier in a bare Python, and the filing date stands in the case file."""
    office = new_evidence()
    case = opened(office.books, office.customer, {office.item.pk: 100_000_00}, kind=Kind.SUIT)
    before = completeness(actor=SYSTEM, receivable_ids=[office.item.pk])[office.item.pk]
    delivery, acceptance = before.of(Proof.DELIVERY), before.of(Proof.ACCEPTANCE)
    assert (delivery.state, delivery.strength) == (State.PRESENT, Strength.STRONG)
    assert delivery.papers[0].worth.articles == ("CC 623", "SALES 5")
    assert (acceptance.state, acceptance.getter, acceptance.ask) == (
        State.MISSING,
        Getter.SALESPERSON,
        "ACCEPTANCE_SIGN",
    )
    assert before.of(Proof.CONTRACT).why == "CONTRACT_BY_DELIVERY"
    office.add(Proof.ACCEPTANCE)
    after = completeness(actor=SYSTEM, receivable_ids=[office.item.pk])[office.item.pk]
    assert after.of(Proof.ACCEPTANCE).state is State.PRESENT
    assert len(before.missing) - len(after.missing) == 1
    code, said = verified(unpacked(office.bundle(), tmp_path))
    assert code == 0, said
    moved(office.books, case, Event.FILE)
    cost(office.books, case)
    found = case_of(actor=SYSTEM, customer_id=office.customer, today=TODAY)
    assert found is not None and found.costs_minor == 2_300
    filed = case_file(actor=SYSTEM, case_id=case, today=TODAY).steps[0]
    assert (filed.event, filed.on) == (Event.FILE, date(2026, 3, 2))
