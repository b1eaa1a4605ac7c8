"""Story: a broken promise → the ladder → a gate that refuses → the fact is supplied → another approves → told → stopped → paid →
released, and credit answers as before (HANDBOOK C10; 民法典 525–528)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.approvals.models import Request
from huikuan.audit.models import Act
from huikuan.credit.models import CreditStop, Decision
from huikuan.credit.operations.stopping import ExclusionDraft, StopDraft, exclude, stop_credit
from huikuan.credit.rules.orders import ExclusionScope
from huikuan.credit.rules.policy import Rule as CreditRule
from huikuan.customers.operations import ContactDraft
from huikuan.jobs.owners import owner_of
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.outbox.queries import message_row
from huikuan.promises.operations.judging import judge_promises
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receivables.models import Receivable
from huikuan.sanctions.checks import check_sanctions
from huikuan.sanctions.models import Sanction, SanctionStep
from huikuan.sanctions.operations.applying import apply_sanction, notify_sanction
from huikuan.sanctions.operations.climbing import propose_by_policy
from huikuan.sanctions.operations.deciding import decide_sanction
from huikuan.sanctions.operations.ending import release_paid
from huikuan.sanctions.operations.policies import CourtDraft, record_court_entry, save_ladders
from huikuan.sanctions.operations.proposing import SanctionDraft, propose_sanction, state_facts
from huikuan.sanctions.operations.releasing import release_settled
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.rules.facts import Stated, gate_from
from huikuan.sanctions.rules.gates import Turn, Unrest
from huikuan.sanctions.rules.rungs import LADDER, Rung
from tests.credit.desk import Desk, new_desk, set_limit

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 2)
OWED = 2_000_000
SAME_ORDER = Stated("HT-1", Turn.THEIRS_FIRST)


def new_debtor(email: str = "gao@yi.example") -> tuple[Desk, Receivable]:
    """Given a customer with an item of contract HT-1 due on 2 March, a limit far above it, and his person's address."""
    desk = new_desk(None)
    person = ContactDraft(name="高经理", email=email)
    desk.buyer = desk.books.customer("丙公司", contacts=(person,), salesperson_id=desk.people.owner.user_id)
    set_limit(desk.buyer, 10 * OWED)
    (row,) = desk.books.invoice(desk.buyer, "F001", OWED, due=DUE, contract="HT-1")
    return desk, row


def draft(desk: Desk, rung: Rung, stated: Stated) -> SanctionDraft:
    return SanctionDraft(desk.buyer, desk.books.company_id, rung, "多次失约", stated)


def climbed(desk: Desk, today: date, rung: Rung = Rung.DEMAND_1) -> int:
    """When the day's run proposes the rung that is reached, the manager approves it and the letter goes."""
    assert propose_by_policy(actor=SYSTEM, now=desk.books.now, today=today, key=desk.books.key()) == {"proposed": 1}
    row = Sanction.objects.latest("pk")
    assert row.rung == rung.value
    decided(desk, row, today)
    notified(desk, row.pk, today)
    return row.pk


def decided(desk: Desk, row: Sanction, today: date, **more: Any) -> dict[str, Any]:
    given = {"approve": True, "note": "同意", "actor": desk.people.director, **more}
    return decide_sanction(
        now=desk.books.now, today=today, key=desk.books.key(), request_id=row.request_id or 0, **given
    )


def notified(desk: Desk, sanction_id: int, today: date, way: Way = Way.EMAIL) -> Mapping[str, Any]:
    return notify_sanction(**desk.acting(desk.credit_manager), today=today, sanction_id=sanction_id, way=way)


def up_to_supply(desk: Desk) -> date:
    """Given every letter and the end of discounts, on the days the ladder of a standard customer names."""
    days = (10, 25, 40, 60, 67)
    for rung, after in zip(LADDER[:5], days, strict=True):
        climbed(desk, DUE + timedelta(days=after), rung)
    return DUE + timedelta(days=75)


