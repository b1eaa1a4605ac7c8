"""The state of an item, when a cause is required, and sums of the report: tables of examples and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.causes.rules.causes import OUR_SIDE, Cause, CauseDraft, Mend, draft_faults, is_ours
from huikuan.causes.rules.reporting import By, CausedItem, report_of
from huikuan.causes.rules.requiring import CausePolicy, Uncaused, Why, missing_of, policy_fault
from huikuan.causes.rules.states import LATE, OverdueState, Stance, overdue_before, overdue_state
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.receivables.rules import Parts

CALENDAR = BusinessCalendar()
FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 3, day) for day in (6, 7, 9, 10))
OPEN, PAID = Parts(original=1_000, outstanding=1_000), Parts(original=1_000, outstanding=0, allocated=1_000)
OFF = Parts(original=1_000, outstanding=0, allocated=400, written_off=600)
GONE = Parts(original=1_000, outstanding=0, cancelled=1_000)


@pytest.mark.parametrize(
    ("parts", "due", "held", "today", "grace", "state"),
    [
        (OPEN, FRIDAY, 0, date(2026, 2, 28), 0, "OPEN"),
        (OPEN, FRIDAY, 0, date(2026, 3, 1), 0, "DUE_SOON"),
        (OPEN, FRIDAY, 0, FRIDAY, 0, "DUE_SOON"),
        (OPEN, FRIDAY, 0, SATURDAY, 0, "OVERDUE"),
        (OPEN, FRIDAY, 0, MONDAY, 1, "DUE_SOON"),
        (OPEN, FRIDAY, 0, TUESDAY, 1, "OVERDUE"),
        # the last grace day before the Spring Festival of 2026 (15–23 February, 14 and 28 made up) is the 24th
        (OPEN, date(2026, 2, 14), 0, date(2026, 2, 24), 1, "DUE_SOON"),
        (OPEN, date(2026, 2, 14), 0, date(2026, 2, 25), 1, "OVERDUE"),
        (OPEN, FRIDAY, 400, SATURDAY, 0, "HELD_IN_PART"),
        (OPEN, FRIDAY, 1_000, SATURDAY, 0, "HELD"),
        (OPEN, FRIDAY, 400, FRIDAY, 0, "DUE_SOON"),
        (OPEN, None, 0, TUESDAY, 0, "OPEN"),
        (PAID, FRIDAY, 0, TUESDAY, 0, "SETTLED"),
        (PAID, FRIDAY, 1_000, TUESDAY, 0, "SETTLED"),
        (OFF, FRIDAY, 0, TUESDAY, 0, "WRITTEN_OFF"),
        (GONE, FRIDAY, 0, TUESDAY, 0, "CANCELLED"),
    ],
)
def test_states_of_an_item(parts: Parts, due: date | None, held: int, today: date, grace: int, state: str) -> None:
    stance = Stance(today, CALENDAR, grace)
    assert overdue_state(parts=parts, due=due, held_minor=held, stance=stance).value == state


@settings(max_examples=100, deadline=None)
@given(due=st.integers(-40, 40), held=st.integers(0, 1_200), grace=st.integers(0, 10), later=st.integers(0, 30))
def test_late_stays_late_and_the_bound_says_the_same(due: int, held: int, grace: int, later: int) -> None:
    day = MONDAY + timedelta(days=due)
    stance = Stance(MONDAY, CALENDAR, grace)
    state = overdue_state(parts=OPEN, due=day, held_minor=held, stance=stance)
    after = overdue_state(
        parts=OPEN, due=day, held_minor=held, stance=replace(stance, today=MONDAY + timedelta(days=later))
    )
    assert state not in LATE or after is state
    assert (state is OverdueState.HELD) == (held >= 1_000)
    assert (state in LATE) == (held < 1_000 and day < overdue_before(stance=stance))


POLICY = CausePolicy(1, {"CNY": 10_000}, 30)


@pytest.mark.parametrize(
    ("minor", "days", "currency", "why"),
    [
        (9_999, 29, "CNY", None),
        (10_000, 1, "CNY", (Why.AMOUNT,)),
        (1, 30, "CNY", (Why.AGE,)),
        (10_000, 31, "CNY", (Why.AMOUNT, Why.AGE)),
        (10_000_000, 29, "JPY", None),
        (1, 30, "JPY", (Why.AGE,)),
        (0, 90, "CNY", None),
    ],
)
def test_above_which_amount_or_age_a_cause_is_required(
    minor: int, days: int, currency: str, why: tuple[Why, ...] | None
) -> None:
    debt = Uncaused((1, 1, currency), minor, MONDAY - timedelta(days=days), 2)
    found = missing_of(debts=[debt], policy=POLICY, today=MONDAY)
    assert [one.why for one in found] == ([why] if why else [])


def test_the_policy_has_bounds() -> None:
    changes = ({"days": 0}, {"grace_days": 31}, {"amounts": {"CNY": 0}}, {"amounts": {"XYZ": 1}})
    faults = [policy_fault(policy=replace(POLICY, **change)) for change in changes]
    assert faults == ["CAUSE_POLICY_DAYS", "CAUSE_POLICY_GRACE", "CAUSE_POLICY_AMOUNTS", "CAUSE_POLICY_AMOUNTS"]
    assert policy_fault(policy=CausePolicy()) == ""


DRAFT = CauseDraft(1, 1, "CNY", Cause.NO_MONEY, "账户被冻结", (1,), 7, activity_ids=(3,))
MEND = Mend("补送缺少的两台", 8, TUESDAY)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, ()),
        ({"text": " "}, ("CAUSE_TEXT_MISSING",)),
        ({"text": "长" * 2_001}, ("CAUSE_TEXT_TOO_LONG",)),
        ({"receivable_ids": ()}, ("CAUSE_ITEMS_COUNT",)),
        ({"activity_ids": ()}, ("CAUSE_EVIDENCE_MISSING",)),
        ({"files": (("a", b"a"),) * 11}, ("CAUSE_FILES_COUNT",)),
        ({"mend": MEND}, ("CAUSE_MEND_NOT_OURS",)),
        ({"cause": Cause.OUR_DELIVERY}, ("CAUSE_MEND_MISSING",)),
        ({"cause": Cause.OUR_DELIVERY, "mend": MEND}, ()),
        ({"cause": Cause.OUR_DELIVERY, "mend": replace(MEND, what="")}, ("CAUSE_MEND_MISSING",)),
        ({"cause": Cause.OUR_DELIVERY, "mend": replace(MEND, until=FRIDAY)}, ("CAUSE_MEND_DAY",)),
    ],
)
def test_a_cause_has_words_items_evidence_and_ours_has_a_task(
    changes: dict[str, object], faults: tuple[str, ...]
) -> None:
    assert draft_faults(draft=replace(DRAFT, **changes), today=MONDAY) == faults  # type: ignore[arg-type]


def test_exactly_what_begins_with_our_lies_on_our_side() -> None:
    assert {cause for cause in Cause if is_ours(cause=cause)} == OUR_SIDE
    assert {cause.value for cause in OUR_SIDE} == {cause.value for cause in Cause if cause.value.startswith("OUR_")}


def item(cause: Cause, invoice: int, minor: int, still: int, person: str = "赵敏") -> CausedItem:
    return CausedItem(cause, invoice, invoice, person, date(2026, 2 + invoice % 2, 5), "CNY", minor, still)


def test_a_report_by_product_splits_by_the_lines_of_the_invoice() -> None:
    items = [item(Cause.NOT_SELLING, 1, 1_000, 500), item(Cause.NOT_SELLING, 2, 300, 0)]
    products = {1: [("泵", 100), ("阀", 200), ("折扣", -30)]}
    rows = report_of(items=items, by=By.PRODUCT, products=products)
    assert [(row.group, row.items, row.open_minor, row.still_minor) for row in rows] == [
        ("阀", 1, 667, 333),
        ("泵", 1, 333, 167),
        ("", 1, 300, 0),
    ]
    (whole,) = report_of(items=items, by=By.CAUSE, products={})
    assert (whole.items, whole.customers, whole.open_minor, whole.still_minor) == (2, 2, 1_300, 500)
    assert [row.group for row in report_of(items=items, by=By.MONTH, products={})] == ["2026-03", "2026-02"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(Cause)), st.integers(1, 4), st.integers(1, 10**9)), max_size=8),
    st.dictionaries(
        st.integers(1, 4), st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(-50, 99)), max_size=4)
    ),
    st.sampled_from(list(By)),
)
def test_no_fen_is_lost_however_a_report_is_broken_down(
    cut: list[tuple[Cause, int, int]], products: dict[int, list[tuple[str, int]]], by: By
) -> None:
    items = [item(cause, invoice, minor, minor // 3) for cause, invoice, minor in cut]
    rows = report_of(items=items, by=by, products=products)
    assert sum(row.open_minor for row in rows) == sum(one.open_minor for one in items)
    assert sum(row.still_minor for row in rows) == sum(one.still_minor for one in items)
    assert rows == report_of(items=items[::-1], by=by, products=products)
