"""The letter of a rung is a demand only by its proof: it moves the clock and is evidence, and taken back it is neither."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from huikuan.accounts.models import Department
from huikuan.clocks.queries import debt_view
from huikuan.clocks.rules.kinds import EventKind
from huikuan.customers.operations import ContactDraft
from huikuan.evidence.gathering import gathered
from huikuan.evidence.rules.judging import completeness
from huikuan.evidence.rules.kinds import Ground, Kind, Standing, Strength
from huikuan.kernel.actor import SYSTEM, Role, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Attempt, Message
from huikuan.sanctions.models import NoticeArrival, Sanction, SanctionStep
from huikuan.sanctions.notices import notices_about
from huikuan.sanctions.operations.applying import notify_sanction
from huikuan.sanctions.operations.arriving import prove_notice, take_back_arrival
from huikuan.sanctions.operations.deciding import decide_sanction
from huikuan.sanctions.operations.proposing import SanctionDraft, propose_sanction
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.rules.arriving import Arrival
from huikuan.sanctions.rules.rungs import Rung
from tests.books import NOW
from tests.clocks.office import TODAY, ClockOffice, new_office
from tests.evidence.office import new_evidence, unpacked, verified
from tests.people import new_people, person

pytestmark = pytest.mark.django_db
STUB = Arrival(TODAY, ("回执.pdf", b"%PDF-1.4 stub"), "EMS 1029384756")
LATER = TODAY + timedelta(days=2)
ENDS, MOVED = date(2026, 4, 10), date(2029, 3, 2)
"""Three years after the due day; three years after the letter arrived."""


ABOUT: dict[str, Any] = {"now": NOW, "today": TODAY}


def proposed(office: ClockOffice) -> dict[str, Any]:
    """The first demand letter about the late debt."""
    draft = SanctionDraft(office.item.customer_id, office.books.company_id, Rung.DEMAND_1, "逾期未付")
    return propose_sanction(actor=SYSTEM, key="propose", draft=draft, **ABOUT)


def told(office: ClockOffice, way: Way, done: dict[str, Any] | None = None) -> int:
    """The same letter, approved by the director and gone that way."""
    done = done or proposed(office)
    director, request_id = office.people.director, done["request_id"]
    decide_sanction(actor=director, key="decide", request_id=request_id, approve=True, note="同意", **ABOUT)
    notify_sanction(actor=SYSTEM, key="notify", sanction_id=done["sanction_id"], way=way, **ABOUT)
    return int(done["sanction_id"])


def acted(office: ClockOffice, sanction_id: int, **more: Any) -> dict[str, Any]:
    key = office.books.key()
    return {"actor": office.people.director, "now": NOW, "today": LATER, "key": key, "sanction_id": sanction_id} | more


def ends(office: ClockOffice) -> date | None:
    return debt_view(actor=SYSTEM, invoice_id=office.item.invoice_id).debt.safe


def reminders(office: ClockOffice) -> Standing:
    facts = gathered(actor=SYSTEM, receivable_ids=[office.item.pk])[office.item.pk]
    return next(one for one in completeness(facts=facts).standings if one.kind is Kind.REMINDERS)


@pytest.mark.parametrize(("way", "kind"), [(Way.POST, EventKind.LETTER), (Way.HAND, EventKind.DEMAND)])
def test_a_letter_counts_from_the_day_that_its_stub_proves(way: Way, kind: EventKind) -> None:
    office = new_office()
    sanction_id = told(office, way)
    assert ends(office) == ENDS, "nothing proves that it arrived"
    assert (reminders(office).ask, reminders(office).names) == ("REMINDERS_PROVE", (f"S{sanction_id}",))

    prove_notice(**acted(office, sanction_id), arrival=STUB)
    assert ends(office) == MOVED
    (judged,) = debt_view(actor=SYSTEM, invoice_id=office.item.invoice_id).debt.clock.events
    assert (judged.event.kind, judged.event.source) == (kind, f"sanction:{sanction_id}")
    assert [one.ground for one in reminders(office).papers] == [Ground.LETTER_ARRIVED] * 2

    take_back_arrival(**acted(office, sanction_id), reason="回单是另一封信的")
    assert (ends(office), reminders(office).ask) == (ENDS, "REMINDERS_PROVE")
    prove_notice(**acted(office, sanction_id), arrival=STUB)
    assert ends(office) == MOVED
    steps = SanctionStep.objects.filter(sanction=sanction_id).order_by("pk").values_list("event", flat=True)
    assert list(steps)[-4:] == ["NOTIFY", "ARRIVE", "NOT_ARRIVE", "ARRIVE"]


def test_a_mail_counts_weakly_once_a_server_took_it() -> None:
    office = new_office()
    contacts = (ContactDraft(name="高伟", email="gao@yi.example"),)
    office.item = office.late("F2", customer=office.books.customer("丙方机电有限公司", contacts=contacts))
    sanction_id = told(office, Way.EMAIL)
    assert ends(office) == ENDS
    assert (reminders(office).ask, reminders(office).names) == ("REMINDERS_SEND", ()), "a mail has no stub"
    (message,) = Message.objects.filter(purpose="SANCTION")
    Message.objects.filter(pk=message.pk).update(state="SENT", sent_at=NOW)
    Attempt.objects.create(message=message, token=1, worker="w", event="ACCEPT", at=NOW, reply="250 queued as 1")
    debt = debt_view(actor=SYSTEM, invoice_id=office.item.invoice_id).debt
    assert (debt.safe, debt.clock.expires) == (ENDS, MOVED), (
        "weak evidence moves the end, not the day people are warned by"
    )
    assert {one.ground for one in reminders(office).papers} == {Ground.MESSAGE_SENT}
    assert reminders(office).strength == Strength.WEAK
    prove_notice(**acted(office, sanction_id), arrival=STUB)
    debt = debt_view(actor=SYSTEM, invoice_id=office.item.invoice_id).debt
    assert (debt.safe, debt.clock.expires) == (MOVED, MOVED)
    kinds = {one.event.kind for one in debt.clock.events}
    assert kinds == {EventKind.EMAIL, EventKind.DEMAND}, "the mail counts beside the paper of its arrival"
    papers = reminders(office).papers
    assert sorted(one.ground for one in papers) == [Ground.LETTER_ARRIVED, Ground.LETTER_ARRIVED, Ground.MESSAGE_SENT]
    assert [one.message_id for one in papers if one.ground is Ground.MESSAGE_SENT] == [message.pk]
    assert len({one.sha256 for one in papers}) == 3, "letter and paper of its arrival once each, and the message"


def test_a_letter_asks_for_nothing_that_was_paid_before_it_was_written() -> None:
    office = new_office()
    paid = office.late("F3")
    done = proposed(office)
    receipt = office.books.receipt(100_000, office.customer, on=TODAY)
    office.books.allocate(receipt, (paid, 100_000))
    sanction_id = told(office, Way.POST, done)
    asked = [office.item.pk, paid.pk]
    assert [one.receivable_ids for one in notices_about(actor=SYSTEM, receivable_ids=asked)] == [(office.item.pk,)]
    Sanction.objects.filter(pk=sanction_id).update(named=None)
    assert [one.receivable_ids for one in notices_about(actor=SYSTEM, receivable_ids=asked)] == [tuple(asked)]


def test_the_same_key_keeps_a_proof_once_and_another_paper_under_it_is_refused() -> None:
    office = new_office()
    once = acted(office, told(office, Way.POST))
    assert prove_notice(**once, arrival=STUB) == prove_notice(**once, arrival=STUB)
    assert NoticeArrival.objects.count() == 1
    with pytest.raises(Refused, match="KEY_REUSED"):
        prove_notice(**once, arrival=Arrival(TODAY, ("别的.pdf", b"%PDF-1.4 other")))


def test_who_does_not_see_the_customer_neither_proves_a_letter_nor_takes_its_proof_back() -> None:
    office = new_office()
    sanction_id = told(office, Way.POST)
    far = person("far", Role.SALES_MANAGER, Department.objects.get(name="华南"))
    assert far.may(Verb.SANCTION)
    with pytest.raises(NotPermitted, match="SANCTION_NOT_VISIBLE"):
        prove_notice(**acted(office, sanction_id, actor=far), arrival=STUB)
    prove_notice(**acted(office, sanction_id), arrival=STUB)
    with pytest.raises(NotPermitted, match="SANCTION_NOT_VISIBLE"):
        take_back_arrival(**acted(office, sanction_id, actor=far), reason="x")


def test_the_letter_and_its_stub_stand_in_the_bundle_that_checks_itself(tmp_path: Path) -> None:
    case = new_evidence()
    office = ClockOffice(case.books, new_people(), SYSTEM, case.customer, case.item)
    prove_notice(**acted(office, told(office, Way.POST)), arrival=STUB)
    folder = unpacked(case.bundle(), tmp_path / "bundle")
    code, said = verified(folder)
    assert code == 0, said
    listed = [one["path"] for one in json.loads((folder / "manifest.json").read_text())["files"]]
    kept = sorted(path.partition("reminders-")[2] for path in listed if "reminders-" in path)
    assert (len(kept), kept[0][:1], kept[1]) == (2, "S", "回执.pdf")


def test_what_is_wrong_with_a_proof_is_said() -> None:
    office = new_office()
    waiting = proposed(office)
    with pytest.raises(Refused, match="NOTICE_NOT_SENT"):
        prove_notice(**acted(office, waiting["sanction_id"]), arrival=STUB)
    sanction_id = told(office, Way.POST, waiting)
    for arrival, code in (
        (Arrival(TODAY - timedelta(days=1), STUB.paper), "NOTICE_DAY"),
        (Arrival(LATER + timedelta(days=1), STUB.paper), "NOTICE_DAY"),
        (Arrival(TODAY, ("空.pdf", b"")), "NOTICE_PAPER"),
        (Arrival(TODAY, STUB.paper, "x" * 301), "NOTICE_NOTE"),
    ):
        with pytest.raises(Refused, match=code):
            prove_notice(**acted(office, sanction_id), arrival=arrival)
    with pytest.raises(NotPermitted):
        prove_notice(**acted(office, sanction_id, actor=office.people.owner), arrival=STUB)
    with pytest.raises(Changed, match="NOTICE_UNPROVED"):
        take_back_arrival(**acted(office, sanction_id), reason="x")
    prove_notice(**acted(office, sanction_id), arrival=STUB)
    with pytest.raises(Changed, match="NOTICE_PROVED"):
        prove_notice(**acted(office, sanction_id), arrival=STUB)
    for reason, code in ((" ", "REASON_NEEDED"), ("x" * 301, "NOTICE_NOTE")):
        with pytest.raises(Refused, match=code):
            take_back_arrival(**acted(office, sanction_id), reason=reason)
