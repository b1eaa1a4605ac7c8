"""Two policies laid side by side: only what a customer would notice is a difference."""

from __future__ import annotations

from dataclasses import replace

from huikuan.reminders.rules.comparing import differences, sent_of
from huikuan.reminders.rules.deciding import PlannedMessage, decided_messages
from huikuan.reminders.rules.policy import Policy, Tone
from tests.reminders.rules.test_deciding import CALENDAR, PAUSED, POLICY, TODAY, facts, item


def planned(policy: Policy) -> tuple[PlannedMessage, ...]:
    items = (
        item(1, customer=1, late=9, minor=500),
        item(2, customer=2, late=3, minor=900),
        item(3, customer=3, late=-4),
    )
    found = facts(*items, item(4, customer=4, late=9, holds=(PAUSED,)))
    return decided_messages(facts=found, policies={"STANDARD": policy}, today=TODAY, calendar=CALENDAR)


def test_a_policy_that_says_the_same_under_another_number_changes_nothing():
    assert differences(before=planned(POLICY), after=planned(replace(POLICY, id=9, number=2, source="x"))) == ()
    assert sent_of(planned=planned(POLICY)) == 3


def test_what_is_new_gone_or_sounds_otherwise_is_a_difference_most_money_first():
    first, second = POLICY.overdue
    later = replace(POLICY, before_due=(), overdue=(replace(first, days_overdue=4), replace(second, tone=Tone.FINAL)))
    found = differences(before=planned(POLICY), after=planned(later))
    assert [(one.customer_id, one.asked_minor) for one in found] == [(3, 1_000), (2, 900), (1, 500)]
    gone, silent, louder = found
    assert gone.before is not None and gone.after is None
    assert silent.before is not None and silent.after is None
    assert louder.before is not None and louder.after is not None
    assert (louder.before.tone, louder.after.tone) == ("CLEAR", "FINAL")
    back = differences(before=planned(later), after=planned(POLICY))
    assert [(one.customer_id, one.asked_minor) for one in back] == [(3, 1_000), (2, 900), (1, 500)]


def test_a_message_kept_back_under_both_is_none():
    assert 4 not in {one.customer_id for one in differences(before=planned(POLICY), after=())}
