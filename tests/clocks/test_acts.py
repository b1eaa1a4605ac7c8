"""Clocks as acts: events with their papers, what is found elsewhere, written-off debts, alarms until handled, deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huikuan.clocks.legal_deadlines import deadlines
from huikuan.clocks.models import Deadline, DebtClock
from huikuan.clocks.operations.ending import accept_loss, finish_deadline, record_deadline
from huikuan.clocks.operations.recording import Paper, withdraw_event
from huikuan.clocks.operations.refreshing import refresh_clocks
from huikuan.clocks.operations.renewing import Renewal, renew_deadline
from huikuan.clocks.queries import ClockFilter, clock_alarms, clock_page, clocks_of, debt_view
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
from huikuan.clocks.rules.kinds import EventKind
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.operations import Reduction
from tests.books import NOW
from tests.clocks.office import TODAY, ClockOffice, new_office
from tests.counted import queries_of
from tests.tried import wrong
from tests.writing_off import write_off

pytestmark = pytest.mark.django_db
ENDS = date(2026, 4, 10)


def alarms(actor: Actor = SYSTEM, today: date = TODAY) -> list[tuple[int, int, str, str]]:
    return [(one.minor, one.step, f"{one.day}", one.action.value) for one in clock_alarms(actor=actor, today=today)]


def test_a_clock_moves_by_what_is_proved_and_by_nothing_else() -> None:
    office = new_office()
    assert refresh_clocks(today=TODAY) == 1
    assert alarms() == [(100_000, 90, "2026-04-10", "POST_DEMAND")]
    with pytest.raises(Refused, match="CLOCK_EVENT_EVIDENCE"):
        office.happened(EventKind.DEMAND, date(2026, 2, 20), paper=None)
    with pytest.raises(Refused, match="CLOCK_EVENT_EVIDENCE"):
        office.happened(EventKind.DEMAND, date(2026, 2, 20), paper=Paper("leer.pdf", b""))
    assert DebtClock.objects.get().safe == ENDS
    event_id = office.happened(EventKind.DEMAND, date(2026, 2, 20), note="前台签收")
    row = DebtClock.objects.get()
    assert (row.expires, row.safe, row.last_kind, row.strength) == (
        date(2029, 2, 20),
        date(2029, 2, 20),
        "demand",
        "STRONG",
    )
    assert alarms() == []
    withdraw_event(actor=office.people.owner, now=NOW, today=TODAY, key="w", event_id=event_id, reason="录错客户")
    assert DebtClock.objects.get().safe == ENDS
    assert len(alarms()) == 1
    with pytest.raises(Changed, match="CLOCK_EVENT_CHANGED"):
        withdraw_event(actor=office.legal, now=NOW, today=TODAY, key="w2", event_id=event_id, reason="又一次")


def test_what_a_person_may_not_record() -> None:
    office = new_office()
    theirs = office.late("F9", customer=office.books.customer("丙方"))

    def refused(code: str, kind: EventKind = EventKind.LETTER, on: date = TODAY, **more: object) -> object:
        try:
            office.happened(kind, on, **more)  # type: ignore[arg-type]
        except (Refused, NotPermitted) as why:
            return None if why.code == code else why.code
        return "taken"

    assert (
        wrong(
            {
                "a part payment": lambda: refused("CLOCK_EVENT_FOUND", EventKind.PART_PAYMENT),
                "a call nobody answered": lambda: refused("CLOCK_EVENT_FOUND", EventKind.CALL_UNANSWERED),
                "tomorrow": lambda: refused("CLOCK_EVENT_AHEAD", on=date(2026, 3, 3)),
                "no item": lambda: refused("CLOCK_EVENT_ITEMS", items=()),
                "another's item": lambda: refused("CLOCK_EVENT_ITEMS", items=(theirs.pk,)),
                "an obstacle without its first day": lambda: refused("CLOCK_EVENT_SINCE", EventKind.SUSPENSION),
                "a first day of no obstacle": lambda: refused("CLOCK_EVENT_SINCE", since=TODAY),
                "days reversed": lambda: refused(
                    "CLOCK_EVENT_SINCE", EventKind.SUSPENSION, on=date(2026, 2, 1), since=date(2026, 2, 2)
                ),
                "a long note": lambda: refused("CLOCK_EVENT_NOTE", note="长" * 501),
                "a colleague": lambda: refused("CUSTOMER_NOT_VISIBLE", by=office.people.colleague),
                "an auditor": lambda: refused("VERB_MISSING", by=office.people.auditor),
            }
        )
        == {}
    )


def test_a_demand_for_one_instalment_interrupts_the_whole_debt_and_the_last_instalment_counts() -> None:
    office = new_office()
    first, second = office.books.invoice(
        office.customer, "F2", 300, parts=[(date(2023, 1, 10), 100), (date(2023, 6, 30), 200)], issued=date(2022, 12, 1)
    )
    (plan,) = [
        debt for debt in clocks_of(actor=SYSTEM, customer_id=office.customer, today=TODAY) if debt.open_minor == 300
    ]
    assert (plan.receivable_ids, plan.safe) == ((first.pk, second.pk), date(2026, 6, 30))
    office.happened(EventKind.SUIT, date(2026, 1, 5), items=(first.pk,))
    assert debt_view(actor=SYSTEM, invoice_id=first.invoice_id).debt.safe == date(2029, 1, 5)


def test_a_part_payment_is_found_and_our_own_entry_alone_is_weak() -> None:
    office = new_office()
    item = office.item
    office.books.allocate(office.books.receipt(10_000, office.customer, date(2026, 1, 15)), (item, 10_000))
    (debt,) = clocks_of(actor=office.people.owner, customer_id=office.customer, today=TODAY)
    assert (debt.clock.expires, debt.safe) == (date(2029, 1, 15), ENDS)
    assert [(one.event.kind, one.counted, one.event.strength) for one in debt.clock.events] == [
        ("part_payment", True, "WEAK")
    ]
    backed = office.books.receipt(10_000, office.customer, date(2026, 2, 2), source_ref="bank#7")
    office.books.allocate(backed, (item, 10_000))
    (debt,) = clocks_of(actor=office.people.owner, customer_id=office.customer, today=TODAY)
    assert (debt.clock.expires, debt.safe, debt.clock.strength) == (date(2029, 2, 2), date(2029, 2, 2), "STRONG")


def test_a_written_off_debt_keeps_its_clock_and_a_paid_one_needs_none() -> None:
    office = new_office()
    paid = office.late("F2")
    assert refresh_clocks(today=TODAY) == 2
    write_off(
        actor=SYSTEM, now=NOW, key="off", reduction=Reduction(office.item.pk, 100_000, TODAY, "工商注销，账销案存")
    )
    office.books.allocate(office.books.receipt(100_000, office.customer), (paid, 100_000))
    refresh_clocks(today=TODAY)
    assert list(DebtClock.objects.values_list("invoice_id", "safe")) == [(office.item.invoice_id, ENDS)]
    (row,) = clock_page(actor=SYSTEM, today=TODAY, narrowed=ClockFilter(within=90)).rows
    assert (row.open_minor, row.written_off_minor) == (0, 100_000)
    assert alarms() == [(100_000, 90, "2026-04-10", "POST_DEMAND")]


def test_alarms_go_on_by_steps_until_somebody_handles_it_or_accepts_the_loss() -> None:
    office = new_office()
    refresh_clocks(today=date(2025, 10, 11))
    assert alarms(today=date(2025, 10, 11)) == []
    assert [
        alarms(today=day)[0][1:]
        for day in (date(2025, 10, 12), date(2026, 1, 10), date(2026, 3, 11), date(2026, 4, 11))
    ] == [
        (180, "2026-04-10", "GET_CONFIRMED"),
        (90, "2026-04-10", "POST_DEMAND"),
        (30, "2026-04-10", "FILE_SUIT"),
        (0, "2026-04-10", "NEW_AGREEMENT"),
    ]
    assert [len(alarms(actor)) for actor in (office.people.owner, office.people.colleague, office.legal)] == [1, 0, 1]
    debt: dict[str, Any] = {"invoice_id": office.item.invoice_id, "now": NOW}
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        accept_loss(actor=office.people.accountant, today=TODAY, key="a", reason="x", **debt)
    with pytest.raises(Refused, match="REASON_NEEDED"):
        accept_loss(actor=office.legal, today=TODAY, key="b", reason=" ", **debt)
    with pytest.raises(Refused, match="CLOCK_NOT_NEAR"):
        accept_loss(actor=office.legal, today=date(2025, 10, 11), key="c", reason="太早", **debt)
    accept_loss(actor=office.legal, today=TODAY, key="d", reason="诉讼费高于欠款", **debt)
    with pytest.raises(Changed, match="CLOCK_ACCEPTED"):
        accept_loss(actor=office.legal, today=TODAY, key="e", reason="又一次", **debt)
    assert alarms(today=date(2026, 4, 11)) == []
    # What moved the clock since is warned of again: the loss was accepted for the end it had then.
    office.happened(EventKind.DEMAND, date(2026, 3, 1))
    assert len(alarms(today=date(2029, 2, 1))) == 1


def test_the_list_shows_the_nearest_first_and_only_what_one_may_see() -> None:
    office = new_office()
    office.late("F0", date(2022, 12, 30))
    office.late(
        "F3", date(2024, 5, 10), customer=office.books.customer("丙方", salesperson_id=office.people.colleague.user_id)
    )
    refresh_clocks(today=TODAY)
    seen = {
        name: [row.invoice_number for row in clock_page(actor=actor, today=TODAY, narrowed=narrowed).rows]
        for name, actor, narrowed in (
            ("all", SYSTEM, ClockFilter()),
            ("owner", office.people.owner, ClockFilter()),
            ("nobody", office.people.nobody, ClockFilter()),
            ("90", SYSTEM, ClockFilter(within=90)),
            ("over", SYSTEM, ClockFilter(is_over=True)),
            ("found", SYSTEM, ClockFilter(search="丙方")),
        )
    }
    assert seen == {
        "all": ["F0", "F1", "F3"], "owner": ["F0", "F1"], "nobody": [], "90": ["F1"], "over": ["F0"], "found": ["F3"],
    }  # fmt: skip
    assert clock_page(actor=SYSTEM, today=TODAY, narrowed=ClockFilter()).totals == {"CNY": 300_000}


def test_queries_do_not_grow_with_debts() -> None:
    office = new_office()
    reads = {
        "of a customer": lambda: clocks_of(actor=SYSTEM, customer_id=office.customer, today=TODAY),
        "page": lambda: clock_page(actor=SYSTEM, today=TODAY, narrowed=ClockFilter()),
        "alarms": lambda: clock_alarms(actor=SYSTEM, today=TODAY),
        "day": lambda: refresh_clocks(today=TODAY),
    }
    office.happened(EventKind.DEMAND, date(2024, 3, 1))
    for read in reads.values():
        read()
    before = {name: queries_of(read) for name, read in reads.items()}
    for index in range(5):
        item = office.late(f"N{index}")
        office.happened(EventKind.DEMAND, date(2024, 3, 1), items=(item.pk,))
    refresh_clocks(today=TODAY)
    assert {name: queries_of(read) for name, read in reads.items()} == before
    assert before["alarms"] == 2


def test_other_deadlines_compute_their_last_day_and_are_finished_with_a_note() -> None:
    office = new_office()

    def entered(
        kind: DeadlineKind, basis: date, named: date | None = None, subject: str = "(2026)沪0115民初1号"
    ) -> date:
        draft = DeadlineDraft(office.books.company_id, office.customer, kind, basis, named, subject)
        record_deadline(actor=office.legal, now=NOW, today=TODAY, key=office.books.key(), draft=draft)
        return max(deadlines(actor=SYSTEM, today=TODAY), key=lambda row: row.id).last_day

    assert entered(DeadlineKind.ENFORCEMENT, date(2024, 2, 29)) == date(2026, 2, 28)  # a Saturday that is worked
    assert entered(DeadlineKind.ENFORCEMENT, date(2024, 2, 15)) == date(2026, 2, 24)  # Spring Festival
    assert entered(DeadlineKind.PAYMENT_ORDER, date(2026, 2, 27)) == date(2026, 3, 16)  # 14 March is a Saturday
    assert entered(DeadlineKind.BANKRUPTCY_CLAIM, date(2026, 2, 2)) == date(2026, 3, 4)
    assert entered(DeadlineKind.BANKRUPTCY_CLAIM, date(2026, 2, 2), date(2026, 4, 30)) == date(2026, 4, 30)
    assert entered(DeadlineKind.INSPECTION, date(2026, 2, 2)) == date(2028, 2, 2)
    for bad, code in (
        ((DeadlineKind.BANKRUPTCY_CLAIM, date(2026, 2, 2), date(2026, 3, 1)), "DEADLINE_NAMED"),
        ((DeadlineKind.BANKRUPTCY_CLAIM, date(2026, 2, 2), date(2026, 5, 3)), "DEADLINE_NAMED"),
        ((DeadlineKind.ENFORCEMENT, date(2026, 2, 2), date(2026, 5, 3)), "DEADLINE_NAMED"),
        ((DeadlineKind.ENFORCEMENT, date(2026, 3, 3)), "DEADLINE_BASIS_AHEAD"),
        ((DeadlineKind.ENFORCEMENT, date(2026, 3, 1), None, " "), "DEADLINE_SUBJECT"),
    ):
        with pytest.raises(Refused, match=code):
            entered(*bad)
    found = deadlines(actor=office.people.owner, today=TODAY)
    assert [(row.kind, row.step) for row in found][:3] == [
        ("ENFORCEMENT", 0),
        ("ENFORCEMENT", 0),
        ("BANKRUPTCY_CLAIM", 30),
    ]
    first: dict[str, Any] = {"now": NOW, "today": TODAY, "deadline_id": found[0].id}
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        finish_deadline(actor=office.people.owner, key="n", note="已申请执行", **first)
    with pytest.raises(NotPermitted, match="DEADLINE_NOT_VISIBLE"):
        finish_deadline(actor=office.legal, key="u", note="x", now=NOW, today=TODAY, deadline_id=9_999)
    finish_deadline(actor=office.legal, key="f", note="已申请执行", **first)
    with pytest.raises(Changed, match="DEADLINE_CHANGED"):
        finish_deadline(actor=office.legal, key="g", note="又一次", **first)
    assert found[0].id not in {row.id for row in deadlines(actor=SYSTEM, today=TODAY)}
    assert len(deadlines(actor=SYSTEM, today=TODAY, is_open=False)) == 6
    with pytest.raises(IntegrityError, match="DELETE on clocks_deadline is refused"), transaction.atomic():
        Deadline.objects.all()._raw_delete("default")


def enforced(office: ClockOffice, **more: Any) -> dict[str, Any]:
    draft = DeadlineDraft(
        office.books.company_id,
        office.customer,
        DeadlineKind.ENFORCEMENT,
        date(2024, 3, 29),
        None,
        "(2024)沪01民初7号",
        **more,
    )
    about: dict[str, Any] = {"actor": office.legal, "now": NOW, "today": TODAY}
    return about | record_deadline(**about, key=office.books.key(), draft=draft)


DEMANDED = Renewal(date(2025, 3, 3), "书面催告履行，对方签收", Paper("回执.pdf", b"%PDF-1.4"))


def test_a_demand_with_its_paper_lets_the_two_years_of_enforcement_run_anew() -> None:
    office = new_office()
    ran = enforced(office, reference="case:7", person_id=office.people.director.user_id)
    renewed = renew_deadline(**ran, key="renew", renewal=DEMANDED)
    (row,) = deadlines(actor=SYSTEM, today=TODAY)
    old = Deadline.objects.get(pk=ran["deadline_id"])
    assert (old.finished_on, old.finished_note) == (TODAY, "书面催告履行，对方签收")
    assert (row.id, row.last_day) == (renewed["deadline_id"], date(2027, 3, 3))
    assert (row.reference, row.person_id, row.has_paper) == ("case:7", office.people.director.user_id, True)
    assert renew_deadline(**ran, key="renew", renewal=DEMANDED) == renewed
    with pytest.raises(Changed, match="DEADLINE_CHANGED"):
        renew_deadline(**ran, key="again", renewal=DEMANDED)
    # It may be interrupted again, from there.
    about = ran | {"deadline_id": row.id}
    renew_deadline(**about, key="third", renewal=replace(DEMANDED, on=date(2026, 1, 5)))
    assert [one.last_day for one in deadlines(actor=SYSTEM, today=TODAY)] == [date(2028, 1, 5)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"on": date(2024, 3, 29)}, "DEADLINE_RENEWED_DAY"),
        ({"on": date(2026, 3, 3)}, "DEADLINE_RENEWED_DAY"),
        ({"paper": None}, "CLOCK_EVENT_EVIDENCE"),
        ({"paper": Paper("空.pdf", b"")}, "CLOCK_EVENT_EVIDENCE"),
        ({"note": " "}, "REASON_NEEDED"),
    ],
)  # fmt: skip
def test_a_period_runs_anew_by_nothing_less(change: dict[str, Any], code: str) -> None:
    office = new_office()
    ran = enforced(office)
    with pytest.raises(Refused, match=code):
        renew_deadline(**ran, key="renew", renewal=replace(DEMANDED, **change))
    assert [row.id for row in deadlines(actor=SYSTEM, today=TODAY)] == [ran["deadline_id"]]


def test_what_has_ended_or_is_no_such_period_does_not_run_anew() -> None:
    office = new_office()
    ran = enforced(office) | {"today": date(2026, 5, 6)}
    with pytest.raises(Refused, match="DEADLINE_RENEWED_DAY"):
        renew_deadline(**ran, key="late", renewal=replace(DEMANDED, on=date(2026, 4, 1)))
    renew_deadline(**ran, key="recorded late", renewal=replace(DEMANDED, on=date(2026, 3, 30)))
    draft = DeadlineDraft(office.books.company_id, office.customer, DeadlineKind.APPEAL, TODAY, None, "一审判决")
    appeal = record_deadline(actor=office.legal, now=NOW, today=TODAY, key="appeal", draft=draft)
    with pytest.raises(Refused, match="DEADLINE_RUNS_ON"):
        renew_deadline(**ran | appeal, key="no", renewal=replace(DEMANDED, on=date(2026, 3, 4)))
