"""Columns into a temporary table and out again, the same on both databases."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huikuan.ledger.staging import queried, query, staged

SCHEMA = {"n": pl.Int64, "word": pl.String, "day": pl.Date, "same": pl.String, "gone": pl.Int64}
TEXTS = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=12)
ROWS = st.lists(
    st.tuples(
        st.integers(-(2**63), 2**63 - 1),
        st.one_of(st.none(), TEXTS, st.sampled_from(["", "\\N", 'a"b', "a,b", "x\ny", "'", "NULL", "%s"])),
        st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31))),
    ),
    max_size=8,
)


class Staging(TestCase):
    @settings(max_examples=60)
    @given(rows=ROWS, same=st.one_of(st.none(), TEXTS, st.sampled_from(["CNY", "'; DROP TABLE ledger_entry; --"])))
    def test_what_went_in_comes_out(self, rows, same):
        frame = pl.DataFrame([(*row, same, None) for row in rows], schema=SCHEMA, orient="row")
        with transaction.atomic(), staged(name="things", frame=frame) as table:
            back = queried(sql=f"SELECT n, word, day, same, gone FROM {table}", schema=SCHEMA)
        self.assertEqual(sorted(back.rows(), key=repr), sorted(frame.rows(), key=repr))


@pytest.mark.django_db
def test_the_table_is_gone_afterwards_also_after_an_error():
    frame = pl.DataFrame({"n": [1]})
    for _ in range(2):
        with pytest.raises(RuntimeError), transaction.atomic(), staged(name="once", frame=frame):
            raise RuntimeError
    with transaction.atomic():
        for _ in range(2):
            with staged(name="once", frame=frame) as table:
                assert query(sql=f"SELECT n FROM {table}") == [(1,)]
