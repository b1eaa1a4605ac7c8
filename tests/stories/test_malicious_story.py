"""A malicious debtor through every floor: promises broken → judged by a person → the ladder follows → a gate refuses until the
fact is given → supply stops → service stops → a case with its bundle; paid, all that the ladder put on is released and no more."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from huikuan.cases.models import Case
from huikuan.conduct.operations.judging import judge_conduct
from huikuan.conduct.queries.grounds import proposals_of
from huikuan.conduct.rules.judging import JudgementDraft
from huikuan.conduct.rules.weighing import ConductPolicy, Ground, Nature
from huikuan.credit.models import CreditStop
from huikuan.credit.operations.stopping import StopDraft, stop_credit
from huikuan.evidence.operations.bundling import BundleOrder, make_bundle
from huikuan.jobs.day import run_day
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Refused
from huikuan.outbox.models import Message
from huikuan.promises.models import Promise
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import Reduction, accept_short_payment
from huikuan.reminders.models import RunRow
from huikuan.sanctions.checks import check_sanctions
from huikuan.sanctions.models import Sanction, SanctionTask
from huikuan.sanctions.operations import ending
from huikuan.sanctions.operations.applying import apply_sanction, notify_sanction
from huikuan.sanctions.operations.deciding import decide_sanction
from huikuan.sanctions.operations.proposing import state_facts
from huikuan.sanctions.operations.tasks import report_task
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.queries.ladders import ladder_of
from huikuan.sanctions.rules.facts import Stated
from huikuan.sanctions.rules.gates import Turn
from huikuan.sanctions.rules.rungs import LADDER, Rung
from huikuan.settlements.operations.planning import make_plan
from huikuan.settlements.rules.plans import Kind, PlanDraft
from huikuan.worklist.queries import worklist
from tests.conduct.test_operations import unreached
from tests.credit.desk import Desk, set_limit
from tests.evidence.office import unpacked, verified
from tests.people import People, new_people
from tests.reminder_office import Office, new_office

pytestmark = pytest.mark.django_db
DUE, OWED = date(2026, 2, 28), 6_000_000
ON = (  # The day each rung is reached: half the days of a standard customer, no gap shortened.
    date(2026, 3, 20), date(2026, 3, 25), date(2026, 3, 30), date(2026, 4, 7), date(2026, 4, 11), date(2026, 4, 15),
    date(2026, 4, 20), date(2026, 4, 29), date(2026, 5, 14),
)  # fmt: skip
PAID_ON = date(2026, 5, 26)


class Floors:
    """The office with a debtor, its people, and the acts of the ladder in short form."""

    def __init__(self) -> None:
        self.people: People = new_people()
        self.office: Office = new_office()
        self.debtor = self.office.customer("蓝天机械", salesperson_id=self.people.owner.user_id)
        set_limit(self.debtor, 10 * OWED)
        (self.item,) = self.office.books.invoice(self.debtor, "F1", OWED, due=DUE, contract="HT-1")
        self.desk = Desk(self.office.books, self.people, self.debtor, self.people.manager)

    def acting(self, actor: Actor) -> dict[str, Any]:
        return {"actor": actor, "now": self.office.now(), "key": self.office.books.key(), "today": self.office.today}

    def day(self, today: date) -> None:
        self.office.go_to(today)
        run_day(today=today, clock=self.office.now, post=self.office.post(), send=False)

    def promise(self, day: date) -> None:
        draft = PromiseDraft(
            self.debtor, self.office.books.company_id, "CNY", OWED, day, "高伟", Channel.CALL,
            receivable_ids=(self.item.pk,),
        )  # fmt: skip
        make_promise(**self.acting(SYSTEM), draft=draft)

    def approve(self, row: Sanction) -> None:
        given = self.acting(self.people.director)
        decide_sanction(**given, request_id=row.request_id or 0, approve=True, note="同意")

    def told(self, row: Sanction) -> None:
        notify_sanction(**self.acting(self.people.director), sanction_id=row.pk, way=Way.EMAIL)

    def climbed(self, rung: Rung) -> Sanction:
        """The rung that the day's run proposed, approved and told."""
        row = Sanction.objects.latest("pk")
        assert (row.rung, row.state) == (rung.value, "PROPOSED")
        self.approve(row)
        self.told(row)
        return row

    def put_on(self, row: Sanction, note: str = "") -> dict[str, Any]:
        return apply_sanction(**self.acting(self.people.director), sanction_id=row.pk, note=note)

    def credit(self, order: str) -> set[str]:
        told = self.desk.ask(1, order, today=self.office.today, reserve=False)
        return {one["code"] for one in told["reasons"] if one["blocks"]}

    def tasks(self) -> list[tuple[str, str]]:
        found = worklist(actor=self.people.owner, today=self.office.today, size=200).rows
        return [(one.task.reason, one.task.kind.value) for one in found if one.task.kind.value.startswith("SANCTION")]

    def discount(self) -> None:
        """A settlement with a discount, and one taken off an invoice: both given freely."""
        open_minor = Receivable.objects.get(pk=self.item.pk).outstanding_minor
        parts = ((self.office.today + timedelta(days=5), open_minor - 10_000),)
        company = self.office.books.company_id
        plan = PlanDraft(
            self.debtor, company, "CNY", Kind.DISCOUNT_FOR_PAYMENT, (self.item.pk,), parts, discount_minor=10_000,
            begins_on=self.office.today,
        )  # fmt: skip
        make_plan(**self.acting(self.people.director), draft=plan)

    def short(self) -> None:
        cut = Reduction(self.item.pk, 1, self.office.today, "EARLY_PAYMENT_DISCOUNT")
        given = {name: value for name, value in self.acting(self.people.director).items() if name != "today"}
        accept_short_payment(**given, reduction=cut)


