"""What is wrong with an answer, and what it acknowledges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.disputes.rules import Reason
from huikuan.statements.rules.replying import (
    Asked,
    Channel,
    Factor,
    ObjectionDraft,
    ReplyDraft,
    Result,
    Seal,
    Strength,
    acknowledged,
    faults_of,
    laid_on,
)

ASKED = Asked(13_000, {1: 10_000, 2: 5_000})
STAMPED = ReplyDraft(
    Channel.PAPER,
    Result.CONFIRMED,
    date(2026, 3, 2),
    "高伟",
    factor=Factor.STAMP,
    seal=Seal.COMPANY,
    file_name="x.pdf",
    file_content=b"x",
)
WRONG = ObjectionDraft(2, Reason.PRICE, 2_000, "单价")
DIFFERS = replace(STAMPED, result=Result.DISPUTED, objections=(WRONG,))


@pytest.mark.parametrize(
    ("reply", "codes"),
    [
        (STAMPED, []),
        (DIFFERS, []),
        (replace(STAMPED, name=" "), ["STATEMENT_SIGNER_MISSING"]),
        (replace(STAMPED, file_content=b""), ["STATEMENT_COPY_MISSING", "STATEMENT_FACTOR_MISSING"]),
        (replace(STAMPED, seal=Seal.NONE), ["STATEMENT_FACTOR_MISSING"]),
        (replace(STAMPED, channel=Channel.PORTAL, factor=Factor.NONE, file_content=b""), ["STATEMENT_FACTOR_MISSING"]),
        (replace(STAMPED, channel=Channel.PORTAL, factor=Factor.CODE, file_content=b""), []),
        (replace(STAMPED, their_closing_minor=12_999), ["STATEMENT_DIFFERS"]),
        (replace(STAMPED, objections=(WRONG,)), ["STATEMENT_DIFFERS"]),
        (replace(DIFFERS, objections=()), ["STATEMENT_OBJECTION_MISSING"]),
        (replace(DIFFERS, objections=(replace(WRONG, receivable_id=9),)), ["STATEMENT_ITEM_UNKNOWN"]),
        (replace(DIFFERS, objections=(replace(WRONG, amount_minor=5_001),)), ["STATEMENT_OBJECTION_TOO_LARGE"]),
        (replace(DIFFERS, objections=(replace(WRONG, amount_minor=0),)), ["STATEMENT_OBJECTION_AMOUNT"]),
        (replace(DIFFERS, objections=(replace(WRONG, text="长" * 501),)), ["STATEMENT_TEXT_TOO_LONG"]),
        (replace(DIFFERS, objections=(WRONG, WRONG)), ["STATEMENT_ITEM_TWICE"]),
        (
            replace(DIFFERS, objections=tuple(replace(WRONG, receivable_id=None) for _ in range(101))),
            ["STATEMENT_OBJECTIONS_TOO_MANY", *["STATEMENT_ITEM_TWICE"] * 100],
        ),
    ],
)
def test_faults(reply: ReplyDraft, codes: list[str]) -> None:
    assert [fault.code for fault in faults_of(reply=reply, asked=ASKED)] == codes


@pytest.mark.parametrize(
    ("reply", "minor", "items", "strength"),
    [
        (STAMPED, 13_000, {1: 10_000, 2: 5_000}, Strength.STRONG),
        (replace(STAMPED, seal=Seal.SIGNATURE), 13_000, {1: 10_000, 2: 5_000}, Strength.MEDIUM),
        (replace(STAMPED, factor=Factor.CODE, file_content=b""), 13_000, {1: 10_000, 2: 5_000}, Strength.MEDIUM),
        (DIFFERS, 11_000, {1: 10_000, 2: 3_000}, Strength.STRONG),
        (replace(DIFFERS, objections=(replace(WRONG, amount_minor=5_000),)), 8_000, {1: 10_000}, Strength.STRONG),
        (replace(DIFFERS, objections=(replace(WRONG, receivable_id=None),)), 0, {}, Strength.STRONG),
        (replace(DIFFERS, factor=Factor.NONE), 0, {}, Strength.WEAK),
    ],
)
def test_what_is_acknowledged(reply: ReplyDraft, minor: int, items: dict[int, int], strength: Any) -> None:
    found = acknowledged(reply=reply, asked=ASKED)
    assert (found.minor, found.items, found.strength) == (minor, items, strength)


@pytest.mark.parametrize(
    ("minor", "free", "laid"),
    [
        (150, [(3, 100), (2, 40), (1, 900)], ((3, 100), (2, 40), (1, 10))),
        (100, [(3, 100), (2, 40)], ((3, 100),)),
        (500, [(3, 100), (2, 0), (1, -5)], ((3, 100),)),
        (500, [], ()),
    ],
)
def test_an_objection_to_the_whole_is_laid_on_items_in_their_order(minor: int, free: Any, laid: Any) -> None:
    assert laid_on(amount_minor=minor, free=free) == laid


@given(minor=st.integers(1, 10**13), free=st.lists(st.tuples(st.integers(1, 9), st.integers(-5, 10**12)), max_size=20))
def test_nothing_is_laid_on_an_item_above_what_is_free(minor: int, free: list[tuple[int, int]]) -> None:
    laid = laid_on(amount_minor=minor, free=free)
    assert sum(part for _, part in laid) == min(minor, sum(max(part, 0) for _, part in free))
    assert all(part > 0 for _, part in laid)
