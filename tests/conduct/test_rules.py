"""Signs against counter-signs: what is proposed, by hand, and what always holds; what judgements and signs must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.conduct.rules.judging import JudgementDraft, SignDraft, judgement_fault, sign_fault
from huikuan.conduct.rules.weighing import (
    COUNTERS,
    RECORDED,
    SHIPPED_WEIGHTS,
    ConductPolicy,
    Found,
    Ground,
    Nature,
    Trace,
    Weight,
    policy_fault,
    proposal_of,
    unreached_in_a_row,
)

TODAY = date(2026, 3, 2)
POLICY = ConductPolicy()


def found(ground: Ground, times: int) -> Found:
    return Found(ground, tuple(Trace("row", number, TODAY) for number in range(times)))


@pytest.mark.parametrize(
    ("grounds", "points", "nature"),
    [
        ({}, 0, "NOT_MALICIOUS"),
        ({"PROMISES_BROKEN": 2, "NOT_REACHED": 4}, 60, "MALICIOUS"),
        ({"PROMISES_BROKEN": 2, "NOT_REACHED": 3}, 55, "NOT_MALICIOUS"),
        # two calls without answer are nothing: from three in a row on
        ({"PROMISES_BROKEN": 3, "NOT_REACHED": 2}, 60, "NOT_MALICIOUS"),
        # one kind of sign alone never is enough, however often
        ({"PROMISES_BROKEN": 9}, 60, "NOT_MALICIOUS"),
        ({"ASSET_FLIGHT": 1, "COURT_LIST": 1}, 70, "MALICIOUS"),
        ({"ASSET_FLIGHT": 1, "COURT_LIST": 1, "PROMISES_KEPT": 1}, 55, "NOT_MALICIOUS"),
        ({"PROMISES_BROKEN": 2, "NOT_REACHED": 6, "PROCESS_BLOCKED": 1}, 40, "NOT_MALICIOUS"),
        ({"PROMISES_BROKEN": 1, "OUR_SIDE": 1}, 0, "NOT_MALICIOUS"),
        # five paid on time are no long history, six are
        ({"ASSET_FLIGHT": 1, "MOVED_AWAY": 1, "PAID_ON_TIME": 5}, 60, "MALICIOUS"),
        ({"ASSET_FLIGHT": 1, "MOVED_AWAY": 1, "PAID_ON_TIME": 6}, 30, "NOT_MALICIOUS"),
    ],
)
def test_what_is_proposed(grounds: dict[str, int], points: int, nature: str) -> None:
    proposal = proposal_of(found=[found(Ground(name), times) for name, times in grounds.items()], policy=POLICY)
    assert (proposal.points, proposal.nature.value) == (points, nature)


def test_reasons_name_their_rows_the_heaviest_first() -> None:
    proposal = proposal_of(
        found=[found(Ground.NOT_REACHED, 8), found(Ground.PROMISES_BROKEN, 2), found(Ground.PROMISES_KEPT, 1)],
        policy=POLICY,
    )
    assert [(one.ground.value, one.times, one.points, len(one.traces)) for one in proposal.reasons] == [
        ("PROMISES_BROKEN", 2, 40, 2),
        ("NOT_REACHED", 8, 30, 8),
    ]
    assert [(one.ground.value, one.points) for one in proposal.counters] == [("PROMISES_KEPT", 15)]


counts = st.dictionaries(st.sampled_from(list(Ground)), st.integers(0, 12))


@settings(max_examples=100, deadline=None)
@given(counts, st.sampled_from(list(Ground)), st.randoms(use_true_random=False))
def test_more_signs_never_help_and_more_counter_signs_never_hurt(
    times: dict[Ground, int], more: Ground, order: object
) -> None:
    before = proposal_of(found=[found(ground, count) for ground, count in times.items()], policy=POLICY)
    after_times = {**times, more: times.get(more, 0) + 1}
    grounds = [found(ground, count) for ground, count in after_times.items()]
    after = proposal_of(found=grounds, policy=POLICY)
    worse, better = (after, before) if more in COUNTERS else (before, after)
    assert worse.points <= better.points
    assert not (worse.nature is Nature.MALICIOUS and better.nature is Nature.NOT_MALICIOUS)
    order.shuffle(grounds)  # type: ignore[attr-defined]
    assert proposal_of(found=grounds, policy=POLICY) == after


def test_only_the_last_contacts_in_a_row_count() -> None:
    rows = [(Trace("contact", number, TODAY), number == 2) for number in range(5)]
    assert [trace.id for trace in unreached_in_a_row(contacts=rows)] == [3, 4]
    assert unreached_in_a_row(contacts=rows[:3]) == ()


def test_the_shipped_policy_is_whole_and_others_have_bounds() -> None:
    assert policy_fault(policy=POLICY) == ""
    assert set(RECORDED) < set(Ground)
    without: dict[Ground, Weight] = {
        ground: weight for ground, weight in SHIPPED_WEIGHTS.items() if ground is not Ground.BOUNCED
    }
    faults = [
        policy_fault(policy=replace(POLICY, weights=without)),
        policy_fault(policy=replace(POLICY, weights={**SHIPPED_WEIGHTS, Ground.BOUNCED: Weight(1, 0)})),
        policy_fault(policy=replace(POLICY, threshold=0)),
        policy_fault(policy=replace(POLICY, least_kinds=0)),
        policy_fault(policy=replace(POLICY, review_days=367)),
    ]
    assert faults == ["CONDUCT_POLICY_WEIGHTS"] * 2 + ["CONDUCT_POLICY_THRESHOLD"] * 2 + ["CONDUCT_POLICY_DAYS"]


def test_what_a_sign_and_a_judgement_must_say() -> None:
    sign = SignDraft(1, Ground.ASSET_FLIGHT, "设备抵押给关联公司", TODAY, ("登记.pdf", b"%PDF"))
    assert sign_fault(draft=sign, today=TODAY) == ""
    changes: dict[str, dict[str, object]] = {
        "SIGN_NOT_RECORDED": {"ground": Ground.PROMISES_BROKEN},
        "REASON_NEEDED": {"text": " "},
        "CONDUCT_TEXT_TOO_LONG": {"text": "长" * 2_001},
        "SIGN_DAY_AHEAD": {"happened_on": TODAY + timedelta(days=1)},
        "SIGN_WITHOUT_PAPER": {"file": ("空.pdf", b"")},
    }
    for code, change in changes.items():
        assert sign_fault(draft=replace(sign, **change), today=TODAY) == code  # type: ignore[arg-type]
    judgement = JudgementDraft(1, Nature.MALICIOUS, "两次失约且躲避")
    days = [None, TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=367)]
    assert [judgement_fault(draft=replace(judgement, review_on=day), today=TODAY) for day in days] == [
        "", "CONDUCT_REVIEW_DAY", "", "CONDUCT_REVIEW_DAY",
    ]  # fmt: skip