def test_from_a_broken_promise_to_a_stop_of_supply_to_its_release() -> None:
    desk, item = new_debtor()
    promised = PromiseDraft(
        desk.buyer, desk.books.company_id, "CNY", OWED, DUE + timedelta(days=9), "高经理", Channel.CALL,
        receivable_ids=(item.pk,),
    )  # fmt: skip
    make_promise(**desk.acting(SYSTEM), today=DUE, draft=promised)
    # While a promise runs, the ladder waits; broken, it begins.
    assert run(desk, DUE + timedelta(days=10)) == {"proposed": 0}
    judge_promises(**desk.acting(SYSTEM), today=DUE + timedelta(days=20))
    climbed(desk, DUE + timedelta(days=20))
    assert run(desk, DUE + timedelta(days=24)) == {"proposed": 0}
    for rung, days in zip(LADDER[1:5], (30, 40, 60, 67), strict=True):
        climbed(desk, DUE + timedelta(days=days), rung)
    today = DUE + timedelta(days=75)

    # Another order than the one in breach: the gate refuses, and names every missing fact.
    before = answers(desk, today)
    assert set(before.values()) == {("hold", ("DAYS_OVERDUE", "OLD_DEBT"))}
    other = draft(desk, Rung.STOP_SUPPLY, replace(SAME_ORDER, order_number="SO9"))
    with pytest.raises(Refused) as refusal:
        propose_sanction(**desk.acting(desk.credit_manager), today=today, draft=other)
    assert refusal.value.code == "SANCTION_GATE_CLOSED"
    assert (
        refusal.value.parameters["missing"]
        == "SUPPLY_OTHER_ORDER, SUPPLY_NOT_OURS_FIRST, UNREST_UNNAMED, UNREST_EVIDENCE"
    )
    assert not Sanction.objects.filter(rung="STOP_SUPPLY").exists()

    # The order in breach: proposed, and approved by somebody else only.
    right = draft(desk, Rung.STOP_SUPPLY, SAME_ORDER)
    done = propose_sanction(**desk.acting(desk.credit_manager), today=today, draft=right)
    row = Sanction.objects.get(pk=done["sanction_id"])
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        decided(desk, row, today, actor=desk.credit_manager)
    with pytest.raises(Changed, match="SANCTION_CHANGED"):
        notified(desk, row.pk, today)
    decided(desk, row, today)
    assert answers(desk, today) == before

    # Told by letter with the article, then in force: credit holds that order with SANCTION, and no other.
    notified(desk, row.pk, today)
    letter = Message.objects.latest("pk")
    assert "第五百二十六条" in letter.text and "HT-1" in letter.subject
    read = message_row(message_id=letter.pk)
    assert read is not None
    ((_, pdf),) = owner_of(message=read).attach(read, desk.books.now)
    assert pdf.content.startswith(b"%PDF")
    apply_sanction(**desk.acting(desk.credit_manager), today=today, sanction_id=row.pk, note="")
    stopped = answers(desk, today)
    assert stopped["HT-1"] == ("hold", ("DAYS_OVERDUE", "OLD_DEBT", "SANCTION"))
    assert stopped["SO9"] == before["SO9"]

    # Paid: the day's run releases everything, and credit answers as if nothing had been.
    desk.books.allocate(desk.books.receipt(OWED, desk.buyer, today), (item, OWED))
    assert released(desk, today) == {"released": 6, "ended": 0}
    assert released(desk, today) == {"released": 0, "ended": 0}
    assert soon(desk, today) == 0
    assert set(answers(desk, today).values()) == {("allow", ())}
    assert set(Sanction.objects.values_list("state", flat=True)) == {"RELEASED"}
    assert "解除" in Message.objects.latest("pk").text
    assert check_sanctions()[0].broken == ()


