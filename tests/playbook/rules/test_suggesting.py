"""A strategy is suggested where its conditions are met; success orders only what enough cases compare."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huikuan.causes.rules.causes import Cause
from huikuan.playbook.queries.library import shipped_strategies
from huikuan.playbook.rules.measuring import MeasurePolicy, Tally
from huikuan.playbook.rules.scripts import PLACES, filled, script_faults
from huikuan.playbook.rules.situations import Sign, Situation, age_of
from huikuan.playbook.rules.strategies import (
    Met,
    When,
    conditions,
    document_of,
    found_in,
    strategy_faults,
    strategy_of,
)
from huikuan.playbook.rules.suggesting import Level, best, suggested

LIBRARY = shipped_strategies()
POLICY = MeasurePolicy()
LATE = Situation(40, 5_000_000, "CNY")


def first_for(facts: Situation) -> str:
    found = best(facts=facts, strategies=LIBRARY, tallies=(), policy=POLICY)
    return found.strategy.code if found else ""


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(LATE, signs=frozenset({Sign.OUR_SIDE, Sign.STEP_BLOCKED})), "MEND_OUR_SIDE"),
        (replace(LATE, signs=frozenset({Sign.STEP_BLOCKED})), "UNBLOCK_STEP"),
        (replace(LATE, signs=frozenset({Sign.DISPUTED})), "EVIDENCE"),
        (replace(LATE, causes=frozenset({"LEVER"})), "EXCHANGE"),
        (replace(LATE, causes=frozenset({"NO_MONEY"})), "DISCOUNT"),
        (replace(LATE, causes=frozenset({"KEEPS_IT"})), "APPEAL"),
        (replace(LATE, causes=frozenset({"KEEPS_IT"}), days_overdue=61), "WAIT_ON_SITE"),
        (replace(LATE, causes=frozenset({"KEEPS_IT"}), days_overdue=61, channel="CALL"), "PERSISTENCE"),
        (replace(LATE, broken_promises=1), "GOING_TO_THE_TOP"),
        (replace(LATE, days_overdue=61, signs=frozenset({Sign.OTHER_CREDITORS})), "JOINT_ACTION"),
        (LATE, "PERSISTENCE"),
        (replace(LATE, days_overdue=7), "PHASE_EMPHASIS"),
    ],
)
def test_the_shipped_library_answers_the_usual_debts(facts: Situation, code: str) -> None:
    assert first_for(facts) == code


def test_the_shipped_library_is_whole_in_both_languages_and_careful() -> None:
    assert [strategy_faults(strategy=one) for one in LIBRARY] == [()] * 12
    for one in LIBRARY:
        assert len(one.steps_zh) == len(one.steps_en)
        assert one.script.zh
        assert one.script.en
        assert strategy_of(code=one.code, document=document_of(strategy=one)) == one
    by_hand = {one.code for one in LIBRARY if one.is_manual}
    assert by_hand == {"WAIT_ON_SITE", "SURPRISE_VISIT", "JOINT_ACTION"}
    assert all(one.articles and one.caution.zh and one.caution.en for one in LIBRARY if one.is_manual)
    assert {cause for one in LIBRARY for cause in one.when.causes} <= {one.value for one in Cause}


def test_each_condition_says_what_it_asks_and_what_is_known() -> None:
    when = When(causes=("LEVER",), natures=("MALICIOUS",), days_from=8, days_to=30, without=("OUR_SIDE",))
    found = conditions(when=when, facts=replace(LATE, causes=frozenset({"LEVER"})))
    assert [(one.code, one.met, one.known) for one in found] == [
        ("CAUSES", Met.YES, ("LEVER",)),
        ("NATURES", Met.UNKNOWN, ()),
        ("WITHOUT", Met.YES, ()),
        ("DAYS", Met.NO, ("40",)),
    ]


def tally(code: str, cases: int, successes: int, cause: str = "", grade: str = "", age: str = "TO_60") -> Tally:
    return Tally(code, cause, grade, age, cases, successes)


@pytest.mark.parametrize(
    ("tallies", "codes", "level"),
    [
        ((), ["PERSISTENCE", "PHASE_EMPHASIS"], Level.NONE),
        # nineteen of nineteen rank nothing; neither does one strategy alone
        ((tally("PHASE_EMPHASIS", 19, 19),), ["PERSISTENCE", "PHASE_EMPHASIS"], Level.NONE),
        ((tally("PHASE_EMPHASIS", 40, 40),), ["PERSISTENCE", "PHASE_EMPHASIS"], Level.NONE),
        (
            (tally("PHASE_EMPHASIS", 40, 30), tally("PERSISTENCE", 40, 10)),
            ["PHASE_EMPHASIS", "PERSISTENCE"],
            Level.SAME_CAUSE_GRADE_AGE,
        ),
        (
            (tally("PHASE_EMPHASIS", 40, 10), tally("PERSISTENCE", 40, 30)),
            ["PERSISTENCE", "PHASE_EMPHASIS"],
            Level.SAME_CAUSE_GRADE_AGE,
        ),
        # a higher share of fewer cases is less sure: 20 of 20 begins at 0.838, 195 of 200 at 0.942
        (
            (tally("PHASE_EMPHASIS", 200, 195), tally("PERSISTENCE", 20, 20)),
            ["PHASE_EMPHASIS", "PERSISTENCE"],
            Level.SAME_CAUSE_GRADE_AGE,
        ),
        # only all cases together are enough of both
        (
            (tally("PHASE_EMPHASIS", 40, 30, "LEVER"), tally("PERSISTENCE", 40, 10)),
            ["PHASE_EMPHASIS", "PERSISTENCE"],
            Level.ALL,
        ),
    ],
)
def test_success_orders_only_what_enough_cases_compare(
    tallies: tuple[Tally, ...], codes: list[str], level: Level
) -> None:
    found = suggested(facts=LATE, strategies=LIBRARY, tallies=tallies, policy=POLICY)
    assert [one.strategy.code for one in found if one.fits] == codes
    assert {one.level for one in found if one.fits} == {level}
    assert suggested(facts=LATE, strategies=LIBRARY[::-1], tallies=tallies[::-1], policy=POLICY) == found


def test_one_without_enough_cases_keeps_its_place() -> None:
    facts = replace(LATE, broken_promises=1)
    tallies = (tally("GOING_TO_THE_TOP", 20, 1), tally("PERSISTENCE", 19, 19), tally("PHASE_EMPHASIS", 20, 19))
    found = suggested(facts=facts, strategies=LIBRARY, tallies=tallies, policy=POLICY)
    assert [one.strategy.code for one in found if one.fits] == ["PHASE_EMPHASIS", "PERSISTENCE", "GOING_TO_THE_TOP"]


def test_a_strategy_taken_out_of_use_is_not_suggested() -> None:
    without = [replace(one, is_offered=one.code != "PERSISTENCE") for one in LIBRARY]
    found = suggested(facts=LATE, strategies=without, tallies=(), policy=POLICY)
    assert "PERSISTENCE" not in [one.strategy.code for one in found]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "lower"}, "STRATEGY_CODE"),
        ({"effort_minutes": 0}, "STRATEGY_EFFORT"),
        ({"steps_en": ()}, "STRATEGY_STEPS"),
        ({"steps_en": ("x" * 301,)}, "TEXT_TOO_LONG"),
        ({"when": When(signs=("RICH",))}, "STRATEGY_WHEN"),
        ({"when": When(days_from=9, days_to=8)}, "STRATEGY_WHEN"),
        ({"steps_zh": ("不还就曝光",)}, "WORD_NOT_ALLOWED"),
    ],
)
def test_what_is_wrong_with_a_strategy_is_named(change: dict[str, object], code: str) -> None:
    wrong = replace(LIBRARY[0], **change)  # type: ignore[arg-type]
    assert code in [one.code for one in strategy_faults(strategy=wrong)]


def test_a_tactic_that_touches_the_law_needs_its_caution() -> None:
    (visit,) = (one for one in LIBRARY if one.code == "SURPRISE_VISIT")
    faults = strategy_faults(strategy=replace(visit, caution=replace(visit.caution, zh="")))
    assert [one.code for one in faults] == ["STRATEGY_CAUTION"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{customer_name}} {{password}}", "PLACE_UNKNOWN"),
        ("{{ customer_name }}", "PLACE_MALFORMED"),
        ("{{items}}", "PLACE_UNKNOWN"),
        ("不付款就把你们公司曝光", "WORD_NOT_ALLOWED"),
        ("pay or we will tell your family", "WORD_NOT_ALLOWED"),
    ],
)
def test_a_script_names_only_known_places_and_never_threatens(text: str, code: str) -> None:
    assert code in [one.code for one in script_faults(text=text)]


def test_a_script_is_filled_once_and_leaves_out_what_nobody_knows() -> None:
    text = "您好，{{person_name}}。\n逾期{{overdue_total}}。\n上次答应：{{promised_day}}"
    values = {"person_name": "{{overdue_total}}", "overdue_total": "¥1,000.00"}
    assert filled(text=text, values=values) == ("您好，{{overdue_total}}。\n逾期¥1,000.00。",)
    assert all(
        "{{" not in part for one in LIBRARY for part in filled(text=one.script.zh, values=dict.fromkeys(PLACES, "x"))
    )


@pytest.mark.parametrize(
    ("search", "codes"),
    [("守候", ["WAIT_ON_SITE"]), ("without NOTICE", ["SURPRISE_VISIT"]), ("PIPL 23", ["JOINT_ACTION"]), ("zzz", [])],
)
def test_the_library_is_searched_in_both_languages(search: str, codes: list[str]) -> None:
    assert [one.code for one in found_in(strategies=LIBRARY, search=search)] == codes


def test_ages_end_where_the_next_begins() -> None:
    days = (0, 1, 30, 31, 60, 61, 90, 91, 180, 181)
    assert [age_of(days_overdue=day).value for day in days] == [
        "NOT_DUE",
        *("TO_30", "TO_30", "TO_60", "TO_60", "TO_90", "TO_90", "TO_180", "TO_180", "OVER_180"),
    ]


def test_where_papers_are_missing_no_script_says_that_we_have_them() -> None:
    fitting = [one for one in LIBRARY if Sign.PROOF_MISSING in one.when.signs]
    assert [one.code for one in fitting] == ["EVIDENCE"]
    for one in fitting:
        assert not any(claim in one.script.zh for claim in ("手上有", "凭证齐全", "每一笔都可以"))
        assert not any(claim in one.script.en for claim in ("I have contract", "each of them"))
