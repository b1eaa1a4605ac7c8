"""The blocking rules: a table of examples by hand, and what holds for whatever facts (HANDBOOK A10, FEATURES D12, D13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.credit.rules import deciding
from huikuan.credit.rules.deciding import Lifted, allowed_minor, decide
from huikuan.credit.rules.facts import Exclusion, Facts, Frame, Opening, OpenItem, Pass, Question, plain_facts
from huikuan.credit.rules.policy import (
    HARDNESS,
    LOWERING,
    CheckPoint,
    Component,
    CreditPolicy,
    Rule,
    Severity,
    plain_policy,
    policy_faults,
    policy_from,
    shipped_policy,
)
from huikuan.credit.rules.releasing import ways_out

TODAY = date(2026, 3, 2)
POLICY = shipped_policy()
ASKED = Question(1, 1, 10_000, "CNY", CheckPoint.ORDER, "SO1")


def frame(limit: int | None = 100_000, *, receivables: int = 0, orders: int = 0, **more: int) -> Frame:
    parts = {Component.RECEIVABLES: receivables, Component.ORDERS: orders}
    parts |= {Component[name.upper()]: minor for name, minor in more.items()}
    return Frame(True, limit, parts)


def facts(one: Frame | None = None, **more: object) -> Facts:
    question = more.pop("question", ASKED)
    assert isinstance(question, Question)
    increase = more.pop("increase_minor", question.amount_minor)
    return Facts(TODAY, "CNY", question, increase, (one or frame(),), **more)  # type: ignore[arg-type]


def item(number: str, minor: int, *, late: int = 0, age: int = 0) -> OpenItem:
    return OpenItem(1, number, minor, minor, "CNY", late, age or late + 30)


@pytest.mark.parametrize(
    ("found", "severity", "rules"),
    [
        (facts(), "ALLOW", []),
        (facts(frame(receivables=90_000)), "ALLOW", []),  # exactly the limit
        (facts(frame(receivables=90_001)), "HOLD", ["OVER_LIMIT"]),
        (facts(frame(receivables=80_000, orders=10_001)), "HOLD", ["OVER_LIMIT"]),
        (facts(frame(receivables=80_000, delivered=10_001)), "HOLD", ["OVER_LIMIT"]),
        (facts(frame(receivables=100_000, advances=10_000)), "ALLOW", []),
        (facts(frame(receivables=100_000, security=9_999)), "HOLD", ["OVER_LIMIT"]),
        (facts(frame(None, receivables=10**12)), "WARN", ["NO_LIMIT"]),
        (facts(frame(0)), "CASH_FIRST", ["CASH_ONLY"]),
        (facts(frame(0, advances=10_000)), "ALLOW", []),
        (facts(frame(0, advances=9_999)), "CASH_FIRST", ["CASH_ONLY"]),
        (facts(replace(frame(), has_expired=True)), "HOLD", ["LIMIT_EXPIRED"]),
        (facts(oldest_item_days=180), "ALLOW", []),
        (facts(oldest_item_days=181), "WARN", ["OLDEST_ITEM"]),
        (facts(days_overdue=30), "ALLOW", []),
        (facts(days_overdue=31), "HOLD", ["DAYS_OVERDUE"]),
        (facts(overdue_minor=100_000), "ALLOW", []),
        (facts(overdue_minor=100_001), "HOLD", ["OLD_DEBT"]),
        (facts(opening=Opening.MISSING), "HOLD", ["OPENING"]),
        (facts(opening=Opening.EXPIRED), "HOLD", ["OPENING"]),
        (facts(opening=Opening.APPROVED), "ALLOW", []),
        (facts(stops=("停止供货",)), "HOLD", ["SANCTION"]),
        (facts(bounces=(date(2026, 1, 5),)), "WARN", ["BOUNCED"]),
        (facts(unknown_currencies=("USD",)), "HOLD", ["RATE_UNKNOWN"]),
        (facts(frame(0), stops=("x",)), "HOLD", ["CASH_ONLY", "SANCTION"]),
    ],
)  # fmt: skip
def test_each_rule_at_its_edge(found: Facts, severity: str, rules: list[str]) -> None:
    verdict = decide(facts=found, policy=POLICY)
    assert verdict.severity == severity
    assert [reason.rule.value for reason in verdict.reasons] == rules


@pytest.mark.parametrize(
    ("limit", "permille", "fixed", "allowed"),
    [
        (100_000, 0, 0, 100_000),
        (100_000, 50, 0, 105_000),
        (100_000, 50, 9_000, 109_000),
        (0, 50, 9_000, 0),
        (999, 1, 0, 999),
    ],
)
def test_tolerance_is_the_greater_of_share_and_amount_and_none_on_nothing(
    limit: int, permille: int, fixed: int, allowed: int
) -> None:
    policy = replace(POLICY, tolerance_permille=permille, tolerance_minor=fixed)
    assert allowed_minor(limit_minor=limit, policy=policy) == allowed


def test_a_component_that_is_switched_off_counts_for_nothing() -> None:
    policy = replace(POLICY, components=frozenset({Component.RECEIVABLES}))
    assert decide(facts=facts(frame(orders=10**9)), policy=policy).severity is Severity.ALLOW
    assert decide(facts=facts(frame(receivables=90_001, advances=10**9)), policy=policy).severity is Severity.HOLD


def test_the_members_own_limit_holds_within_the_groups() -> None:
    own = Frame(False, 5_000, {Component.RECEIVABLES: 0})
    found = replace(facts(), frames=(frame(), own))
    assert [reason.rule for reason in decide(facts=found, policy=POLICY).reasons] == [Rule.OVER_LIMIT]
    assert found.binding(POLICY.components) is own


def test_an_invoice_is_warned_about_and_never_held() -> None:
    hard = facts(
        frame(receivables=10**9),
        question=replace(ASKED, point=CheckPoint.INVOICE),
        overdue_minor=10**9, days_overdue=400, oldest_item_days=500, opening=Opening.MISSING, stops=("x",),
        bounces=(TODAY,), unknown_currencies=("USD",),
    )  # fmt: skip
    assert decide(facts=hard, policy=POLICY).severity is Severity.WARN


EXCLUSION = Exclusion(7, Rule.OLD_DEBT, CheckPoint.ORDER, TODAY, "李经理", "对账中")


@pytest.mark.parametrize(
    ("exclusion", "severity"),
    [
        (EXCLUSION, "ALLOW"),
        (replace(EXCLUSION, rule=None), "ALLOW"),
        (replace(EXCLUSION, point=None), "ALLOW"),
        (replace(EXCLUSION, rule=Rule.OVER_LIMIT), "HOLD"),
        (replace(EXCLUSION, point=CheckPoint.DELIVERY), "HOLD"),
        (replace(EXCLUSION, until=TODAY - timedelta(days=1)), "HOLD"),
    ],
)
def test_an_exclusion_lifts_its_rule_at_its_check_point_through_its_day(exclusion: Exclusion, severity: str) -> None:
    verdict = decide(facts=facts(overdue_minor=10**6, exclusions=(exclusion,)), policy=POLICY)
    assert verdict.severity == severity
    if severity == "ALLOW":
        assert (verdict.reasons[0].lifted, verdict.reasons[0].lifted_by) == (Lifted.EXCLUSION, "李经理")


def test_nobodys_own_word_lifts_what_blocks_his_order() -> None:
    own, given_pass = replace(EXCLUSION, approver_id=5), replace(PASS, approver_id=5)
    for askers, lifted in (((5,), False), ((4, 5), False), ((4,), True), ((), True)):
        for more in ({"exclusions": (own,)}, {"passes": (given_pass,)}):
            found = facts(overdue_minor=10**6, askers=askers, **more)
            assert decide(facts=found, policy=POLICY).is_blocked is not lifted
    another = replace(EXCLUSION, id=8, approver_id=6)
    both = facts(overdue_minor=10**6, askers=(5,), exclusions=(own, another))
    assert decide(facts=both, policy=POLICY).severity is Severity.ALLOW
    warned = facts(frame(None), askers=(5,), exclusions=(replace(own, rule=Rule.NO_LIMIT),))
    assert decide(facts=warned, policy=POLICY).severity is Severity.ALLOW  # what only warns, anybody may set aside


def test_nobody_excludes_an_unknown_rate() -> None:
    found = facts(unknown_currencies=("USD",), exclusions=(replace(EXCLUSION, rule=None),))
    assert decide(facts=found, policy=POLICY).severity is Severity.HOLD


PASS = Pass(3, frozenset({"OLD_DEBT", "OVER_LIMIT"}), 10_000, "CNY", TODAY, "王总")


@pytest.mark.parametrize(
    ("given_pass", "severity", "used"),
    [
        (PASS, "WARN", (3,)),
        (replace(PASS, most_minor=9_999), "HOLD", ()),
        (replace(PASS, currency="USD"), "HOLD", ()),
        (replace(PASS, until=TODAY - timedelta(days=1)), "HOLD", ()),
        (replace(PASS, rules=frozenset({"OVER_LIMIT"})), "HOLD", ()),
    ],
)
def test_a_pass_covers_what_its_giver_saw_up_to_its_amount_and_day(
    given_pass: Pass, severity: str, used: tuple[int, ...]
) -> None:
    verdict = decide(facts=facts(overdue_minor=10**6, passes=(given_pass,)), policy=POLICY)
    assert (verdict.severity, verdict.used_passes) == (severity, used)


def test_a_policy_survives_being_kept_and_its_faults_are_found() -> None:
    assert policy_from(number=0, content=plain_policy(policy=POLICY), source=POLICY.source) == POLICY
    assert policy_faults(policy=POLICY) == ()
    without = {**POLICY.severities, Rule.RATE_UNKNOWN: {}}
    faulty = replace(POLICY, grace_days=91, severities=without, components=LOWERING)
    assert [fault.code for fault in policy_faults(policy=faulty)] == [
        "CREDIT_NUMBER_WRONG", "CREDIT_RATE_NEVER_FREE", "CREDIT_NOTHING_COUNTED",
    ]  # fmt: skip


# ---------------------------------------------------------------- properties
minors = st.integers(0, 300_000)
frames = st.builds(
    lambda limit, parts: Frame(True, limit, dict(zip(Component, parts, strict=True))),
    st.one_of(st.none(), st.just(0), st.integers(1, 400_000)),
    st.lists(minors, min_size=len(Component), max_size=len(Component)),
)
questions = st.builds(
    lambda point, amount: replace(ASKED, point=point, amount_minor=amount),
    st.sampled_from(CheckPoint),
    st.integers(1, 300_000),
)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    question = draw(questions)
    items = tuple(
        OpenItem(1, f"F{place}", minor, minor, "CNY", late, late + more)
        for place, (minor, late, more) in enumerate(
            draw(st.lists(st.tuples(st.integers(1, 90_000), st.integers(0, 60), st.integers(0, 200)), max_size=5))
        )
    )
    one = draw(frames)
    owed = sum(known.minor for known in items)
    parts = {**one.components, Component.RECEIVABLES: one.components[Component.RECEIVABLES] + owed}
    return Facts(
        today=TODAY,
        base="CNY",
        question=question,
        increase_minor=draw(st.integers(0, question.amount_minor)),
        frames=(replace(one, components=parts, has_expired=draw(st.booleans())),),
        opening=draw(st.sampled_from(Opening)),
        overdue_minor=sum(known.minor for known in items if known.days_overdue > 0),
        days_overdue=max((known.days_overdue for known in items), default=0),
        oldest_item_days=max((known.age_days for known in items), default=0),
        items=items,
        stops=draw(st.sampled_from([(), ("x",)])),
        unknown_currencies=draw(st.sampled_from([(), ("USD",)])),
    )


@st.composite
def policies(draw: st.DrawFn) -> CreditPolicy:
    severity = st.sampled_from(Severity)
    rules = {rule: {point: draw(severity) for point in CheckPoint} for rule in Rule}
    numbers = {
        "tolerance_permille": draw(st.integers(0, 300)),
        "tolerance_minor": draw(st.integers(0, 20_000)),
        "overdue_days": draw(st.integers(0, 60)),
        "oldest_item_days": draw(st.integers(1, 200)),
        "small_debt_minor": draw(st.integers(0, 100_000)),
    }
    counted = draw(st.frozensets(st.sampled_from(Component))) | {Component.RECEIVABLES}
    return CreditPolicy(1, rules, counted, **numbers)  # type: ignore[arg-type]


@given(any_facts(), policies(), st.randoms())
@settings(max_examples=150)
def test_the_order_of_the_rules_does_not_matter(found: Facts, policy: CreditPolicy, random: object) -> None:
    tests = list(deciding._TESTS.items())
    random.shuffle(tests)  # type: ignore[attr-defined]
    with patch.object(deciding, "_TESTS", dict(tests)):
        shuffled = decide(facts=found, policy=policy)
    assert shuffled == decide(facts=found, policy=policy)


def test_the_order_of_frames_exclusions_and_passes_does_not_matter() -> None:
    found = facts(
        overdue_minor=10**6, stops=("x",),
        exclusions=(EXCLUSION, replace(EXCLUSION, id=8, rule=Rule.SANCTION)),
        passes=(PASS, replace(PASS, id=4, rules=frozenset({"SANCTION"}))),
    )  # fmt: skip
    verdicts = {
        decide(facts=replace(found, exclusions=one, passes=two), policy=POLICY).severity
        for one in permutations(found.exclusions)
        for two in permutations(found.passes)
    }
    assert verdicts == {Severity.ALLOW}


@given(
    any_facts(),
    policies(),
    st.sampled_from(sorted(set(Component) - LOWERING)),
    st.integers(1, 500_000),
    st.integers(0, 90),
)
@settings(max_examples=200)
def test_more_debt_never_softens_the_answer(
    found: Facts, policy: CreditPolicy, component: Component, more: int, later: int
) -> None:
    one = found.frames[0]
    worse = replace(
        found,
        frames=(replace(one, components={**one.components, component: one.components[component] + more}),),
        overdue_minor=found.overdue_minor + more,
        days_overdue=found.days_overdue + later,
        oldest_item_days=found.oldest_item_days + later,
    )
    before, after = decide(facts=found, policy=policy), decide(facts=worse, policy=policy)
    assert HARDNESS[after.severity] >= HARDNESS[before.severity]
    assert {reason.rule for reason in before.reasons} <= {reason.rule for reason in after.reasons}


@given(any_facts(), policies())
@settings(max_examples=200)
def test_doing_what_would_release_it_releases_it(found: Facts, policy: CreditPolicy) -> None:
    verdict = decide(facts=found, policy=policy)
    ways = ways_out(facts=found, policy=policy, verdict=verdict)
    assert bool(ways) == verdict.is_blocked
    assert not decide(facts=done(found, ways, policy), policy=policy).is_blocked


def done(found: Facts, ways: tuple[object, ...], policy: CreditPolicy) -> Facts:
    """The facts after all of it was done: items paid, the rest paid in, the opening approved, and so on."""
    codes = {way.code: way.parameters for way in ways}  # type: ignore[attr-defined]
    paid = {way.parameters["invoice"] for way in ways if way.code == "PAY_ITEM"}  # type: ignore[attr-defined]
    left = tuple(one for one in found.items if one.number not in paid)
    gone = sum(one.base_minor for one in found.items if one.number in paid)
    money = sum(int(codes[code]["minor"]) for code in ("PAY_OR_RAISE", "PAY_FIRST") if code in codes)
    one = found.frames[0]
    limit = one.limit_minor
    if money:
        limit = (limit or 0) + money
    if "SET_LIMIT" in codes:
        limit = 10**9
    parts = {**one.components, Component.RECEIVABLES: one.components[Component.RECEIVABLES] - gone}
    if one.limit_minor == 0:
        limit = 0
        parts[Component.RECEIVABLES] -= money
    return replace(
        found,
        frames=(replace(one, limit_minor=limit, components=parts, has_expired=one.has_expired and "RENEW_LIMIT" not in codes),),
        items=left,
        overdue_minor=sum(known.minor for known in left if known.days_overdue > 0),
        days_overdue=max((known.days_overdue for known in left), default=0),
        oldest_item_days=max((known.age_days for known in left), default=0),
        opening=Opening.APPROVED if "APPROVE_OPENING" in codes else found.opening,
        stops=() if "LIFT_STOP" in codes else found.stops,
        unknown_currencies=() if "ENTER_RATE" in codes else found.unknown_currencies,
    )  # fmt: skip


def test_the_list_of_what_would_release_is_short() -> None:
    late = facts(
        frame(receivables=95_000),
        overdue_minor=60_000, days_overdue=40, oldest_item_days=70,
        items=(item("F1", 10_000, late=40), item("F2", 30_000, late=5), item("F3", 20_000, late=3)),
    )  # fmt: skip
    policy = replace(POLICY, small_debt_minor=25_000)
    ways = ways_out(facts=late, policy=policy, verdict=decide(facts=late, policy=policy))
    # F1 is too late, F2 is the largest of the rest; what they free covers the 5,000 over the limit.
    assert [(way.code, way.parameters["invoice"]) for way in ways] == [("PAY_ITEM", "F1"), ("PAY_ITEM", "F2")]
    over = facts(frame(receivables=95_000))
    (way,) = ways_out(facts=over, policy=POLICY, verdict=decide(facts=over, policy=POLICY))
    assert (way.code, way.parameters) == ("PAY_OR_RAISE", {"minor": 5_000, "currency": "CNY"})
    cash = facts(frame(0, advances=4_000))
    (way,) = ways_out(facts=cash, policy=POLICY, verdict=decide(facts=cash, policy=POLICY))
    assert (way.code, way.parameters["minor"]) == ("PAY_FIRST", 6_000)
    assert ways_out(facts=facts(), policy=POLICY, verdict=decide(facts=facts(), policy=POLICY)) == ()


def test_facts_are_kept_as_plain_json() -> None:
    kept = plain_facts(facts=facts(passes=(PASS,), exclusions=(EXCLUSION,)))
    assert kept["today"] == "2026-03-02"
    assert kept["frames"][0]["components"] == {"RECEIVABLES": 0, "ORDERS": 0}
    assert kept["passes"][0]["rules"] == ["OLD_DEBT", "OVER_LIMIT"]
