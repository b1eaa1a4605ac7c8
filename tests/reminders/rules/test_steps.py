"""Which step an item has reached: a table of examples, and years of days with outages in which no step is lost or doubled."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.reminders.rules.policy import BeforeDueStep, EntryRule, OverdueStep, Phase, Policy, Tone
from huikuan.reminders.rules.steps import History, Item, Reached, Track, is_due_soon, reached_steps

CALENDAR = BusinessCalendar()
POLICY = Policy(
    id=1,
    customer_class="STANDARD",
    number=1,
    source="test",
    before_due=(BeforeDueStep(1, 5), BeforeDueStep(2, 1)),
    overdue=(
        OverdueStep(1, 1, 1, Tone.FRIENDLY),
        OverdueStep(2, 8, 5, Tone.CLEAR),
        OverdueStep(3, 15, 5, Tone.FIRM),
        OverdueStep(4, 30, 10, Tone.FINAL),
    ),
)
DUE = date(2026, 3, 11)  # a Wednesday
BEFORE, OVERDUE = Phase.BEFORE_DUE, Phase.OVERDUE


def item(pk: int = 1, due: date | None = DUE, minor: int = 100) -> Item:
    return Item(pk, f"F{pk:03}", 1, 1, 1, "CNY", date(2026, 2, 1), due, minor)


def reached(today: date, history: History | None = None, rule: EntryRule = EntryRule.MATCHING, *items: Item) -> Reached:
    policy = replace(POLICY, entry_rule=rule)
    return reached_steps(policy=policy, items=items or (item(),), history=history or {}, today=today, calendar=CALENDAR)


def days(number: int) -> date:
    return DUE + timedelta(days=number)


@pytest.mark.parametrize(
    ("today", "history", "rule", "step", "skipped"),
    [
        # before the due date
        (days(-6), {}, EntryRule.MATCHING, None, ()),
        (days(-5), {}, EntryRule.MATCHING, (BEFORE, 1), ()),
        (days(-2), {}, EntryRule.MATCHING, (BEFORE, 1), ()),  # an outage: any later day will do (D6)
        (days(-1), {}, EntryRule.MATCHING, (BEFORE, 2), ((BEFORE, 1),)),
        (days(0), {(1, BEFORE): Track(1, days(-5))}, EntryRule.MATCHING, (BEFORE, 2), ()),  # due today is not overdue
        (days(0), {(1, BEFORE): Track(2, days(-1))}, EntryRule.MATCHING, None, ()),
        # after it: the rule of entry is explicit (D20)
        (days(1), {(1, BEFORE): Track(2, days(-1))}, EntryRule.MATCHING, (OVERDUE, 1), ()),
        (days(90), {}, EntryRule.FIRST, (OVERDUE, 1), ((BEFORE, 1), (BEFORE, 2))),
        (days(90), {}, EntryRule.MATCHING, (OVERDUE, 4), ((BEFORE, 1), (BEFORE, 2), (OVERDUE, 1), (OVERDUE, 2), (OVERDUE, 3))),
        (days(9), {}, EntryRule.MATCHING, (OVERDUE, 2), ((BEFORE, 1), (BEFORE, 2), (OVERDUE, 1))),
        (days(1), {}, EntryRule.HIGHEST, (OVERDUE, 4), ((BEFORE, 1), (BEFORE, 2), (OVERDUE, 1), (OVERDUE, 2), (OVERDUE, 3))),
        # the ladder goes on from what was taken, whatever the version
        (days(7), {(1, OVERDUE): Track(1, days(1))}, EntryRule.MATCHING, None, ()),
        (days(8), {(1, OVERDUE): Track(1, days(1))}, EntryRule.MATCHING, (OVERDUE, 2), ()),
        (days(20), {(1, OVERDUE): Track(1, days(1))}, EntryRule.MATCHING, (OVERDUE, 3), ((OVERDUE, 2),)),
        (days(20), {(1, OVERDUE): Track(1, days(1))}, EntryRule.FIRST, (OVERDUE, 2), ()),
        (days(400), {(1, OVERDUE): Track(4, days(60))}, EntryRule.MATCHING, None, ()),
    ],
)  # fmt: skip
def test_steps(today, history, rule, step, skipped):
    due = reached(today, history, rule).due
    assert [(one.phase, one.step.ordinal) for one in due] == ([step] if step else [])
    assert [one.skipped for one in due] == ([skipped] if step else [])


@pytest.mark.parametrize(
    ("today", "track", "code", "until"),
    [
        (days(15), Track(2, days(12)), "GAP", days(17)),  # step 2 was late, so step 3 waits (D3)
        (days(16), Track(2, days(12)), "GAP", days(17)),
        (days(15), Track(2, None), "STEP_BEFORE_UNSETTLED", None),
    ],
)
def test_waiting(today, track, code, until):
    found = reached(today, {(1, OVERDUE): track})
    assert found.due == ()
    (waiting,) = found.waiting
    assert waiting.reason.code == code
    assert waiting.reason.parameters == ({"until": until.isoformat()} if until else {})


def test_five_days_before_the_due_date_is_kept_over_free_days():
    # Five days before 2026-10-09 is the middle of the national holidays: the last business day before them counts.
    due = date(2026, 10, 9)
    assert reached(date(2026, 9, 29), None, EntryRule.MATCHING, item(due=due)).due == ()
    assert len(reached(date(2026, 9, 30), None, EntryRule.MATCHING, item(due=due)).due) == 1


@pytest.mark.parametrize("row", [item(due=None), item(minor=0), item(minor=-1)])
def test_items_that_owe_nothing_or_have_no_date_reach_nothing(row):
    assert reached(days(50), None, EntryRule.MATCHING, row) == Reached((), ())


def test_an_instalment_does_not_climb_because_of_another():
    first, second = item(1, DUE), item(2, days(20))
    due = reached(days(21), {(1, OVERDUE): Track(3, days(15))}, EntryRule.MATCHING, first, second).due
    assert [(one.item.receivable_id, one.step.ordinal) for one in due] == [(2, 1)]


@given(st.permutations(range(6)))
def test_the_order_of_the_items_does_not_matter(order):
    rows = [item(pk, days(-10 * pk)) for pk in range(6)]
    shuffled = reached(DUE, {}, EntryRule.MATCHING, *[rows[i] for i in order])
    assert sorted(shuffled.due, key=lambda one: one.item.receivable_id) == list(
        reached(DUE, {}, EntryRule.MATCHING, *rows).due
    )


def simulated(
    seed: int, rule: EntryRule, years: int
) -> list[tuple[int, Phase, int, date, tuple[tuple[Phase, int], ...]]]:
    """Days in a row with outages of any length; each run sends what is due. Who was sent which step on which day."""
    chance = random.Random(seed)
    start = date(2026, 1, 1)
    rows = [item(pk, start + timedelta(days=chance.randrange(365 * years))) for pk in range(1, 25)]
    tracks: dict[tuple[int, Phase], Track] = {}
    log, day = [], start
    while day < start + timedelta(days=365 * years + 120):
        for one in reached_steps(
            policy=replace(POLICY, entry_rule=rule), items=rows, history=tracks, today=day, calendar=CALENDAR
        ).due:
            tracks[one.item.receivable_id, one.phase] = Track(one.step.ordinal, day)
            log.append((one.item.receivable_id, one.phase, one.step.ordinal, day, one.skipped))
        day += timedelta(days=1 if chance.random() < 0.93 else chance.randrange(2, 25))
    return log


def assert_nothing_lost_or_doubled(seed: int, rule: EntryRule) -> None:
    log = simulated(seed, rule, years=3)
    sent = [(pk, phase, ordinal) for pk, phase, ordinal, _, _ in log]
    assert len(sent) == len(set(sent))  # none doubled
    skipped = [(pk, *left_out) for pk, _, _, _, skips in log for left_out in skips]
    ladders = [
        *((BEFORE, step.ordinal) for step in POLICY.before_due),
        *((OVERDUE, step.ordinal) for step in POLICY.overdue),
    ]
    everything = {(pk, *step) for pk in range(1, 25) for step in ladders}
    assert len(skipped) == len(set(skipped))
    assert set(sent) | set(skipped) == everything  # none lost: sent, or skipped with a reason
    assert not set(sent) & set(skipped)
    if rule is EntryRule.FIRST:
        assert not [one for one in skipped if one[1] is OVERDUE]
    last: dict[int, date] = {}
    for pk, phase, ordinal, day, _ in log:
        gap = POLICY.overdue[ordinal - 1].gap_days
        if phase is OVERDUE and pk in last:
            assert day >= last[pk] + timedelta(days=gap)  # step n + 1 never before n + gap
        if phase is OVERDUE:
            last[pk] = day


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(EntryRule))
def test_three_years_with_outages_lose_and_double_nothing(seed, rule):
    assert_nothing_lost_or_doubled(seed, rule)


def test_the_simulation_would_notice_a_step_that_needs_its_very_day(monkeypatch):
    """Negative control: with "exactly on the day" (Dolibarr#25197) outages lose steps without a word."""
    import huikuan.reminders.rules.steps as steps

    real = steps._overdue

    def exact(policy, row, late, history, today):
        found = real(policy, row, late, history, today)
        return found if found is not None and getattr(found.step, "days_overdue", late) == late else None

    monkeypatch.setattr(steps, "_overdue", exact)
    with pytest.raises(AssertionError):
        assert_nothing_lost_or_doubled(1, EntryRule.MATCHING)


@pytest.mark.parametrize(
    ("today", "soon"), [(days(-6), False), (days(-5), True), (days(-1), True), (days(0), True), (days(1), False)]
)
def test_an_item_is_due_soon_from_its_first_reminder_to_its_due_date(today, soon):
    assert is_due_soon(policy=POLICY, item=item(), today=today, calendar=CALENDAR) is soon


def test_nothing_is_due_soon_without_a_due_date_or_a_reminder_before_it():
    assert not is_due_soon(policy=POLICY, item=item(due=None), today=DUE, calendar=CALENDAR)
    assert not is_due_soon(policy=replace(POLICY, before_due=()), item=item(), today=DUE, calendar=CALENDAR)