def test_the_worker_releases_in_the_round_after_the_payment_what_the_day_s_run_left_in_force() -> None:
    desk, item = new_debtor()
    today = DUE + timedelta(days=20)
    climbed(desk, today)
    stop = stop_credit(**desk.acting(desk.credit_manager), today=today, stop=StopDraft(desk.buyer, "人工"))
    assert soon(desk, today) == 0
    desk.books.allocate(desk.books.receipt(OWED, desk.buyer, today), (item, OWED))
    assert soon(desk, today) == 1
    assert set(Sanction.objects.values_list("state", flat=True)) == {"RELEASED"}
    assert CreditStop.objects.get(pk=stop["stop_id"]).lifted_at is None, "what a person stopped, a person lifts"


def test_a_stop_ends_with_the_order_in_breach_though_another_is_owed_still() -> None:
    desk, item = new_debtor()
    desk.books.invoice(desk.buyer, "F002", OWED, due=DUE, contract="HT-2")
    today = up_to_supply(desk)
    done = propose_sanction(
        **desk.acting(desk.credit_manager), today=today, draft=draft(desk, Rung.STOP_SUPPLY, SAME_ORDER)
    )
    row = Sanction.objects.get(pk=done["sanction_id"])
    decided(desk, row, today)
    notified(desk, row.pk, today)
    apply_sanction(**desk.acting(desk.credit_manager), today=today, sanction_id=row.pk, note="")
    half = OWED // 2
    desk.books.allocate(desk.books.receipt(half, desk.buyer, today), (item, half))
    acts = Act.objects.count()
    assert soon(desk, today) == 0, "the order in breach is owed still"
    assert Act.objects.count() == acts, "a look alone writes nothing"
    desk.books.allocate(desk.books.receipt(half, desk.buyer, today), (item, half))
    assert soon(desk, today) == 1, "the letters ask for the other order still"
    row.refresh_from_db()
    gate = gate_from(content=row.gate)
    assert gate is not None
    assert (row.state, gate.is_open) == ("RELEASED", False)
    assert not CreditStop.objects.filter(lifted_at=None).exists()


def answers(desk: Desk, today: date) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = {}
    for order in ("HT-1", "SO9"):
        told = desk.ask(1, order, today=today, reserve=False)
        blocking = (one["code"] for one in told["reasons"] if one["blocks"])
        found[order] = (told["decision"], tuple(sorted(blocking)))
    return found


def run(desk: Desk, today: date) -> dict[str, Any]:
    return propose_by_policy(actor=SYSTEM, now=desk.books.now, today=today, key=desk.books.key())


def released(desk: Desk, today: date) -> dict[str, Any]:
    return release_paid(actor=SYSTEM, now=desk.books.now, today=today, key=desk.books.key())


def soon(desk: Desk, today: date) -> int:
    return release_settled(now=desk.books.now, today=today)


