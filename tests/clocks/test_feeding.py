"""What feeds the clocks: contacts only with a file, instalments of one contract, debts without a due day; the nightly proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, SubjectKind
from huikuan.clocks.checks import check_clocks
from huikuan.clocks.legal_deadlines import deadlines
from huikuan.clocks.models import DebtClock
from huikuan.clocks.operations.ending import record_deadline
from huikuan.clocks.operations.policies import PolicyDraft, save_policy
from huikuan.clocks.operations.refreshing import refresh_clocks
from huikuan.clocks.queries import clock_alarms, debt_view
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.warning import SHIPPED, Level, Spans, WarningPolicy, policy_fault
from huikuan.clocks.undated import undated_debts
from huikuan.contracts.rules.terms import Trigger
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.models import Receivable
from tests.books import NOW
from tests.clocks.office import DUE, TODAY, ClockOffice, new_office
from tests.contracts.acting import happens, signed
from tests.planned import planned

LATE_THAT_DAY = datetime(2026, 2, 19, 17, 30, tzinfo=UTC)
"""Half past one on 20 February in Shanghai."""


def contact(office: ClockOffice, *files: tuple[str, bytes], **more: Any) -> None:
    """A contact about the item."""
    draft = ActivityDraft(
        customer_id=office.customer,
        company_id=office.books.company_id,
        kind=ActivityKind.VISIT,
        at=LATE_THAT_DAY,
        text="上门催款",
        outcome=Outcome.REACHED,
        next_step=NextStep("再访", date(2026, 3, 31)),
        subjects=(Subject(SubjectKind.RECEIVABLE, office.item.pk),),
        files=files,
    )
    done: dict[str, Any] = {"actor": office.people.owner, "now": NOW, "today": TODAY, "key": office.books.key()}
    record_activity(**done, activity=replace(draft, **more))


@pytest.mark.django_db
def test_a_contact_counts_only_with_a_file_and_on_its_day_in_the_companys_zone() -> None:
    office = new_office()
    ends = date(2026, 4, 10)

    def clock() -> tuple[date | None, date | None, list[tuple[str, str]]]:
        debt = debt_view(actor=SYSTEM, invoice_id=office.item.invoice_id).debt
        return debt.clock.expires, debt.safe, [(one.event.kind.value, one.why.value) for one in debt.clock.events]

    contact(office)
    assert clock() == (ends, ends, [])
    contact(office, ("录音.mp3", b"ID3"), kind=ActivityKind.CALL, outcome=Outcome.NOT_REACHED)
    assert clock() == (ends, ends, [("call_unanswered", "NEVER")])
    contact(office, ("门口.jpg", b"\xff\xd8\xff"))
    # It proves the visit, weakly: people are warned as before.
    assert clock() == (date(2029, 2, 20), ends, [("call_unanswered", "NEVER"), ("visit", "COUNTS")])
    # A plan to pay whose signed paper is kept acknowledges the debt.
    planned(office.books, [office.item])
    assert clock()[1] == date(2029, 3, 2)
    assert clock()[2][-1] == ("plan", "COUNTS")


@pytest.mark.django_db
def test_the_invoices_of_one_contract_run_from_its_last_instalment() -> None:
    """Civil Code 189: one price, paid by instalments; a demand for one interrupts all (limitation rules 9)."""
    office = new_office()
    contract = signed(office.books, office.customer)
    happens(office.books, contract, Trigger.DELIVERY, date(2026, 2, 9))
    first, second = Receivable.objects.filter(invoice__contract="HT-1").order_by("due_date")
    assert first.due_date is not None and second.due_date is not None and first.due_date < second.due_date
    views = [debt_view(actor=SYSTEM, invoice_id=one.invoice_id).debt for one in (first, second)]
    assert [one.clock.basis for one in views] == [second.due_date, second.due_date]
    assert [one.beside for one in views] == [(second.invoice_id,), (first.invoice_id,)]
    refresh_clocks(today=TODAY)
    assert set(DebtClock.objects.values_list("invoice_id", flat=True)) == {office.item.invoice_id, first.invoice_id}
    later = second.due_date + timedelta(days=400)
    refresh_clocks(today=later)
    assert [row.safe for row in DebtClock.objects.all()].count(views[0].safe or DUE) == 2
    assert check_clocks()[0].broken == ()


@pytest.mark.django_db
def test_a_debt_without_a_due_day_is_shown_until_its_period_begins() -> None:
    office = new_office()
    item = office.books.invoice(office.customer, "F-OPEN", 5_000, None, issued=date(2024, 1, 15))[0]
    (row,) = undated_debts(actor=office.people.owner)
    assert (row.invoice_number, row.owed_minor, row.longest) == ("F-OPEN", 5_000, date(2044, 1, 15))
    assert undated_debts(actor=office.people.nobody) == ()
    office.happened(EventKind.GRACE_ENDED, date(2026, 1, 9), items=(item.pk,))
    refresh_clocks(today=TODAY)
    assert DebtClock.objects.get(invoice_id=item.invoice_id).safe == date(2029, 1, 9)
    assert undated_debts(actor=office.people.owner) == ()


@pytest.mark.django_db
def test_the_nightly_proof_names_a_clock_that_is_not_what_its_events_give() -> None:
    office = new_office()
    office.late("F2")
    assert check_clocks()[0].checked == 0
    refresh_clocks(today=TODAY)
    assert (check_clocks()[0].checked, check_clocks()[0].broken) == (2, ())
    forged = DebtClock.objects.filter(invoice_id=office.item.invoice_id)
    forged.update(safe=date(2026, 4, 11), expires=date(2026, 4, 11))
    (found,) = check_clocks()
    assert [one.object for one in found.broken] == [f"clock of invoice {office.item.invoice_id}"]
    forged.delete()
    assert len(check_clocks()[0].broken) == 1
    # What was done since the night is a note until the next one.
    office.books.receipt(1, office.customer)
    (found,) = check_clocks()
    assert (found.broken, len(found.notes)) == ((), 1)
    refresh_clocks(today=TODAY)
    assert check_clocks()[0].broken == ()


@pytest.mark.django_db
def test_warning_days_are_policy_in_versions() -> None:
    office = new_office()
    refresh_clocks(today=TODAY)
    draft = DeadlineDraft(office.books.company_id, office.customer, DeadlineKind.APPEAL, TODAY, subject="(2026)沪1号")
    who: dict[str, Any] = {"now": NOW, "key": office.books.key()}
    record_deadline(actor=office.legal, today=TODAY, draft=draft, **who)

    def levels(today: date = TODAY) -> tuple[list[Level], list[Level | None]]:
        return (
            [one.step for one in clock_alarms(actor=SYSTEM, today=today)],
            [one.step for one in deadlines(actor=SYSTEM, today=today)],
        )

    # 39 days to the end of the period, 15 to the appeal, which is warned of at once and urgently in its last three days.
    assert levels() == ([Level.SECOND], [Level.FIRST])
    assert levels(date(2026, 3, 14)) == ([Level.LAST], [Level.LAST])
    assert deadlines(actor=SYSTEM, today=TODAY)[0].person_id == office.legal.user_id
    changed = PolicyDraft(WarningPolicy(long=Spans(30, 20, 10), short=Spans(20, 16, 2)), "我们只看一个月", 0)
    with pytest.raises(NotPermitted):
        save_policy(actor=office.people.owner, now=NOW, key="n", draft=changed)
    with pytest.raises(Refused, match="REASON_NEEDED"):
        save_policy(actor=SYSTEM, now=NOW, key="r", draft=replace(changed, reason=" "))
    save_policy(actor=SYSTEM, now=NOW, key="s", draft=changed)
    with pytest.raises(Changed, match="CLOCK_POLICY_CHANGED"):
        save_policy(actor=SYSTEM, now=NOW, key="t", draft=changed)
    assert levels() == ([], [Level.SECOND])


@given(first=st.integers(0, 1_100), second=st.integers(-1, 1_100), last=st.integers(-1, 1_100))
def test_warnings_begin_one_after_the_other(first: int, second: int, last: int) -> None:
    policy = WarningPolicy(long=Spans(first, second, last))
    is_right = 0 <= last < second < first <= 1_000
    assert policy_fault(policy=policy) == (None if is_right else "CLOCK_POLICY_ORDER")
    if is_right:
        reached = [
            policy.long.level(day=DUE, today=DUE - timedelta(days=left)) for left in (first + 1, first, last, -1)
        ]
        assert reached == [None, Level.FIRST, Level.LAST, Level.OVER]
    assert policy_fault(policy=SHIPPED) is None
