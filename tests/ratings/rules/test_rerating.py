"""Promises, events, due runs and proposals by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.ratings.rules.facts import Facts, measured
from huikuan.ratings.rules.policies import GradePolicy, Part, parse_policy
from huikuan.ratings.rules.promises import Came, Kept, Promise, kept_promises
from huikuan.ratings.rules.proposing import Direction, Terms, direction_of, has_fallen, is_small, offer_of, only_tighter
from huikuan.ratings.rules.reasons import proposal_reasons
from huikuan.ratings.rules.rerating import Event, RunKind, Standing, due_run, events_since
from huikuan.ratings.rules.scorecards import Grade, Measure
from huikuan.ratings.rules.scoring import Result, Score
from huikuan.ratings.rules.versions import VersionKind
from huikuan.ratings.shipped import shipped_documents

AS_OF, START = date(2026, 3, 31), date(2025, 4, 1)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("promises", "money", "kept"),
    [
        ([("03-02", "03-10")], ["03-10"], Kept(1, 1, 0)),
        ([("03-02", "03-10")], ["03-12"], Kept(1, 1, 0)),
        ([("03-02", "03-10")], ["03-13"], Kept(1, 0, 1)),
        ([("03-02", "03-10")], ["03-01"], Kept(1, 0, 1)),
        ([("03-02", "03-10")], [], Kept(1, 0, 1)),
        # renewed before it was due: only the second counts
        ([("03-02", "03-10"), ("03-09", "03-20")], ["03-19"], Kept(1, 1, 0)),
        # renewed too late: the first was broken
        ([("03-02", "03-10"), ("03-15", "03-20")], ["03-19"], Kept(2, 1, 1)),
        # not over yet, but kept already; not over and open
        ([("03-20", "03-30")], ["03-25"], Kept(1, 1, 0)),
        ([("03-20", "03-30")], [], Kept(0, 0, 0)),
        ([("03-20", "03-28")], [], Kept(1, 0, 1)),
    ],
)
def test_promises_by_hand(promises, money, kept):
    made = [Promise(day(made_on), day(due_on)) for made_on, due_on in promises]
    assert kept_promises(promises=made, money=[Came(day(one), 1) for one in money], start=START, as_of=AS_OF) == kept


def test_a_promise_of_long_ago_was_broken_but_is_out_of_the_rate():
    made = [Promise(date(2024, 1, 1), date(2024, 1, 5))]
    assert kept_promises(promises=made, money=[], start=START, as_of=AS_OF) == Kept(0, 0, 1)


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ([("03-10", 990, "CNY")], 1),
        ([("03-04", 500, "CNY"), ("03-11", 490, "CNY")], 1),
        ([("03-10", 989, "CNY")], 0),
        ([("03-10", 5_000, "USD")], 0),
        ([("03-10", 500, "CNY"), ("03-12", 490, "CNY")], 0),
    ],
)
def test_a_promise_on_record_needs_its_share_in_its_currency_through_its_grace(came, kept):
    made = [Promise(day("03-02"), day("03-10"), 990, (1, "CNY"), last=day("03-11"))]
    money = [Came(day(on), minor, (1, currency)) for on, minor, currency in came]
    assert kept_promises(promises=made, money=money, start=START, as_of=AS_OF) == Kept(1, kept, 1 - kept)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=6),
    st.lists(st.integers(0, 90), max_size=6),
    st.integers(0, 90),
)
def test_more_money_never_breaks_a_promise(promises, money, more):
    first = date(2026, 1, 1).toordinal()
    made = [Promise(date.fromordinal(first + a), date.fromordinal(first + a + b)) for a, b in promises]
    came = [Came(date.fromordinal(first + one), 1) for one in money]
    before = kept_promises(promises=made, money=came, start=START, as_of=AS_OF)
    after = kept_promises(
        promises=made, money=[*came, Came(date.fromordinal(first + more), 1)], start=START, as_of=AS_OF
    )
    assert after.kept >= before.kept
    assert after.broken_ever <= before.broken_ever
    assert 0 <= after.kept <= after.due


@pytest.mark.parametrize(
    ("today", "done", "kind"),
    [
        ("2026-03-02", [], "YEARLY"),
        ("2026-03-02", [("YEARLY", "2025-12-31")], "YEARLY"),
        ("2026-03-02", [("YEARLY", "2026-01-02")], "MONTHLY"),
        ("2026-04-01", [("YEARLY", "2026-01-02"), ("MONTHLY", "2026-03-02")], "QUARTERLY"),
        ("2026-04-20", [("YEARLY", "2026-01-02"), ("QUARTERLY", "2026-04-01")], "EVENT"),
        ("2026-05-04", [("YEARLY", "2026-01-02"), ("QUARTERLY", "2026-04-01")], "MONTHLY"),
        ("2026-01-09", [("YEARLY", "2026-01-02")], "EVENT"),
        ("2026-01-09", [("MANUAL", "2026-01-02"), ("EVENT", "2026-01-03")], "YEARLY"),
    ],
)
def test_which_run_is_due(today, done, kind):
    runs = [(RunKind(name), date.fromisoformat(on)) for name, on in done]
    assert due_run(today=date.fromisoformat(today), done=runs) is RunKind(kind)


@pytest.mark.parametrize(
    ("before", "now", "events"),
    [
        ((0, 0, 0), (0, 0, 60), []),
        ((0, 0, 60), (0, 0, 61), [Event.OVERDUE_BEYOND]),
        ((0, 0, 61), (0, 0, 90), []),
        ((1, 0, 0), (2, 1, 0), [Event.PROMISE_BROKEN, Event.RECEIPT_BOUNCED]),
        ((2, 1, 99), (1, 0, 0), []),
    ],
)
def test_what_happened_since(before, now, events):
    assert list(events_since(before=Standing(*before), now=Standing(*now), overdue_days=60)) == events


def policy() -> GradePolicy:
    found = parse_policy(document=shipped_documents()[VersionKind.POLICY])
    assert isinstance(found, GradePolicy)
    return found


def scored(grade: Grade | None) -> Score:
    return Score(Result.SCORED if grade else Result.NOT_ENOUGH, 500 if grade else None, grade, ())


NOW = Terms(50_000_000, 30, "STANDARD")


@pytest.mark.parametrize(
    ("grade", "sold", "terms"),
    [
        # 250 ‰ of 8,000,000.00 is 2,000,000.00
        (Grade.A, 800_000_000, Terms(200_000_000, 60, "KEY")),
        (Grade.C, 800_000_000, Terms(120_000_000, 30, "STANDARD")),
        (Grade.E, 800_000_000, Terms(0, 0, "WATCH")),
        (None, 0, NOW),
    ],
)
def test_what_a_grade_offers(grade, sold, terms):
    offer = offer_of(policy=policy(), scored=scored(grade), sold_minor=sold, now=NOW)
    assert offer.terms == terms
    assert offer.deposit_permille == {Grade.A: 0, Grade.C: 100, Grade.E: 1_000, None: 300}[grade]


def test_a_first_limit_where_none_is_set():
    now = Terms(None, 30, "STANDARD")
    offer = offer_of(policy=policy(), scored=scored(None), sold_minor=0, now=now)
    assert offer.terms == replace(now, limit_minor=5_000_000)


@pytest.mark.parametrize(
    ("then", "direction", "tight"),
    [
        (NOW, Direction.SAME, NOW),
        (Terms(0, 0, "WATCH"), Direction.TIGHTER, Terms(0, 0, "WATCH")),
        (Terms(60_000_000, 60, "KEY"), Direction.LOOSER, NOW),
        (Terms(10_000_000, 45, "STANDARD"), Direction.MIXED, Terms(10_000_000, 30, "STANDARD")),
        (Terms(None, 30, "STANDARD"), Direction.LOOSER, NOW),
        (Terms(50_000_000, 15, "KEY"), Direction.MIXED, Terms(50_000_000, 15, "STANDARD")),
    ],
)
def test_which_way_terms_go(then, direction, tight):
    assert direction_of(now=NOW, then=then) is direction
    assert only_tighter(now=NOW, then=then, parts=frozenset(Part)) == tight


TERMS = st.builds(
    Terms,
    st.none() | st.integers(0, 100),
    st.none() | st.integers(0, 90),
    st.sampled_from(["KEY", "STANDARD", "WATCH"]),
)


@given(TERMS, TERMS, st.sets(st.sampled_from(list(Part))))
def test_without_a_person_terms_only_become_tighter(now, then, parts):
    tight = only_tighter(now=now, then=then, parts=parts)
    assert direction_of(now=now, then=tight) in (Direction.SAME, Direction.TIGHTER)


@pytest.mark.parametrize(
    ("then", "small"),
    [
        (Terms(45_000_001, 30, "STANDARD"), True),
        (Terms(45_000_000, 30, "STANDARD"), False),
        (Terms(54_999_999, 30, "STANDARD"), True),
        (Terms(49_000_000, 15, "STANDARD"), False),
        (Terms(None, 30, "STANDARD"), False),
    ],
)
def test_what_is_too_small_to_decide_about(then, small):
    assert is_small(now=NOW, then=then) is small


def test_a_fall():
    assert has_fallen(before=Grade.B, after=Grade.C)
    assert not has_fallen(before=Grade.C, after=Grade.B)
    assert not has_fallen(before=None, after=Grade.E)
    assert not has_fallen(before=Grade.A, after=None)


def test_reasons_name_what_moved_most():
    reasons = proposal_reasons(
        events=[Event.PROMISE_BROKEN],
        before=Grade.B,
        after=Grade.D,
        old={"a": 10_000, "b": 5_000, "c": 7},
        new={"a": 2_000, "b": 6_000, "c": 7},
    )
    assert [(one["code"], one["parameters"]) for one in reasons] == [
        ("PROMISE_BROKEN", {}),
        ("GRADE_FELL", {"before": "B", "after": "D"}),
        ("FACTOR_FELL", {"factor": "a", "change": -8_000}),
        ("FACTOR_ROSE", {"factor": "b", "change": 1_000}),
    ]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (None, Grade.A, "FIRST_GRADE"),
        (Grade.B, None, "HISTORY_SHORT"),
        (Grade.B, Grade.B, "SAME_GRADE"),
        (Grade.C, Grade.B, "GRADE_ROSE"),
    ],
)
def test_what_is_said_of_the_grade(before, after, code):
    (reason,) = proposal_reasons(events=[], before=before, after=after, old={}, new={"a": 5})
    assert reason["code"] == code


def test_figures_by_hand():
    # KPI.md 加权逾期天数: (100×10 + 300×2) / 400 = 4; on average (10 + 2 + 0) / 3 = 4
    facts = Facts(
        first_invoice=date(2025, 1, 31),
        sold_minor=900,
        paid_minor=400,
        late_minor_days=1_600,
        paid_items=3,
        late_days=12,
        open_minor=800,
        overdue_minor=100,
        longest_overdue=9,
        unapplied_minor=300,
        promises_due=3,
        promises_kept=2,
        disputes=1,
        bounced=2,
        limit_minor=1_000,
    )
    assert measured(facts=facts, as_of=date(2026, 3, 30)) == {
        Measure.MONTHS_WITH_US: 13,
        Measure.SOLD: 900,
        Measure.AVERAGE_DAYS_LATE: 4,
        Measure.WEIGHTED_DAYS_LATE: 4,
        Measure.OVERDUE_SHARE: 125,
        Measure.LONGEST_OVERDUE: 9,
        Measure.PROMISES_KEPT: 667,
        Measure.DISPUTES: 1,
        Measure.LIMIT_USE: 500,
        Measure.BOUNCED: 2,
    }


def test_nothing_known_is_nothing_not_zero():
    assert set(measured(facts=Facts(), as_of=AS_OF).values()) == {None}
