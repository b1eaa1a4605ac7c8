"""Statements nobody answered stand in the worklist of who may send them, with the reason and the next step."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.insight.queries import figures_today
from huikuan.kernel.actor import SYSTEM
from huikuan.statements.models import Statement
from huikuan.statements.operations.following import follow_up, prove_otherwise
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind
from tests.books import NOW
from tests.people import new_people
from tests.statements.office import FEBRUARY, JANUARY, new_desk

pytestmark = pytest.mark.django_db


def tasks(today: date, actor: object = SYSTEM) -> list[Task]:
    found = worklist(actor=actor, today=today)  # type: ignore[arg-type]
    return [row.task for row in found.rows if row.task.kind is TaskKind.STATEMENT_SILENT]


def test_silence_asks_for_a_second_request_then_for_other_evidence_then_for_nothing() -> None:
    desk = new_desk()
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    row = desk.sent(desk.one())
    assert tasks(date(2026, 3, 10)) == []
    day = date(2026, 3, 20)
    follow_up(actor=SYSTEM, now=NOW, today=day, key="one")
    (first,) = tasks(day)
    assert (first.reason, first.next_step, first.amount_minor) == (
        "STATEMENT_SILENT_ONCE",
        NextStep.REQUEST_AGAIN,
        10_000_00,
    )
    assert first.parameters["statement_id"] == row.pk
    people = new_people()
    assert tasks(day, people.accountant) == [first]
    assert tasks(day, people.owner) == [], "who may not send it has nothing to do about it"
    row.refresh_from_db()
    desk.sent(row, day)
    assert tasks(day) == []
    follow_up(actor=SYSTEM, now=NOW, today=date(2026, 4, 20), key="two")
    (second,) = tasks(date(2026, 4, 20))
    assert (second.reason, second.next_step) == ("STATEMENT_SILENT_TWICE", NextStep.PROVE_OTHERWISE)
    assert second.score > first.score
    prove_otherwise(actor=SYSTEM, now=NOW, key="proof", statement_id=row.pk, text="四月回款")
    assert tasks(date(2026, 4, 20)) == []


def test_only_the_newest_statement_of_an_account_is_asked_for() -> None:
    desk = new_desk()
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    for period in (JANUARY, FEBRUARY):
        desk.sent(desk.one(period))
    follow_up(actor=SYSTEM, now=NOW, today=date(2026, 4, 1), key="late")
    assert set(Statement.objects.values_list("state", flat=True)) == {"NO_REPLY"}
    (task,) = tasks(date(2026, 4, 1))
    assert task.parameters["statement_id"] == Statement.objects.get(through=FEBRUARY.through).pk


def test_the_home_page_says_how_much_of_the_newest_month_is_confirmed() -> None:
    desk = new_desk()
    third = desk.books.customer("丙")
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    desk.books.invoice(third, "F002", 20_000_00)
    assert not [
        one for one in figures_today(actor=SYSTEM, today=date(2026, 3, 2)) if one.code == "STATEMENT_CONFIRMATION"
    ]
    rows = desk.run()
    desk.answer(desk.handed(next(row for row in rows if row.customer_id == desk.customer)))
    (figure,) = (
        one for one in figures_today(actor=SYSTEM, today=date(2026, 3, 2)) if one.code == "STATEMENT_CONFIRMATION"
    )
    # counted by hand: 10,000.00 of 30,000.00
    assert figure.kpi is not None
    assert (figure.kpi.numerator_minor, figure.kpi.denominator_minor, figure.value) == (10_000_00, 30_000_00, 3_333)
    assert figure.kpi.as_of == FEBRUARY.through
    others = desk.books.company_id + 1_000
    assert not [
        one
        for one in figures_today(actor=SYSTEM, today=date(2026, 3, 2), company_id=others)
        if one.kpi and one.kpi.name == "STATEMENT_CONFIRMATION"
    ]