def test_a_proposal_with_a_closed_gate_waits_for_its_facts_and_who_states_them_does_not_approve() -> None:
    desk, _ = new_debtor()
    today = up_to_supply(desk)
    assert run(desk, today) == {"proposed": 1}
    row = Sanction.objects.get(rung="STOP_SUPPLY")
    with pytest.raises(Refused, match="SANCTION_GATE_CLOSED"):
        decided(desk, row, today)
    # Unrest defence: we would deliver first; assets were moved away; the paper is kept with its hash.
    said = Stated("SO9", Turn.OURS_FIRST, frozenset({Unrest.ASSET_FLIGHT}))
    stating = {**desk.acting(desk.people.director), "today": today, "sanction_id": row.pk}
    assert state_facts(**stating, stated=said)["is_open"] is False
    stating["key"] = desk.books.key()
    assert state_facts(**stating, stated=said, files=[("公示.pdf", b"%PDF-1.4 x")])["is_open"] is False
    # The books know no order SO9: only confirmed, or once it is placed, it may be stopped.
    row.refresh_from_db()
    missing = {one["code"] for way in row.gate["ways"] for one in way["missing"] if way["article"] == "CC-527"}
    assert missing == {"SUPPLY_ORDER_UNKNOWN"}
    stating["key"] = desk.books.key()
    assert state_facts(**stating, stated=replace(said, order_stands=True))["is_open"] is True
    stating["key"] = desk.books.key()
    assert state_facts(**stating, stated=said)["is_open"] is False
    desk.ask(1_000, "SO9", today=DUE)
    stating["key"] = desk.books.key()
    assert state_facts(**stating, stated=said)["is_open"] is True
    row.refresh_from_db()
    with pytest.raises(Refused, match="SANCTION_FACTS_ARE_YOURS"):
        decided(desk, row, today)
    decided(desk, row, today, actor=desk.credit_manager)
    notified(desk, row.pk, today, way=Way.POST)
    apply = {**desk.acting(desk.credit_manager), "today": today, "sanction_id": row.pk, "note": ""}
    # A stop that a person set for the order stays his, whatever becomes of ours.
    his = stop_credit(
        **desk.acting(desk.credit_manager), today=today, stop=StopDraft(desk.buyer, "另案", order_number="SO9")
    )
    apply_sanction(**apply)
    assert CreditStop.objects.filter(lifted_at=None, order_number="SO9").count() == 2
    with pytest.raises(Refused, match="STOPPED_ALREADY"):
        stop_credit(
            **desk.acting(desk.credit_manager),
            today=today,
            stop=StopDraft(desk.buyer, "x", order_number="SO9", company_id=desk.books.company_id),
        )
    # Security is given: supply is resumed at once, though nothing is paid (528).
    stating["key"] = desk.books.key()
    assert state_facts(**stating, stated=replace(said, security_given=True))["is_open"] is False
    row.refresh_from_db()
    assert row.state == "RELEASED"
    assert [stop.pk for stop in CreditStop.objects.filter(lifted_at=None)] == [his["stop_id"]]
    assert [step.event for step in SanctionStep.objects.filter(sanction=row).order_by("pk")] == [
        "PROPOSE", "STATE", "STATE", "STATE", "STATE", "STATE", "APPROVE", "NOTIFY", "APPLY", "STATE", "RELEASE",
    ]  # fmt: skip


def test_what_is_paid_before_it_is_approved_or_sent_comes_to_nothing() -> None:
    desk, item = new_debtor()
    today = DUE + timedelta(days=10)
    assert run(desk, today) == {"proposed": 1}
    row = Sanction.objects.get()
    desk.books.allocate(desk.books.receipt(OWED, desk.buyer, today), (item, OWED))
    with pytest.raises(Refused, match="SANCTION_NOTHING_LEFT"):
        decided(desk, row, today)
    assert released(desk, today) == {"released": 0, "ended": 1}
    row.refresh_from_db()
    assert (row.state, Request.objects.get().state) == ("WITHDRAWN", "WITHDRAWN")


def test_a_letter_without_an_address_goes_on_paper_and_the_hard_rungs_wait_for_their_days() -> None:
    desk, _ = new_debtor(email="")
    today = DUE + timedelta(days=10)
    assert run(desk, today) == {"proposed": 1}
    row = Sanction.objects.get()
    decided(desk, row, today)
    with pytest.raises(Refused, match="SANCTION_NO_ADDRESS"):
        notified(desk, row.pk, today)
    notified(desk, row.pk, today, way=Way.HAND)
    with pytest.raises(Refused, match="SANCTION_LETTER_ONLY"):
        apply_sanction(**desk.acting(desk.credit_manager), today=today, sanction_id=row.pk, note="x")
    # A rung that is carried out by hand gives days to pay, and says what is to be done.
    Sanction.objects.filter(pk=row.pk).update(rung="STOP_SERVICE")
    act = {**desk.acting(desk.credit_manager), "sanction_id": row.pk}
    with pytest.raises(Refused, match="SANCTION_NOTE"):
        apply_sanction(**act, today=today, note=" ")
    with pytest.raises(Refused, match="SANCTION_TIME_RUNS"):
        apply_sanction(**act, today=today + timedelta(days=5), note="停止上门维保")
    apply_sanction(**act, today=today + timedelta(days=12), note="停止上门维保")
    row.refresh_from_db()
    assert row.state == "IN_FORCE"


