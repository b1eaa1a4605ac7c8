"""A limitation period that only evidence moves, and a guarantor's clock that was nearly missed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, SubjectKind
from huikuan.clocks.models import DebtClock
from huikuan.clocks.operations.recording import Paper, record_event
from huikuan.clocks.queries import debt_view
from huikuan.clocks.rules.interrupting import EventDraft
from huikuan.clocks.rules.kinds import EventKind
from huikuan.jobs.day import run_day
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.securities.operations.ending import Happened, claim_guarantee
from huikuan.securities.rules import SecurityKind
from huikuan.web.pages.legal_deadlines import other_lines
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind
from tests.reminder_office import Office, manager, new_office
from tests.securities.office import new_office as new_security_office

pytestmark = pytest.mark.django_db
DUE, ENDS = date(2023, 3, 20), date(2026, 3, 20)
MONDAY = date(2026, 3, 2)


def day(office: Office, today: date, *, send: bool = True) -> list[tuple[str, str]]:
    """The day's work, and what it leaves of limitation on the list."""
    office.go_to(today)
    run_day(today=today, clock=office.now, post=office.post(), send=send)
    tasks = [row.task for row in worklist(actor=SYSTEM, today=today).rows]
    return [(task.reason, task.next_step) for task in tasks if task.kind is TaskKind.CLOCK_ENDING]


def test_only_evidence_moves_the_clock() -> None:
    office = new_office()
    books, buyer = office.books, office.customer("乙方机电有限公司")
    (item,) = books.invoice(buyer, "F-2023", 100_000, DUE, issued=date(2023, 2, 18))

    # given a debt whose period ends in 18 days, when the day is done, then it stands on the list with what would interrupt
    assert day(office, MONDAY) == [("LIMITATION_RUNS_OUT", "FILE_SUIT")]

    # when its reminder goes out and the server takes it, then that counts, but as weak evidence: the warning stays
    assert len(office.channel.mails) == 1
    assert day(office, date(2026, 3, 3), send=False) == [("LIMITATION_RUNS_OUT", "FILE_SUIT")]
    row = DebtClock.objects.get()
    assert (row.expires, row.safe, row.last_kind, row.strength) == (date(2029, 3, 2), ENDS, "email", "WEAK")

    # when somebody calls, then nothing moves, whatever was said: the call has no evidence
    call = ActivityDraft(
        customer_id=buyer,
        company_id=books.company_id,
        kind=ActivityKind.CALL,
        at=office.now(),
        text="答应月底付款",
        outcome=Outcome.REACHED,
        next_step=NextStep("月底查账", date(2026, 3, 31)),
        subjects=(Subject(SubjectKind.RECEIVABLE, item.pk),),
    )
    record_activity(actor=manager(), now=office.now(), today=office.today, key=books.key(), activity=call)
    assert day(office, date(2026, 3, 4), send=False) == [("LIMITATION_RUNS_OUT", "FILE_SUIT")]
    assert DebtClock.objects.get().safe == ENDS

    # when the demand they signed is attached, then three years run anew and nobody is warned any more
    draft = EventDraft(books.company_id, buyer, EventKind.DEMAND_SIGNED, date(2026, 3, 4), (item.pk,), "财务章")
    paper = Paper("催款函回执.pdf", b"%PDF-1.4 signed")
    record_event(actor=manager(), now=office.now(), today=office.today, key=books.key(), draft=draft, paper=paper)
    assert DebtClock.objects.get().safe == date(2029, 3, 5)
    assert day(office, date(2026, 3, 5), send=False) == []
    chain = debt_view(actor=SYSTEM, invoice_id=item.invoice_id).debt.clock.events
    assert [(one.event.kind, one.why) for one in chain] == [("email", "COUNTS"), ("demand_signed", "COUNTS")]


def test_a_guarantors_clock_is_nearly_missed() -> None:
    office = new_security_office()
    until = date(2026, 2, 28)  # six months from 31 August 2025; a Saturday that is worked
    security_id = office.record(SecurityKind.GUARANTEE_JOINT, giver="丁方担保有限公司", principal_due=date(2025, 8, 31))
    office.attach(security_id)

    # given a joint guarantor who has not been asked, when four days are left, then it stands before everything else
    today = date(2026, 2, 24)
    (task,) = [
        row.task for row in worklist(actor=SYSTEM, today=today).rows if row.task.kind is TaskKind.SECURITY_ENDING
    ]
    assert (task.parameters["date"], task.parameters["days"], task.next_step) == (
        f"{until}",
        4,
        "DEMAND_FROM_GUARANTOR",
    )
    with translation.override("zh-hans"):
        (line,) = other_lines(actor=office.people.owner, today=today)
    assert (line.end.day, line.end.days_overdue, line.article) == (until, -4, "民法典第 692 条")

    # when it is claimed the day after the clock, then it is too late; on its last day it is not, and the clock stops
    asked: dict[str, Any] = {"actor": office.people.owner, "now": office.books.now, "security_id": security_id}
    with pytest.raises(Refused, match="SECURITY_CLAIM_LATE"):
        late = Happened(date(2026, 3, 1), "书面要求承担保证责任")
        claim_guarantee(today=date(2026, 3, 2), key=office.books.key(), happened=late, **asked)
    in_time = Happened(until, "书面要求承担保证责任")
    claim_guarantee(today=until, key=office.books.key(), happened=in_time, **asked)
    assert other_lines(actor=office.people.owner, today=until) == ()
