"""The one definition of an ageing against a few lines of plain Python."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.ageing import aged, in_bucket, known, newest_billings, open_items, unapplied
from huikuan.portfolio.rules import Basis, Buckets

DAY = date(2026, 6, 30)
NOON = datetime.fromisoformat("2026-06-30T12:00:00")
SCHEMA: dict[str, Any] = {
    c.COMPANY: pl.Int64,
    c.CUSTOMER: pl.Int64,
    c.CURRENCY: pl.String,
    c.RECEIVABLE: pl.Int64,
    c.KIND: pl.String,
    c.MINOR: pl.Int64,
    c.EFFECTIVE: pl.Date,
    c.POSTED_AT: pl.Datetime("us"),
    c.ISSUED: pl.Date,
    c.DUE: pl.Date,
}
Rows = list[dict[str, Any]]


def movement(item: int, minor: int, kind: str = "INVOICE", *, on: date = DAY, **more: Any) -> dict[str, Any]:
    """A movement of an item issued 40 days and due 10 days before the day, unless said otherwise."""
    issued = more.get("issued", DAY - timedelta(days=40))
    return {
        c.COMPANY: 1,
        c.CUSTOMER: more.get("customer", 1),
        c.CURRENCY: more.get("currency", "CNY"),
        c.RECEIVABLE: item,
        c.KIND: kind,
        c.MINOR: minor,
        c.EFFECTIVE: on,
        c.POSTED_AT: more.get("posted", NOON),
        c.ISSUED: issued,
        c.DUE: more.get("due", issued + timedelta(days=30)),
    }


def lazy(rows: Rows) -> nw.LazyFrame[Any]:
    return nw.from_native(pl.DataFrame(rows, schema=SCHEMA).lazy())


def cells(rows: Rows, basis: Basis = Basis.DUE, edges: tuple[int, ...] = (0, 30), as_of: date = DAY) -> list[list[int]]:
    movements = known(movements=lazy(rows), as_of=as_of)
    frame = aged(movements=movements, basis=basis, edges=Buckets(edges).days(as_of=as_of), keys=c.HOLDER)
    return [row[3:] for row in sorted(map(list, frame.collect().iter_rows()))]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (DAY + timedelta(days=1), [100, 0, 0, 0]),
        (DAY, [100, 0, 0, 0]),  # due today: 0 days, not overdue (D3)
        (DAY - timedelta(days=1), [0, 100, 0, 0]),
        (DAY - timedelta(days=30), [0, 100, 0, 0]),
        (DAY - timedelta(days=31), [0, 0, 100, 0]),
        (None, [0, 0, 0, 100]),  # no due date: its own column, counted (D4)
    ],
)
def test_where_an_item_stands(due: date | None, expected: list[int]) -> None:
    assert cells([movement(1, 100, due=due)]) == [expected]


def test_age_from_the_invoice_needs_no_due_date() -> None:
    rows = [movement(1, 100, due=None, issued=DAY - timedelta(days=31))]
    assert cells(rows, Basis.INVOICE) == [[0, 0, 100, 0]]


def test_what_comes_later_does_not_count() -> None:
    rows = [movement(1, 100, on=date(2026, 6, 1)), movement(1, -100, "ALLOCATE", on=date(2026, 7, 1))]
    assert cells(rows) == [[0, 100, 0, 0]]
    assert cells(rows, as_of=date(2026, 5, 31)) == []


def test_what_was_learnt_later_does_not_count() -> None:
    rows = [movement(1, 100), movement(1, -40, "ALLOCATE", posted=NOON + timedelta(microseconds=1))]
    early = known(movements=lazy(rows), as_of=DAY, known_at=NOON).collect()
    assert early[c.MINOR].to_list() == [100]


def test_currencies_and_customers_are_never_added_up() -> None:
    rows = [movement(1, 5), movement(2, 7, currency="USD"), movement(3, 9, customer=2)]
    assert cells(rows) == [[0, 5, 0, 0], [0, 7, 0, 0], [0, 9, 0, 0]]


def test_unapplied_money_is_positive() -> None:
    rows = [movement(1, -500, "RECEIPT"), movement(1, 200, "ALLOCATE")]
    assert unapplied(movements=lazy(rows), keys=(c.CUSTOMER,)).collect()[c.UNAPPLIED].to_list() == [300]


def test_only_items_with_something_open() -> None:
    rows = [movement(1, 100), movement(1, -100, "ALLOCATE"), movement(2, 100), movement(2, -30, "CREDIT_NOTE")]
    found = open_items(movements=lazy(rows)).collect()
    assert list(found.select(c.RECEIVABLE, c.MINOR).iter_rows()) == [(2, 70)]


def test_the_balance_is_the_newest_billings() -> None:
    """40 owed at the end of March, 15 billed in March: 15 is one month old, 25 is older (RULES §6.1)."""
    january, march = date(2026, 1, 15), date(2026, 3, 15)
    rows = [
        movement(1, 60, issued=january, on=january),
        movement(2, 15, issued=march, on=march),
        movement(2, -35, "ALLOCATE", on=march),  # the records name the newer one; the view does not care
    ]
    found = newest_billings(movements=lazy(rows)).collect()
    assert sorted(found.select(c.RECEIVABLE, c.MINOR).iter_rows()) == [(1, 25), (2, 15)]


@pytest.mark.parametrize(
    "rows",
    [
        [movement(1, -30, "CREDIT_NOTE")],  # dated before its invoice
        [movement(1, 60), movement(1, 20, "CREDIT_NOTE")],  # taken back before it was given
    ],
)
def test_a_balance_that_is_no_part_of_the_billings_keeps_its_items(rows: Rows) -> None:
    found = newest_billings(movements=lazy([*rows, movement(9, 5, customer=2)])).collect()
    expected = [(1, sum(row[c.MINOR] for row in rows)), (9, 5)]
    assert sorted(found.select(c.RECEIVABLE, c.MINOR).iter_rows()) == expected


def test_cancelled_billings_do_not_count_as_newest() -> None:
    new = DAY - timedelta(days=3)
    rows = [movement(1, 60), movement(2, 50, issued=new, on=new), movement(2, -50, on=DAY, issued=new)]
    found = newest_billings(movements=lazy(rows)).collect()
    assert list(found.select(c.RECEIVABLE, c.MINOR).iter_rows()) == [(1, 60)]


items = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 1_000),
        st.integers(0, 999),
        st.one_of(st.none(), st.integers(-100, 250)),
        st.integers(0, 300),
    ),
    max_size=12,
)


@given(items, st.sampled_from([(0, 30, 60, 90, 180), (-10, 0, 5), (0,)]), st.sampled_from(list(Basis)))
def test_each_item_is_in_one_bucket_and_the_buckets_sum_to_what_is_open(
    drawn: list[tuple[int, int, int, int | None, int]], edges: tuple[int, ...], basis: Basis
) -> None:
    rows: Rows = []
    expected: dict[int, list[int]] = defaultdict(lambda: [0] * (len(edges) + 2))
    buckets = Buckets(edges)
    for number, (customer, minor, paid, late, age) in enumerate(drawn):
        due = None if late is None else DAY - timedelta(days=late)
        issued = DAY - timedelta(days=age)
        item: dict[str, Any] = {"customer": customer, "due": due, "issued": issued, "on": issued}
        rows += [movement(number, minor, **item), movement(number, -min(paid, minor), "ALLOCATE", **item)]
        days = late if basis is Basis.DUE else age
        place = len(edges) + 1 if days is None else buckets.index_of(days=days)
        expected[customer][place] += minor - min(paid, minor)
    assert cells(rows, basis, edges) == [expected[customer] for customer in sorted(expected)]
    total = sum(row[c.MINOR] for row in rows)
    assert sum(map(sum, cells(rows, basis, edges))) == total
    spread = newest_billings(movements=lazy(rows)).collect()[c.MINOR].to_list()
    assert sum(spread) == total
    assert all(minor > 0 for minor in spread)


@given(items, st.sampled_from(list(Basis)))
def test_the_items_of_the_buckets_are_all_items_once(
    drawn: list[tuple[int, int, int, int | None, int]], basis: Basis
) -> None:
    rows = [
        movement(number, minor, due=None if late is None else DAY - timedelta(days=late), on=DAY - timedelta(days=age))
        for number, (_, minor, _, late, age) in enumerate(drawn)
    ]
    edges = Buckets((0, 30)).days(as_of=DAY)
    found = [
        in_bucket(items=open_items(movements=lazy(rows)), basis=basis, edges=edges, index=index)
        .collect()[c.RECEIVABLE]
        .to_list()
        for index in (0, 1, 2, None)
    ]
    assert sorted(item for each in found for item in each) == list(range(len(rows)))