def test_under_controlled_shipping_each_delivery_of_a_new_order_lowers_what_is_owed() -> None:
    desk, item = new_debtor()
    today = DUE + timedelta(days=10)
    desk.ask(100_000, "OLD", today=DUE)
    asked = SanctionDraft(desk.buyer, desk.books.company_id, Rung.CONTROLLED_SHIPPING, "控制发货", lower_minor=50_000)
    act = {**desk.acting(desk.credit_manager), "today": today}
    with pytest.raises(Refused, match="SANCTION_LOWERS"):
        propose_sanction(**act, draft=replace(asked, lower_minor=0))
    row = Sanction.objects.get(pk=propose_sanction(**act, draft=asked)["sanction_id"])
    decided(desk, row, today)
    notified(desk, row.pk, today)
    desk.books.now += timedelta(minutes=1)
    apply_sanction(**{**act, "key": desk.books.key(), "now": desk.books.now}, sanction_id=row.pk, note="")

    def sanctioned(order: str, minor: int, **more: Any) -> bool:
        desk.books.now += timedelta(minutes=1)
        told = desk.ask(minor, order, today=today, point="DELIVERY", **more)
        return "SANCTION" in {one["code"] for one in told["reasons"]}

    # 20,000.00 owed; nothing paid: no delivery lowers it. The order of before the notice is not controlled.
    assert sanctioned("NEW", 1, reserve=False)
    assert not sanctioned("OLD", 100_000, reserve=False)
    # 2,000.00 paid: of a new order 1,500.00 may go, not a fen more; and after it nothing, until money comes again.
    desk.books.allocate(desk.books.receipt(200_000, desk.buyer, today), (item, 200_000))
    assert sanctioned("NEW", 150_001, reserve=False)
    free = ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, today, "已核", CreditRule.OLD_DEBT)
    exclude(**{**act, "key": desk.books.key()}, exclusion=free)
    assert not sanctioned("NEW", 150_000)
    assert Decision.objects.latest("pk").reserved
    assert sanctioned("NEXT", 1, reserve=False)


def test_ladders_are_versions_and_the_courts_list_is_only_recorded() -> None:
    desk, _ = new_debtor()
    with pytest.raises(Changed, match="LADDER_CHANGED"):
        save_ladders(**desk.acting(desk.people.director), policy=replace(ladders_in_force(), number=9), reason="再改")
    with pytest.raises(Refused, match="LADDER_QUICK_BOUND"):
        save_ladders(
            **desk.acting(desk.people.director), policy=replace(ladders_in_force(), quick_permille=0), reason="x"
        )
    with pytest.raises(NotPermitted):
        save_ladders(**desk.acting(desk.people.owner), policy=ladders_in_force(), reason="x")
    short = replace(ladders_in_force(), court_days=0)
    with pytest.raises(Refused, match="LADDER_COURT_DAYS"):
        save_ladders(**desk.acting(desk.people.director), policy=short, reason="x")
    save_ladders(**desk.acting(desk.people.director), policy=replace(short, court_days=7), reason="每周核对名单")
    assert ladders_in_force().court_days == 7
    found = CourtDraft(desk.buyer, "杭州市西湖区人民法院", "(2026)浙0106执123号", DUE)
    act = {**desk.acting(desk.credit_manager), "today": DUE}
    assert record_court_entry(**act, draft=found)["entry_id"]
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"case_number": " "}, "COURT_CASE"),
        ({"checked_on": DUE + timedelta(days=1)}, "COURT_DAY"),
        ({"checked_on": DUE - timedelta(days=8)}, "COURT_LOOKED_UP_LONG_AGO"),
        ({"stands": False, "checked_on": date(2006, 3, 2)}, "COURT_LOOKED_UP_LONG_AGO"),
    )
    for change, code in wrong:
        with pytest.raises(Refused, match=code):
            record_court_entry(**{**act, "key": desk.books.key()}, draft=replace(found, **change))
