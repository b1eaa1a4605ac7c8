"""A customer from all sides: slices that make the whole, items with the day of their money, what he said lately."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.queries import timeline
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.kernel.actor import SYSTEM
from huikuan.paying.operations import PayingDraft, save_paying
from huikuan.paying.rules.records import Block, Habits, Step
from huikuan.receivables.queries.items import open_items_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.receivables.rules import Parts
from huikuan.web.pages.customer_360 import MOST_ITEMS, AllSides, ageings_of, all_sides
from tests.books import NOW, new_books

TODAY = date(2026, 3, 2)


def item(pk: int, days: int | None, minor: int, currency: str = "CNY") -> ReceivableRow:
    due = None if days is None else TODAY - timedelta(days=days)
    parts = Parts(minor, minor)
    return ReceivableRow(
        pk, pk, f"F{pk}", "INVOICE", 1, 1, 1, currency, TODAY, due, days, "OPEN", parts, "", "", ""
    )  # fmt: skip


def test_the_bar_by_days_overdue() -> None:
    items = [item(1, None, 100), item(2, -3, 100), item(3, 0, 100), item(4, 1, 300), item(5, 90, 200), item(6, 91, 200)]
    (bar,) = ageings_of(items=items)
    assert [(one.colour, one.amount.minor, one.items, one.start, one.width) for one in bar.slices] == [
        (0, 300, 3, 0, 300),
        (1, 300, 1, 300, 300),
        (3, 200, 1, 600, 200),
        (4, 200, 1, 800, 200),
    ]
    assert bar.oldest is not None
    assert bar.oldest.id == 6


def test_each_currency_has_its_own_bar_and_nothing_late_has_no_oldest() -> None:
    first, second = ageings_of(items=[item(1, -1, 5, "USD"), item(2, -1, 7), item(3, -2, 7)])
    assert (first.currency, second.currency, first.oldest) == ("CNY", "USD", None)
    assert ageings_of(items=[]) == ()


@given(st.lists(st.tuples(st.none() | st.integers(-400, 400), st.integers(1, 10**13)), min_size=1, max_size=30))
def test_the_slices_make_the_whole(rows: list[tuple[int | None, int]]) -> None:
    (bar,) = ageings_of(items=[item(pk, days, minor) for pk, (days, minor) in enumerate(rows, 1)])
    assert sum(one.amount.minor for one in bar.slices) == sum(minor for _, minor in rows)
    assert sum(one.items for one in bar.slices) == len(rows)
    assert sum(one.width for one in bar.slices) == 1_000
    assert [one.start for one in bar.slices[1:]] == [one.start + one.width for one in bar.slices[:-1]]


def shown(customer_id: int) -> AllSides:
    return all_sides(
        customer_id=customer_id,
        items=open_items_of(actor=SYSTEM, customer_id=customer_id, as_of=TODAY),
        contacts=timeline(actor=SYSTEM, customer_id=customer_id).rows,
        people_there=(),
        today=TODAY,
    )


@pytest.mark.django_db
def test_items_say_when_their_money_comes_and_what_stands_in_the_way() -> None:
    books = new_books()
    buyer = books.customer("乙公司")
    books.invoice(buyer, "F1", 5_000, due=date(2026, 3, 10))
    assert [line.expected.is_recorded for line in shown(buyer).lines] == [False]
    save_paying(actor=SYSTEM, now=NOW, key="a", draft=PayingDraft(buyer, Habits(closing_day=25), (Step("付款"),), 0))
    sides = shown(buyer)
    assert (sides.first_expected, sides.lines[0].expected.day) == (date(2026, 3, 25), date(2026, 3, 25))
    assert sides.lines[0].expected.lines[0].words
    stuck = Step("付款", block=Block(date(2026, 2, 27), "缺验收单"))
    save_paying(actor=SYSTEM, now=NOW, key="b", draft=PayingDraft(buyer, Habits(), (stuck,), 1))
    sides = shown(buyer)
    assert (sides.first_expected, sides.lines[0].expected.tone) == (None, "risk")
    assert sides.paying is not None
    assert sides.paying.blocked is not None
    assert (sides.paying.blocked.why, sides.paying.blocked.blocked_days) == ("缺验收单", 3)


@pytest.mark.django_db
def test_promises_and_disputes_of_ninety_days_and_no_more_items_than_fit() -> None:
    books = new_books()
    buyer = books.customer("乙公司")
    for number in range(MOST_ITEMS + 2):
        books.invoice(buyer, f"F{number}", 100)
    for key, days, outcome in (("a", 1, Outcome.PROMISED), ("b", 91, Outcome.DISPUTED), ("c", 2, Outcome.REACHED)):
        draft = ActivityDraft(
            buyer, ActivityKind.CALL, NOW - timedelta(days=days), key, outcome, NextStep("打电话", TODAY)
        )
        record_activity(actor=SYSTEM, now=NOW, today=TODAY, key=key, activity=draft)
    sides = shown(buyer)
    assert [(one.text, one.chip.tone, one.day) for one in sides.said] == [("a", "soon", date(2026, 3, 1))]
    assert (len(sides.lines), sides.more) == (MOST_ITEMS, 2)
