"""Given any small books and any lines, when they are matched, then the laws of matching hold."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.records import Decision, Line, OpenItem, Payer

NAMES = ["杭州瑞恒机电有限公司", "上海瑞恒机电有限公司", "杭州瑞恒科技有限公司", "Acme Trading Ltd", ""]
AMOUNTS = st.sampled_from([100, 5_000, 10_000, 12_345, 12_346, 24_691, 777_001, 1_000_000])
CURRENCIES = st.sampled_from(["CNY", "CNY", "CNY", "USD"])
FIRST_DAY = date(2026, 1, 1)
DAYS = st.integers(0, 90).map(lambda day: FIRST_DAY + timedelta(days=day))


@st.composite
def books(draw):
    payers = [
        Payer(
            key,
            draw(st.sampled_from(NAMES)),
            tuple(draw(st.lists(st.sampled_from(["王建国", "代付"]), max_size=1))),
            tuple(draw(st.lists(st.sampled_from(["111", "222"]), max_size=1))),
        )
        for key in range(draw(st.integers(1, 4)))
    ]
    count = draw(st.integers(0, 10))
    items = [
        OpenItem(
            key,
            draw(st.sampled_from([f"INV-202601-{40_000 + key:08}", f"2026-{key:03}", str(key), "INV-202601-00040000"])),
            draw(st.integers(0, len(payers) - 1)),
            draw(AMOUNTS),
            draw(CURRENCIES),
            draw(st.none() | DAYS),
            draw(st.none() | DAYS),
        )
        for key in range(count)
    ]
    texts = ["货款", "", "退款", "等2笔", "2笔", *(item.number for item in items)]
    sums = [item.open_minor for item in items] or [1]
    lines = [
        Line(
            key,
            FIRST_DAY + timedelta(days=60),
            draw(AMOUNTS | st.sampled_from(sums) | st.just(sum(sums)) | st.just(sum(sums[:2])) | st.integers(-5, 5)),
            draw(CURRENCIES),
            draw(st.sampled_from([*NAMES, "王建国", "代付", "瑞恒机电", "陌生人"])),
            draw(st.sampled_from(["", "111", "222", "333"])),
            ",".join(draw(st.lists(st.sampled_from(texts), max_size=3))),
            draw(st.none() | st.integers(0, len(payers))),
        )
        for key in range(draw(st.integers(0, 6)))
    ]
    return payers, items, lines


def match(payers, items, lines):
    return match_lines(index=MatchIndex.build(items=items, payers=payers), lines=lines)


@settings(max_examples=30)
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_lines_items_and_payers_changes_nothing(given_books, random):
    shuffled = [random.sample(part, len(part)) for part in given_books]
    assert {one.line_id: one for one in match(*given_books)} == {one.line_id: one for one in match(*shuffled)}


@settings(max_examples=60)
@given(books())
def test_the_laws(given_books):
    payers, items, lines = given_books
    outcomes = match(payers, items, lines)
    assert [one.line_id for one in outcomes] == [line.id for line in lines]
    by_id, line_of = {item.id: item for item in items}, {line.id: line for line in lines}
    for outcome in outcomes:
        line = line_of[outcome.line_id]
        assert bool(outcome.candidates) == (outcome.decision is not Decision.NONE)
        assert outcome.decision is not Decision.APPLIED or len(outcome.candidates) == 1
        for candidate in outcome.candidates:
            ids = [item_id for item_id, _ in candidate.shares]
            assert len(ids) == len(set(ids)) > 0
            assert all(0 < minor <= by_id[item_id].open_minor for item_id, minor in candidate.shares)
            assert sum(minor for _, minor in candidate.shares) <= line.amount_minor
            assert {by_id[item_id].currency for item_id in ids} == {line.currency}
            assert {by_id[item_id].customer_id for item_id in ids} == {candidate.customer_id}
            assert 0 < candidate.confidence_permille < 1000
            assert candidate.reasons
        strangers = [line.customer_id not in (None, candidate.customer_id) for candidate in outcome.candidates]
        assert strangers == sorted(strangers)
        if outcome.decision is Decision.APPLIED:
            assert strangers == [False]
            assert sum(minor for _, minor in outcome.candidates[0].shares) == line.amount_minor
    paid = Counter(
        item_id
        for outcome in outcomes
        if outcome.decision is Decision.APPLIED
        for item_id, _ in outcome.candidates[0].shares
    )
    assert max(paid.values(), default=0) <= 1
