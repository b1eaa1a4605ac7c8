"""From items to messages: one per customer, company and currency; the most urgent first; nothing of another customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, cast

from hypothesis import example, given
from hypothesis import strategies as st

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.reminders.rules.debtors import Debtor, as_malicious
from huikuan.reminders.rules.deciding import Facts, PlannedMessage, decided_messages, looked_again, policy_for
from huikuan.reminders.rules.gate import BankAccountState
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.policy import BeforeDueStep, OverdueStep, Phase, Policy, Tone
from huikuan.reminders.rules.reasons import Reason
from huikuan.reminders.rules.steps import Item, Track

CALENDAR = BusinessCalendar()
TODAY = date(2026, 3, 2)
POLICY = Policy(
    id=1,
    customer_class="STANDARD",
    number=1,
    source="test",
    before_due=(BeforeDueStep(1, 5),),
    overdue=(OverdueStep(1, 1, 1, Tone.FRIENDLY), OverdueStep(2, 8, 5, Tone.CLEAR)),
)
POLICIES = {"STANDARD": POLICY}
PAUSED = Reason("PAUSED", {"through": "2026-03-31", "reason": "已约定"})


def item(pk: int, customer: int = 1, late: int = 1, minor: int = 1_000, **more: Any) -> Item:
    due = TODAY - timedelta(days=late)
    values: dict[str, Any] = {"company_id": 1, "currency": "CNY", **more}
    return Item(
        pk, f"F{pk}", 1, customer_id=customer, issue_date=date(2026, 1, 1), due_date=due, open_minor=minor, **values
    )


def facts(*items: Item, **more: object) -> Facts:
    ids = {one.customer_id for one in items}
    values: dict[str, object] = {
        "history": {},
        "debtors": {pk: Debtor(pk, "STANDARD", "zh-hans", "", f"k{pk}@kehu.example", f"客户{pk}") for pk in ids},
        "unapplied": {},
        "proposed": {},
        "bank_accounts": {
            (one.company_id, one.currency): (BankAccountState("行", TODAY - timedelta(days=1)),) for one in items
        },
        "messages": {},
    }
    return Facts(items=items, **{**values, **more})  # type: ignore[arg-type]


def decided(*items: Item, **more: object):
    return decided_messages(facts=facts(*items, **more), policies=POLICIES, today=TODAY, calendar=CALENDAR)


def test_many_items_make_one_message_that_lists_all_that_is_overdue():
    first, old, coming = item(1, late=1), item(2, late=20), item(3, late=-3)
    far = item(4, late=-30)
    (message,) = decided(first, old, coming, far, history={(2, Phase.OVERDUE): Track(2, TODAY - timedelta(days=9))})
    assert {step.item.receivable_id for step in message.steps} == {1, 3}
    assert [one.receivable_id for one in message.listed] == [1, 2, 3]  # 2 is overdue, 4 far from due
    assert (message.kind, message.tone, message.ordinal) == (LetterKind.OVERDUE, "FRIENDLY", 1)
    assert message.asked_minor == 3_000
    assert message.reasons == ()


DUNNED = Track(1, TODAY - timedelta(days=1))
TOLD = Track(1, TODAY - timedelta(days=2))


def test_who_was_judged_malicious_has_the_policy_of_the_watched_and_no_friendly_overdue_letter():
    debtor = as_malicious(debtor=facts(item(1)).debtors[1])
    (late,) = decided(item(1), debtors={1: debtor})
    assert (debtor.customer_class, late.tone) == ("WATCH", "CLEAR")
    (coming,) = decided(item(1, late=-3), debtors={1: debtor})
    assert coming.tone == "FRIENDLY"  # nothing is late yet


def test_a_letter_before_the_due_date_lists_nothing_that_is_overdue():
    history = {(1, Phase.OVERDUE): DUNNED, (2, Phase.OVERDUE): DUNNED, (4, Phase.BEFORE_DUE): TOLD}
    items = item(1, late=9), item(2, late=14), item(3, late=-3), item(4, late=-1), item(5, late=-6)
    (message,) = decided(*items, history=history)
    assert (message.kind, message.ordinal) == (LetterKind.BEFORE_DUE, 1)
    assert [step.item.receivable_id for step in message.steps] == [3]
    assert [one.receivable_id for one in message.listed] == [3, 4]  # 4 was told of already but is due soon; 5 is not
    assert message.asked_minor == 2_000


def test_an_overdue_letter_lists_what_is_overdue_and_what_is_due_soon():
    history = {(2, Phase.OVERDUE): DUNNED, (4, Phase.BEFORE_DUE): TOLD}
    items = item(1, late=1), item(2, late=2), item(3, late=0), item(4, late=-1), item(5, late=-6)
    (message,) = decided(*items, history=history)
    assert (message.kind, message.ordinal) == (LetterKind.OVERDUE, 1)
    assert [(step.item.receivable_id, step.phase) for step in message.steps] == [
        (1, Phase.OVERDUE),
        (3, Phase.BEFORE_DUE),  # told of here, so it gets no letter of its own
    ]
    assert [one.receivable_id for one in message.listed] == [1, 2, 3, 4]


def test_an_overdue_letter_whose_overdue_item_is_held_becomes_one_before_the_due_date():
    (message,) = decided(replace(item(1, late=1), holds=(PAUSED,)), item(2, late=4), item(3, late=-3),
                         history={(2, Phase.OVERDUE): DUNNED})  # fmt: skip
    assert message.kind is LetterKind.BEFORE_DUE
    assert [one.receivable_id for one in message.listed] == [3]


@given(
    st.lists(
        st.tuples(st.integers(-10, 40), st.sampled_from([0, 1, 2]), st.integers(0, 9), st.booleans()), max_size=12
    ),
    st.integers(0, 9),
)
@example([(9, 1, 1, False), (14, 1, 1, False), (-3, 0, 0, False)], 0)
@example([(0, 0, 0, False), (9, 2, 1, False)], 1)
def test_no_letter_says_of_an_item_what_is_not_true_of_it(rows, later):
    """Whatever was told before: before the due date nothing overdue is listed, and the same when it is claimed later."""
    items = [
        replace(item(pk, late=late), holds=(PAUSED,) if held else ()) for pk, (late, _, _, held) in enumerate(rows, 1)
    ]
    history = {
        (pk, Phase.OVERDUE if late > 0 else Phase.BEFORE_DUE): Track(ordinal, TODAY - timedelta(days=ago))
        for pk, (late, ordinal, ago, _) in enumerate(rows, 1)
        if ordinal
    }
    known = facts(*items, history=history)
    for message in decided_messages(facts=known, policies=POLICIES, today=TODAY, calendar=CALENDAR):
        assert_true_on(message, TODAY)
        steps = [(step.item.receivable_id, step.item.due_date, step.phase.value, step.step.ordinal)
                 for step in message.steps]  # fmt: skip
        day = TODAY + timedelta(days=later)
        again = looked_again(
            facts=known, policy=POLICY, steps=cast(Any, steps), today=day, calendar=CALENDAR, at=time(10)
        )
        if again is not None:
            assert_true_on(again, day)


def assert_true_on(message: PlannedMessage, day: date) -> None:
    late = [one for one in message.listed if one.due_date is not None and one.due_date < day]
    if message.listed:
        assert bool(late) is (message.kind is LetterKind.OVERDUE)
    else:
        assert message.reasons
    listed = {one.receivable_id for one in message.listed}
    assert not message.listed or {step.item.receivable_id for step in message.steps} <= listed  # told means listed


def test_companies_and_currencies_are_apart_and_one_a_day_goes():
    messages = decided(
        item(1, late=1, minor=9_000), item(2, late=9, currency="USD"), item(3, late=1, company_id=2), item(4, late=-2)
    )
    assert [(one.company_id, one.currency, [reason.code for reason in one.reasons]) for one in messages] == [
        (1, "USD", []),  # the higher step is the more urgent
        (1, "CNY", ["DAY_CAP"]),
        (2, "CNY", ["DAY_CAP"]),
    ]


def test_a_held_item_is_neither_asked_for_nor_a_reason_to_write():
    free, held = item(1), replace(item(2, late=9), holds=(PAUSED,))
    (message,) = decided(free, held)
    assert [one.receivable_id for one in message.listed] == [1]
    assert (message.ordinal, message.reasons) == (1, ())
    (alone,) = decided(held)
    assert (alone.listed, alone.reasons) == ((), (PAUSED,))


def test_a_step_that_is_not_settled_is_shown_with_its_reason():
    (message,) = decided(item(1, late=9), history={(1, Phase.OVERDUE): Track(1, None)})
    assert [reason.code for reason in message.reasons] == ["STEP_BEFORE_UNSETTLED"]


def test_a_class_without_policy_has_the_standard_one():
    assert policy_for(customer_class="UNHEARD", policies=POLICIES) is POLICY


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(-10, 40), st.integers(1, 10**6), st.sampled_from(["CNY", "USD"])),
        max_size=25,
    ),
    st.randoms(use_true_random=False),
)
def test_messages_are_of_one_customer_whole_and_in_any_order_the_same(rows, chance):
    items = [
        item(pk, customer, late, minor, currency=currency)
        for pk, (customer, late, minor, currency) in enumerate(rows, 1)
    ]
    messages = decided(*items)
    for message in messages:
        for one in (*message.listed, *(step.item for step in message.steps)):
            assert (one.customer_id, one.company_id, one.currency) == (
                message.customer_id,
                message.company_id,
                message.currency,
            )
    going = [message.customer_id for message in messages if not message.reasons]
    assert len(going) == len(set(going))  # one a day
    keys = [(message.customer_id, message.company_id, message.currency) for message in messages]
    assert len(keys) == len(set(keys))
    shuffled = list(items)
    chance.shuffle(shuffled)
    again = decided(*shuffled)
    assert [(one.asked_minor, one.reasons, {step.item.receivable_id for step in one.steps}) for one in again] == [
        (one.asked_minor, one.reasons, {step.item.receivable_id for step in one.steps}) for one in messages
    ]


def again(*items: Item, steps: list[tuple[int, date | None, str, int]], at: time = time(10), **more: object):
    return looked_again(
        facts=facts(*items, **more), policy=POLICY, steps=cast(Any, steps), today=TODAY, calendar=CALENDAR, at=at
    )


def test_a_message_looked_at_again_keeps_its_steps_and_drops_what_was_paid():
    kept = item(1, late=9)
    steps = [(1, kept.due_date, "OVERDUE", 1), (2, TODAY, "OVERDUE", 1)]
    message = again(kept, steps=steps)
    assert message is not None
    assert [(step.item.receivable_id, step.step.ordinal) for step in message.steps] == [
        (1, 1)
    ]  # not 2, which is due now
    assert again(item(3), steps=steps) is None


def test_a_reminder_before_the_due_date_does_not_go_out_after_it():
    late = item(1, late=1)
    assert again(late, steps=[(1, late.due_date, "BEFORE_DUE", 1)]) is None
    today = item(1, late=0)
    assert again(today, steps=[(1, today.due_date, "BEFORE_DUE", 1)]) is not None


def test_a_due_date_that_was_changed_takes_the_step_away():
    moved = item(1, late=3)
    assert again(moved, steps=[(1, TODAY - timedelta(days=5), "OVERDUE", 1)]) is None


def test_a_step_is_dropped_once_a_later_one_of_the_item_was_taken():
    row = item(1, late=9)
    for ordinal, stays in ((1, True), (2, False)):
        history = {(1, Phase.OVERDUE): Track(ordinal, TODAY - timedelta(days=1))}
        assert (again(row, steps=[(1, row.due_date, "OVERDUE", 1)], history=history) is not None) is stays
    other = {(1, Phase.BEFORE_DUE): Track(2, TODAY)}
    assert again(row, steps=[(1, row.due_date, "OVERDUE", 1)], history=other) is not None


def test_the_hour_is_asked_only_when_the_message_is_to_go():
    row = item(1)
    message = again(row, steps=[(1, row.due_date, "OVERDUE", 1)], at=time(21))
    assert message is not None
    assert [reason.code for reason in message.reasons] == ["QUIET_HOURS"]