def test_a_malicious_debtor_through_every_floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floors = Floors()
    books = floors.office.books
    # Two promises are broken: the day's run finds it. Then nobody answers.
    for made, day in ((date(2026, 3, 2), date(2026, 3, 4)), (date(2026, 3, 10), date(2026, 3, 12))):
        floors.office.go_to(made)
        floors.promise(day)
        floors.day(day + timedelta(days=6))
    assert list(Promise.objects.values_list("state", flat=True)) == ["BROKEN", "BROKEN"]
    unreached(books, floors.debtor, 16, 17, 18, 19)
    floors.office.go_to(ON[0])
    asked: dict[str, Any] = {"customer_ids": [floors.debtor], "today": ON[0], "policy": ConductPolicy()}
    proposal = proposals_of(actor=SYSTEM, **asked)[floors.debtor]
    assert proposal.nature is Nature.MALICIOUS
    assert [one.ground for one in proposal.reasons] == [Ground.PROMISES_BROKEN, Ground.NOT_REACHED]

    # A person judges; tone, policy and ladder follow.
    before = ladder_of(actor=SYSTEM, customer_id=floors.debtor, today=ON[0])[0]
    judgement = JudgementDraft(floors.debtor, Nature.MALICIOUS, "两次失约，四次联系不上")
    judge_conduct(**floors.acting(floors.people.director), draft=judgement)
    after = ladder_of(actor=SYSTEM, customer_id=floors.debtor, today=ON[0])[0]
    assert [(one.rungs[1].from_days, one.is_malicious) for one in (before, after)] == [(25, False), (13, True)]
    floors.day(ON[0])
    row = RunRow.objects.order_by("-pk").select_related("policy")[0]
    assert (row.tone, row.policy.customer_class) == ("FINAL", "WATCH")
    floors.climbed(Rung.DEMAND_1)
    for rung, on in zip(LADDER[1:4], ON[1:4], strict=True):
        floors.day(on)
        floors.climbed(rung)
    floors.day(ON[4])
    floors.put_on(floors.climbed(Rung.STOP_DISCOUNT))
    for refused, code in ((floors.discount, "SETTLEMENT_DISCOUNT_STOPPED"), (floors.short, "DISCOUNT_STOPPED")):
        with pytest.raises(Refused, match=code):
            refused()

    # The gate refuses a stop of supply until the fact is given; it names what is missing, and the article.
    floors.day(ON[5])
    supply = Sanction.objects.latest("pk")
    with pytest.raises(Refused, match="SANCTION_GATE_CLOSED") as refusal:
        floors.approve(supply)
    assert str(refusal.value.parameters["missing"]).startswith("SUPPLY_ORDER_UNNAMED, SUPPLY_TURN_UNKNOWN")
    assert [way["article"] for way in supply.gate["ways"]] == ["CC-526", "CC-527"]
    given = floors.acting(floors.people.manager)
    assert state_facts(**given, sanction_id=supply.pk, stated=Stated("HT-1", Turn.THEIRS_FIRST))["is_open"]
    floors.climbed(Rung.STOP_SUPPLY)
    letter = Message.objects.latest("pk")
    assert "第五百二十六条" in letter.text and "HT-1" in letter.subject
    answers = {order: floors.credit(order) for order in ("HT-1", "SO9")}
    floors.put_on(supply)
    assert floors.credit("HT-1") - answers["HT-1"] == {"SANCTION"}
    assert floors.credit("SO9") == answers["SO9"]

    # What is done by hand is a task of the salesperson until he says what was done.
    floors.day(ON[6])
    service = floors.climbed(Rung.STOP_SERVICE)
    floors.day(ON[7])
    floors.put_on(service, "停止上门维保")
    assert floors.tasks() == [("SANCTION_BY_HAND", "SANCTION_TASK")]
    report_task(**floors.acting(floors.people.owner), task_id=SanctionTask.objects.get().pk, note="已停")
    assert floors.tasks() == []
    ended = floors.climbed(Rung.END_AUTHORISATION)

    # Legal: the case is opened, its bundle made, and its verifier runs without us.
    floors.day(ON[8])
    floors.put_on(ended, "收回经销授权")
    legal = floors.climbed(Rung.LEGAL)
    floors.office.go_to(date(2026, 5, 22))
    case = Case.objects.get(pk=floors.put_on(legal)["case_id"])
    assert (case.state, case.principal_minor) == ("PREPARING", OWED)
    order = BundleOrder(floors.debtor, books.company_id, (floors.item.pk,), "zh-hans")
    bundle = make_bundle(**floors.acting(floors.people.director), order=order)
    exit_code, said = verified(unpacked(bundle, tmp_path))
    assert exit_code == 0, said

    # Paid: the day's run releases what the ladder put on, exactly; a stop that a person set stays.
    floors.office.go_to(PAID_ON)
    his = stop_credit(**floors.acting(SYSTEM), stop=StopDraft(floors.debtor, "另案", order_number="SO7"))
    books.now = floors.office.now()
    books.allocate(books.receipt(OWED, floors.debtor, PAID_ON), (floors.item, OWED))
    with transaction.atomic():  # A release that forgets its stop is found by the check of the books.
        with monkeypatch.context() as patched:
            patched.setattr(ending, "end_stop", lambda **_: True)
            ending.release_paid(**floors.acting(SYSTEM))
        assert any("stop of credit" in str(one) for one in check_sanctions()[0].broken)
        transaction.set_rollback(True)
    floors.day(PAID_ON)
    assert set(Sanction.objects.values_list("state", flat=True)) == {"RELEASED"}
    assert [stop.pk for stop in CreditStop.objects.filter(lifted_at=None)] == [his["stop_id"]]
    assert floors.credit("HT-1") == set()
    assert Case.objects.get().state == "WITHDRAWN"
    assert floors.tasks() == [("SANCTION_TO_UNDO", "SANCTION_TASK")]
    assert [one.ended for one in SanctionTask.objects.order_by("pk")] == ["DONE", "DROPPED", ""]
    assert check_sanctions()[0].broken == ()
