"""Keys that stay the same over overlapping exports; identical lines stay as many as they are (TRUST I2, I3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.bank_files.keys import identity, line_keys, with_occurrences
from huikuan.integrations.bank_files.records import Statement, StatementLine

DAY = date(2026, 3, 1)


def _line(day=0, minor=100, name="甲公司", at=None, balance=None, bank_txn_id="", reference="货款"):
    return StatementLine(
        position=1,
        bank_txn_id=bank_txn_id,
        booked_on=DAY + timedelta(days=day),
        value_date=None,
        booked_at=at,
        amount_minor=minor,
        currency="CNY",
        balance_minor=balance,
        counterparty_name=name,
        counterparty_account="6222",
        counterparty_bank="",
        reference=reference,
        purpose="",
        is_reversal=False,
        occurrence=1,
        raw=(),
    )


def _statement(lines, account="1"):
    return Statement(
        account=account,
        currency="CNY",
        opening_minor=None,
        closing_minor=None,
        lines=tuple(lines),
        rejected=(),
        direction_proof="none",
    )


def _keys(lines, account="1"):
    (numbered,) = with_occurrences(statements=[_statement(lines, account)])
    return line_keys(account=account, lines=numbered.lines)


days_and_amounts = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 3)), min_size=1, max_size=40)


@given(movements=days_and_amounts, cut=st.integers(0, 6), until=st.integers(0, 6))
def test_overlapping_exports_import_each_real_line_once(movements, cut, until):
    real = [_line(day=day, minor=minor) for day, minor in sorted(movements)]
    first = [line for line in real if (line.booked_on - DAY).days <= until]
    second = [line for line in real if (line.booked_on - DAY).days >= cut]
    covered = [line for line in real if (line.booked_on - DAY).days <= until or (line.booked_on - DAY).days >= cut]
    assert len(set(_keys(first)) | set(_keys(second))) == len(covered)


@given(movements=days_and_amounts)
def test_order_of_the_lines_changes_no_key(movements):
    lines = [_line(day=day, minor=minor) for day, minor in movements]
    assert sorted(_keys(lines)) == sorted(_keys(lines[::-1]))


def test_k_identical_lines_stay_k_lines():
    lines = [_line(), _line(), _line()]
    (numbered,) = with_occurrences(statements=[_statement(lines)])
    assert [line.occurrence for line in numbered.lines] == [1, 2, 3]
    assert len(set(line_keys(account="1", lines=numbered.lines))) == 3


def test_an_export_of_half_a_day_is_a_part_of_the_whole():
    half, whole = _keys([_line()]), _keys([_line(), _line()])
    assert set(half) < set(whole)


def test_control_without_occurrence_identical_lines_fall_together():
    assert len({identity(line=line) for line in (_line(), _line())}) == 1
    assert len(set(line_keys(account="1", lines=[_line(), _line()]))) == 1


def test_occurrences_count_over_all_statements_of_one_account():
    pages = with_occurrences(statements=[_statement([_line()]), _statement([_line()]), _statement([_line()], "2")])
    assert [page.lines[0].occurrence for page in pages] == [1, 2, 1]


def test_the_banks_number_is_the_key_whatever_the_texts_say():
    told = _line(bank_txn_id="T1", name="甲", reference="a", balance=5, at=datetime(2026, 3, 1, 9, 0))  # noqa: DTZ001
    again = _line(bank_txn_id="T1", name="甲公司", reference="b")
    assert _keys([told]) == _keys([again])


def test_fee_or_refund_with_the_same_number_is_another_line():
    assert len(set(_keys([_line(bank_txn_id="T1", minor=100), _line(bank_txn_id="T1", minor=-1)]))) == 2


def test_every_part_of_the_identity_counts():
    base = _line(at=datetime(2026, 3, 1, 9, 0), balance=10)  # noqa: DTZ001
    others = [
        replace(base, booked_at=base.booked_at + timedelta(seconds=1)),
        replace(base, balance_minor=11),
        replace(base, amount_minor=101),
        replace(base, counterparty_name="乙"),
        replace(base, counterparty_account="6223"),
        replace(base, reference="货款2"),
        replace(base, booked_on=DAY + timedelta(days=1)),
        replace(base, currency="USD"),
    ]
    keys = {_keys([line])[0] for line in [base, *others]} | {_keys([base], account="2")[0]}
    assert len(keys) == len(others) + 2


def test_key_is_stable():
    # A stored key must not change with the program: this one is pinned.
    assert _keys([_line(at=datetime(2026, 3, 1, 9, 0), balance=10)]) == (  # noqa: DTZ001
        "a8379814813ddb68f51e22f5409de0315536126262324ffa50d332981d66b1b7",
    )
