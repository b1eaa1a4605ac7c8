"""The interest table: every day that bears interest once, whether charged, proposed or not claimed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from huikuan.interest.operations.claiming import Claim, charge_interest, drop_interest, propose_interest
from huikuan.interest.operations.pausing import PauseDraft, stop_interest
from huikuan.interest.operations.waiving import ask_interest_waiver, decide_interest_waiver
from huikuan.interest.queries import accrued
from huikuan.interest.rules.accruing import PauseReason
from huikuan.interest.rules.charging import State
from huikuan.interest.table import TableRow, interest_table
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.receivables.models import Receivable
from tests.books import Books, new_books
from tests.people import new_people, person

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 3, 31, 1, 30, tzinfo=UTC), date(2026, 3, 31)
DUE = date(2026, 2, 9)


def late() -> tuple[Books, Receivable]:
    books = new_books()
    books.now = NOW
    (row,) = books.invoice(books.customer("乙"), "F1", 1_000_000, DUE)
    return books, row


def proposed(books: Books, row: Receivable, through: date) -> list[int]:
    claim = Claim(row.company_id, (row.pk,), through)
    found = propose_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), claim=claim)
    return [int(pk) for pk in found["charge_ids"]]


def table(row: Receivable) -> tuple[TableRow, ...]:
    return interest_table(receivable_ids=[row.pk], until=TODAY).get(row.pk, ())


def days_of(rows: tuple[TableRow, ...]) -> list[date]:
    return [one.segment.from_day + timedelta(days=step) for one in rows for step in range(one.segment.days)]


def all_days() -> list[date]:
    return [DUE + timedelta(days=step) for step in range(1, (TODAY - DUE).days + 1)]


def test_charged_proposed_and_running_days_stand_in_order_each_once() -> None:
    """Given 10,000.00 late since 10 February: charged through the 20th, 4,000.00 paid on 1 March, proposed through 10 March."""
    books, row = late()
    charge_interest(
        actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), charge_ids=proposed(books, row, date(2026, 2, 20))
    )
    books.allocate(books.receipt(400_000, row.customer_id, date(2026, 3, 1)), (row, 400_000))
    (waiting,) = proposed(books, row, date(2026, 3, 10))
    rows = table(row)
    assert [(one.segment.from_day, one.segment.through_day, one.state, one.document) for one in rows] == [
        (date(2026, 2, 10), date(2026, 2, 20), State.CHARGED, "LI-000001"),
        (date(2026, 2, 21), date(2026, 3, 1), State.PROPOSED, ""),
        (date(2026, 3, 2), date(2026, 3, 10), State.PROPOSED, ""),
        (date(2026, 3, 11), TODAY, None, ""),
    ]
    assert days_of(rows) == all_days()
    cost = accrued(receivable_ids=[row.pk], until=TODAY)[row.pk]
    whole = cost.charged_minor + cost.proposed_minor + cost.accrued_minor
    assert sum(one.segment.interest_minor for one in rows) == whole
    assert {one.article for one in rows} == {"SALES 18(4)"}
    drop_interest(actor=SYSTEM, now=NOW, key=books.key(), charge_ids=[waiting], note="")
    assert days_of(table(row)) == all_days()
    assert {one.state for one in table(row)} == {State.CHARGED, None}


def test_paused_and_waived_days_cost_nothing_and_are_no_part_of_it() -> None:
    director, manager = new_people().director, person("he.ping", Role.CREDIT_MANAGER, None)
    books, row = late()
    (charge_id,) = proposed(books, row, date(2026, 2, 20))
    asked = ask_interest_waiver(
        actor=director, now=NOW, today=TODAY, key=books.key(), charge_id=charge_id, reason="长期客户，一次性减免"
    )
    decide_interest_waiver(
        actor=manager, now=NOW, today=TODAY, key=books.key(), request_id=int(asked["request_id"]), approve=True, note=""
    )
    draft = PauseDraft(row.company_id, row.customer_id, date(2026, 3, 2), PauseReason.BANKRUPTCY, "（2026）沪破申1号")
    stop_interest(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)
    (one,) = table(row)
    assert (one.segment.from_day, one.segment.through_day, one.state) == (date(2026, 2, 21), date(2026, 3, 1), None)


def test_an_item_that_costs_nothing_is_left_out() -> None:
    books, row = late()
    draft = PauseDraft(row.company_id, row.customer_id, DUE, PauseReason.BANKRUPTCY, "（2026）沪破申1号")
    stop_interest(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)
    assert table(row) == ()
