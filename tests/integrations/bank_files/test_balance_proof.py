"""Direction proved by b_t = b_{t-1} ± amount, whatever the order of the file."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.bank_files.balance_proof import (
    Break,
    ChainRow,
    Proof,
    Reading,
    chronological,
    orders_of,
    proof_of,
)

START = datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001  (the bank's wall clock)
ALL = (Reading.NATURAL, Reading.FLIPPED)


def _row(minor, balance, at=START):
    return ChainRow(amounts=(minor, -minor, minor), balance=balance, day=at.date(), at=at)


def _chain(minors, opening=0, step_minutes=1):
    rows, balance = [], opening
    for number, minor in enumerate(minors):
        balance += minor
        rows.append(_row(minor, balance, START + timedelta(minutes=number * step_minutes)))
    return rows


def _signed(found, rows):
    return [found.amounts[index] for index in found.order], [rows[index].balance for index in found.order]


amounts = st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=2, max_size=30)


@given(minors=amounts, opening=st.integers(-(10**9), 10**9), step=st.sampled_from([1, 600]))
def test_any_order_of_the_file_gives_the_same_statement(minors, opening, step):
    rows = _chain(minors, opening, step)
    days_down = sorted(rows, key=lambda row: (-row.day.toordinal(), row.at))
    for file in (rows, rows[::-1], days_down):
        found = proof_of(rows=file, readings=ALL)
        assert isinstance(found, Proof)
        assert found.reading is Reading.NATURAL
        assert found.links == found.wanted == len(rows) - 1
        assert _signed(found, file) == (minors, [row.balance for row in rows])


@given(minors=amounts)
def test_debit_and_credit_from_our_side_are_turned_round(minors):
    rows = [
        ChainRow(amounts=(-m, m, -m), balance=r.balance, day=r.day, at=r.at)
        for m, r in zip(minors, _chain(minors), strict=True)
    ]
    found = proof_of(rows=rows, readings=ALL)
    assert isinstance(found, Proof)
    assert _signed(found, rows)[0] == minors
    assert found.reading is Reading.FLIPPED


@given(minors=amounts, data=st.data())
def test_a_wrong_balance_is_named_where_it_first_breaks(minors, data):
    rows = _chain(minors)
    wrong = data.draw(st.integers(1, len(rows) - 1))
    off = data.draw(st.integers(-500, 500).filter(bool))
    rows[wrong] = _row(minors[wrong], rows[wrong].balance + off, rows[wrong].at)
    found = proof_of(rows=rows, readings=(Reading.NATURAL,))
    assert isinstance(found, Break)
    assert found.found - found.expected == off or found.index != wrong  # a later reading may break less
    if len(rows) > 4 and wrong < len(rows) - 1:
        assert found.order[0] in (0, len(rows) - 1)


def test_statement_off_by_a_fen_names_line_and_both_amounts():
    rows = _chain([10_000, 5_000, -3_000, 700])
    rows[1] = _row(5_000, 15_001, rows[1].at)
    found = proof_of(rows=rows, readings=ALL)
    assert found == Break(index=1, expected=15_000, found=15_001, order=(0, 1, 2, 3))


def test_equal_amounts_in_a_wrong_order_prove_nothing_wrong():
    # Read backwards, "out" would fit these balances: the days forbid it, so the reading from our side counts.
    rows = [
        ChainRow(amounts=(-100, 100, -100), balance=1_000, day=date(2026, 1, 1), at=None),
        ChainRow(amounts=(-100, 100, -100), balance=1_100, day=date(2026, 1, 2), at=None),
    ]
    found = proof_of(rows=rows, readings=ALL)
    assert isinstance(found, Proof)
    assert (found.order, found.reading, found.amounts) == ((0, 1), Reading.FLIPPED, {0: 100, 1: 100})


def test_posting_order_against_the_clock_is_still_found():
    rows = _chain([100, 200, 300])
    rows[1] = ChainRow(amounts=rows[1].amounts, balance=rows[1].balance, day=date(2025, 12, 30), at=None)
    found = proof_of(rows=rows, readings=ALL)
    assert isinstance(found, Proof)
    assert found.order == (0, 1, 2)


def test_rows_without_balance_are_summed_up_to_the_next_one():
    rows = [_row(100, 100), ChainRow((50,), None, START.date(), START), _row(25, 175)]
    found = proof_of(rows=rows, readings=(Reading.NATURAL,))
    assert isinstance(found, Proof)
    assert (found.links, found.wanted) == (1, 2)


def test_a_row_that_cannot_be_read_begins_the_chain_anew():
    rows = [_row(100, 100), ChainRow(None, None, None, None), _row(25, 999), _row(1, 1_000)]
    found = proof_of(rows=rows, readings=(Reading.NATURAL,))
    assert isinstance(found, Proof)
    assert (found.links, found.wanted) == (1, 3)


def test_a_stated_opening_proves_the_first_row():
    assert isinstance(proof_of(rows=[_row(100, 300)], readings=ALL, opening=200), Proof)
    assert proof_of(rows=[_row(100, 300)], readings=(Reading.NATURAL,), opening=150) == Break(0, 250, 300, (0,))


def test_amounts_without_direction_take_it_from_the_balances():
    rows = [
        ChainRow((10, 10, 10), 100, date(2026, 1, 1), None),
        ChainRow((50, 50, 50), 150, date(2026, 1, 2), None),
        ChainRow((30, 30, 30), 120, date(2026, 1, 3), None),
    ]
    found = proof_of(rows=rows, readings=(Reading.NATURAL, Reading.UNSIGNED))
    assert isinstance(found, Proof)
    assert (found.reading, found.amounts) == (Reading.UNSIGNED, {0: None, 1: 50, 2: -30})


def test_red_debit_is_money_in():
    rows = [
        ChainRow((-100, 100, -100), 900, date(2026, 1, 1), None),
        ChainRow((-100, 100, 100), 1_000, date(2026, 1, 2), None),
    ]
    found = proof_of(rows=rows, readings=(Reading.NATURAL, Reading.RED, Reading.FLIPPED))
    assert isinstance(found, Proof)
    assert found.amounts == {0: -100, 1: 100}


def test_orders_come_by_trust():
    rows = _chain([1, 2, 3], step_minutes=1_440)
    assert orders_of(rows=rows) == [[(0, 1, 2)], [(2, 1, 0)]]


def test_no_reading_is_a_programming_error():
    with pytest.raises(ValueError, match="no reading"):
        proof_of(rows=_chain([1, 2]), readings=())


@given(days=st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_without_balances_lines_come_oldest_first(days):
    rows = [ChainRow((1,), None, date(2026, 1, 1) + timedelta(days=day), None) for day in days]
    assert [days[index] for index in chronological(rows=rows)] == sorted(days)


def test_a_file_that_runs_backwards_is_turned_round_within_the_day():
    rows = [ChainRow((n,), None, date(2026, 1, d), None) for n, d in ((4, 3), (3, 2), (2, 2), (1, 1))]
    assert chronological(rows=rows) == (3, 2, 1, 0)
