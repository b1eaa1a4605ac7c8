"""Two debtors: one whose process is blocked and who then keeps his word, one who breaks it, evades, is judged and appeals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.causes.models import Cause as CauseRow
from huikuan.causes.operations.recording import Mended, mark_mended, record_cause
from huikuan.causes.operations.settling import settle_causes
from huikuan.causes.rules.causes import Cause, CauseDraft, Mend
from huikuan.conduct.operations.judging import Verdict, decide_appeal, file_appeal, judge_conduct
from huikuan.conduct.queries.grounds import proposals_of
from huikuan.conduct.rules.judging import AppealDraft, JudgementDraft
from huikuan.conduct.rules.weighing import ConductPolicy, Ground, Nature
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.promises.models import Promise
from huikuan.promises.operations.judging import judge_promises
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receivables.models import Receivable
from huikuan.reminders.models import RunRow
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.queries.debtors import debtors
from tests.conduct.test_operations import unreached
from tests.people import new_people
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = pytest.mark.django_db
LATE = MONDAY - timedelta(days=2)


def new_debtor(**more: object) -> tuple[Office, Receivable]:
    office = new_office()
    return office, office.books.invoice(office.customer("蓝天机械", **more), "F1", 100_000, due=LATE)[0]


def caused(office: Office, item: Receivable, cause: Cause, owner: int, mend: Mend | None = None) -> int:
    draft = CauseDraft(
        item.customer_id, item.company_id, "CNY", cause, "付款要先走验收，验收人出差", (item.pk,), owner,
        (("聊天记录.png", b"\x89PNG\r\n\x1a\n"),), mend=mend,
    )  # fmt: skip
    done = record_cause(actor=SYSTEM, now=office.now(), today=office.today, key=office.books.key(), draft=draft)
    return int(done["cause_id"])


def promised(office: Office, item: Receivable, day: date) -> None:
    draft = PromiseDraft(
        item.customer_id, item.company_id, "CNY", item.outstanding_minor, day, "高伟", Channel.CALL,
        receivable_ids=(item.pk,),
    )  # fmt: skip
    make_promise(actor=SYSTEM, now=office.now(), today=office.today, key=office.books.key(), draft=draft)


def the_day(office: Office) -> None:
    act: dict[str, Any] = {"actor": SYSTEM, "now": office.now(), "today": office.today}
    judge_promises(**act, key=office.books.key())
    settle_causes(**act, key=office.books.key())


def letter(office: Office) -> tuple[str, str, list[str], str]:
    office.plan()
    row = RunRow.objects.order_by("-pk").select_related("policy")[0]
    return row.decision, row.tone, [code for code, _ in row.reasons], row.policy.customer_class


def test_a_blocked_step_is_no_malice_and_the_promise_is_kept() -> None:
    """Given a late debtor whose acceptance waits for us, when we mend it and he promises, then he pays and the cause ends."""
    owner = new_people().owner.user_id or 0
    office, item = new_debtor(salesperson_id=owner)
    ours = caused(office, item, Cause.OUR_ACCEPTANCE, owner, Mend("补交验收资料", owner, date(2026, 3, 4)))
    assert letter(office)[0:3:2] == ("SUPPRESS", ["OUR_CAUSE"])
    mended = Mended(True, "资料已签收")
    mark_mended(actor=SYSTEM, now=office.now(), today=MONDAY, key=office.books.key(), cause_id=ours, mended=mended)
    assert letter(office)[0:3:2] == ("SEND", [])
    blocked = caused(office, item, Cause.PROCESS_BLOCKED, owner)
    promised(office, item, date(2026, 3, 9))
    asked = {"customer_ids": [item.customer_id], "today": MONDAY, "policy": ConductPolicy()}
    proposal = proposals_of(actor=SYSTEM, **asked)[item.customer_id]  # type: ignore[arg-type]
    assert proposal.nature is Nature.NOT_MALICIOUS
    assert [one.ground for one in proposal.counters] == [Ground.PROCESS_BLOCKED]
    office.go_to(date(2026, 3, 9))
    office.books.allocate(office.books.receipt(100_000, item.customer_id, office.today), (item, 100_000))
    the_day(office)
    assert Promise.objects.get().state == "KEPT"
    assert dict(CauseRow.objects.values_list("pk", "state")) == {ours: "REPLACED", blocked: "SETTLED"}


def test_a_queued_letter_stays_behind_once_the_cause_lies_on_our_side() -> None:
    owner = new_people().owner.user_id or 0
    office, item = new_debtor(salesperson_id=owner)
    office.send(office.plan()["run_id"])
    caused(office, item, Cause.OUR_INVOICE, owner, Mend("重开发票", owner, date(2026, 3, 4)))
    office.deliver()
    assert [(row.state, row.reasons[0][0]) for row in Message.objects.all()] == [("SUPPRESSED", "OUR_CAUSE")]


def test_broken_promises_and_evasion_are_judged_by_a_person_and_the_tone_follows_until_the_appeal() -> None:
    """Given two broken promises and four calls without answer, when a person judges malice, then the ladder is the watched one's."""
    people = new_people()
    office, item = new_debtor(salesperson_id=people.owner.user_id)
    assert letter(office) == ("SEND", "FRIENDLY", [], "STANDARD")
    for day in (date(2026, 3, 4), date(2026, 3, 18)):
        promised(office, item, day)
        office.go_to(day + timedelta(days=6))
        the_day(office)
    unreached(office.books, item.customer_id, 23, 24, 25, 26)
    office.go_to(date(2026, 3, 27))
    asked = {"customer_ids": [item.customer_id], "today": office.today, "policy": ConductPolicy()}
    proposal = proposals_of(actor=SYSTEM, **asked)[item.customer_id]  # type: ignore[arg-type]
    assert (proposal.nature, [one.ground.value for one in proposal.reasons]) == (
        Nature.MALICIOUS,
        ["PROMISES_BROKEN", "NOT_REACHED"],
    )
    assert letter(office)[1::2] == ("FIRM", "STANDARD")

    def quicker() -> tuple[str, int]:
        """The rung after the first one of his ladder, and from which day overdue it is proposed."""
        ladder = ladders_in_force()
        (debtor,) = debtors(today=office.today, customer_id=item.customer_id).values()
        step = ladder.steps(customer_class=debtor.customer_class, is_malicious=debtor.is_malicious)[1]
        return step.rung.value, step.from_days

    plain = quicker()
    act: dict[str, Any] = {"now": office.now(), "today": office.today}
    draft = JudgementDraft(item.customer_id, Nature.MALICIOUS, "两次失约，四次联系不上")
    judged = judge_conduct(actor=people.director, key=office.books.key(), draft=draft, **act)
    assert letter(office)[1::2] == ("FINAL", "WATCH")
    assert (plain, quicker()) == (("DEMAND_2", 25), ("DEMAND_2", 13))  # half of 25 days
    said = AppealDraft("换了出纳，承诺的款已付到旧账户", "高伟")
    appeal = file_appeal(actor=SYSTEM, key=office.books.key(), draft=said, **act, **judged)
    upheld = Verdict(True, "查到旧账户来款")
    decide_appeal(actor=people.manager, key=office.books.key(), verdict=upheld, **act, **appeal)
    assert letter(office)[1::2] == ("FIRM", "STANDARD")
    assert quicker() == plain
