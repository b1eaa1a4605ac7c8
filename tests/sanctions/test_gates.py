"""What the law asks before a sanction, by hand: Civil Code 525–528, 568, 586–588, 634, 641–642, 1024, 买卖合同解释 26–27."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.sanctions.rules.gates import (
    Gate,
    SupplyFacts,
    Turn,
    Unrest,
    accelerate,
    articles_of,
    deposit,
    effective_deposit_minor,
    publish,
    retake_goods,
    set_off,
    stop_supply,
)
from huikuan.sanctions.rules.given import CourtFacts, DepositFacts, PriceFacts, SetOffFacts

TODAY = date(2026, 3, 20)
BREACHED = SupplyFacts("SO1", frozenset({"SO1"}), 50_000, "CNY", Turn.THEIRS_FIRST, TODAY)
PRICE = PriceFacts(100_000, 20_000, "CNY", date(2026, 3, 1), TODAY, payments=3)
RETAINED = replace(PRICE, paid_minor=74_999, retention_agreed=True, registered=True)
DEPOSIT = DepositFacts(100_000, 20_000, 20_000, "CNY", is_called_deposit=True)
SET_OFF = SetOffFacts(TODAY, TODAY, same_kind=True, is_excluded=False, noticed_on=TODAY, is_conditional=False)
COURT = CourtFacts("(2026)浙0106执123号", TODAY, TODAY, stands=True)
UNREST = SupplyFacts(
    "SO2", frozenset({"SO1"}), 0, "CNY", Turn.OURS_FIRST, TODAY, frozenset({Unrest.ASSET_FLIGHT}), 1,
    noticed_on=TODAY, is_effective=True, is_known=True,
)  # fmt: skip


def told(gate: Gate) -> list[tuple[str, str]]:
    return [(one.code, one.article) for one in gate.missing]


@pytest.mark.parametrize(
    ("facts", "stands_on"),
    [
        # Breach of the same order: together 525, the buyer first 526.
        (BREACHED, "CC-526"),
        (replace(BREACHED, turn=Turn.TOGETHER), "CC-525"),
        (replace(BREACHED, overdue_minor=1), "CC-526"),
        # Unrest defence before the due date: evidence, and notice by the time goods stop.
        (UNREST, "CC-527"),
        (replace(UNREST, noticed_on=None, is_effective=False), "CC-527"),
    ],
)  # fmt: skip
def test_supply_may_stop(facts: SupplyFacts, stands_on: str) -> None:
    gate = stop_supply(facts=facts)
    assert (gate.is_open, gate.stands_on, told(gate)) == (True, stands_on, [])


def test_supply_under_another_order_may_not_stop_and_each_missing_fact_is_named() -> None:
    gate = stop_supply(facts=replace(BREACHED, order="SO2"))
    assert told(gate) == [
        ("SUPPLY_OTHER_ORDER", "CC-526"),
        ("SUPPLY_NOT_OURS_FIRST", "CC-527"),
        ("UNREST_UNNAMED", "CC-527"),
        ("UNREST_EVIDENCE", "CC-527"),
    ]
    assert gate.missing[0].parameters == {"order": "SO2", "breached": "SO1"}
    assert (gate.stands_on, articles_of(gate=gate)) == ("", ("CC-526", "CC-527"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"overdue_minor": 0}, "SUPPLY_NOTHING_DUE"),
        ({"order": ""}, "SUPPLY_ORDER_UNNAMED"),
        ({"turn": Turn.UNKNOWN}, "SUPPLY_TURN_UNKNOWN"),
        ({"turn": Turn.OURS_FIRST}, "SUPPLY_OURS_FIRST"),
    ],
)
def test_a_breach_lacks_one_fact(change: dict[str, object], code: str) -> None:
    gate = stop_supply(facts=replace(BREACHED, **change))  # type: ignore[arg-type]
    assert not gate.is_open
    assert [one.code for one in gate.ways[0].missing] == [code]


@pytest.mark.parametrize(
    ("change", "code", "article"),
    [
        ({"unrest": frozenset()}, "UNREST_UNNAMED", "CC-527"),
        ({"papers": 0}, "UNREST_EVIDENCE", "CC-527"),
        ({"noticed_on": None}, "UNREST_NOTICE", "CC-528"),
        ({"noticed_on": date(2026, 3, 21)}, "NOTICE_AHEAD", "CC-528"),
        ({"noticed_on": date(2026, 3, 21), "is_effective": False}, "NOTICE_AHEAD", "CC-528"),
        ({"security_given": True}, "UNREST_SECURITY_GIVEN", "CC-528"),
        ({"order": ""}, "SUPPLY_ORDER_UNNAMED", "CC-527"),
        ({"is_known": False}, "SUPPLY_ORDER_UNKNOWN", "CC-527"),
    ],
)
def test_unrest_defence_lacks_one_fact(change: dict[str, object], code: str, article: str) -> None:
    gate = stop_supply(facts=replace(UNREST, **change))  # type: ignore[arg-type]
    assert not gate.is_open
    assert [(one.code, one.article) for one in gate.ways[1].missing] == [(code, article)]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        # A fifth: 20,000 of 100,000 is enough, 19,999 is not; of 99,999 a fifth is 19,999.8, so 20,000.
        ({"arrears_minor": 19_999}, [("ARREARS_BELOW_FIFTH", "CC-634")]),
        ({"price_minor": 99_999}, []),
        ({"price_minor": 99_999, "arrears_minor": 19_999}, [("ARREARS_BELOW_FIFTH", "CC-634")]),
        ({"payments": 2}, [("PAYMENTS_FEW", "SALES-27")]),
        ({"demanded_on": None}, [("DEMAND_MISSING", "CC-634")]),
        # Demanded on 5 March the 15 days end with the 20th: today still runs.
        ({"demanded_on": date(2026, 3, 5)}, [("DEMAND_TIME_RUNS", "CC-634")]),
        ({"demanded_on": date(2026, 3, 4)}, []),
    ],
)  # fmt: skip
def test_the_whole_price_is_called_in(change: dict[str, object], missing: list[tuple[str, str]]) -> None:
    gate = accelerate(facts=replace(PRICE, **change))  # type: ignore[arg-type]
    assert (gate.is_open, told(gate)) == (not missing, missing)


def test_the_gate_says_the_least_arrears() -> None:
    (missing,) = accelerate(facts=replace(PRICE, price_minor=99_999, arrears_minor=19_999)).missing
    assert missing.parameters == {"minor": 19_999, "minimum": 20_000, "currency": "CNY"}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        # 75 % bars: 74.999 % does not, 75 % does; of 99,999 it is 74,999.25, so 74,999 does not and 75,000 does.
        ({"paid_minor": 75_000}, [("THREE_QUARTERS_PAID", "SALES-26")]),
        ({"price_minor": 99_999}, []),
        ({"price_minor": 99_999, "paid_minor": 75_000}, [("THREE_QUARTERS_PAID", "SALES-26")]),
        ({"retention_agreed": False}, [("RETENTION_NOT_AGREED", "CC-641")]),
        ({"arrears_minor": 0}, [("NO_ARREARS", "CC-642")]),
        ({"demanded_on": None}, [("DEMAND_MISSING", "CC-642")]),
        ({"registered": False, "held_by_third_party": True}, [("THIRD_PARTY_IN_GOOD_FAITH", "CC-641")]),
        ({"held_by_third_party": True}, []),
    ],
)  # fmt: skip
def test_goods_are_taken_back(change: dict[str, object], missing: list[tuple[str, str]]) -> None:
    gate = retake_goods(facts=replace(RETAINED, **change))  # type: ignore[arg-type]
    assert (gate.is_open, told(gate)) == (not missing, missing)


def test_unregistered_retention_warns_though_the_gate_is_open() -> None:
    gate = retake_goods(facts=replace(RETAINED, registered=False))
    assert (gate.is_open, [one.code for one in gate.warnings]) == (True, ["RETENTION_UNREGISTERED"])


@pytest.mark.parametrize(
    ("change", "missing", "excess", "effective"),
    [
        ({}, [], None, 20_000),
        ({"agreed_minor": 20_001, "paid_minor": 20_001}, [], 1, 20_000),
        ({"contract_minor": 99_999}, [], 1, 19_999),
        ({"paid_minor": 15_000}, [], None, 15_000),
        ({"paid_minor": 0}, [("DEPOSIT_NOT_PAID", "CC-586")], None, 0),
        ({"is_called_deposit": False}, [("NOT_A_DEPOSIT", "CC-586")], None, 0),
        ({"penalty_claimed": True}, [("DEPOSIT_OR_PENALTY", "CC-588")], None, 20_000),
    ],
)
def test_a_deposit(
    change: dict[str, object], missing: list[tuple[str, str]], excess: int | None, effective: int
) -> None:
    facts = replace(DEPOSIT, **change)  # type: ignore[arg-type]
    gate = deposit(facts=facts)
    assert (gate.is_open, told(gate)) == (not missing, missing)
    assert [one.parameters["over"] for one in gate.warnings] == ([] if excess is None else [excess])
    assert effective_deposit_minor(facts=facts) == effective


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"theirs_due_on": date(2026, 3, 21)}, ["SETTING_OFF_NOT_DUE"]),
        ({"theirs_due_on": None}, ["SETTING_OFF_NOT_DUE"]),
        ({"same_kind": False, "is_excluded": True}, ["SETTING_OFF_OTHER_KIND", "SETTING_OFF_EXCLUDED"]),
        ({"noticed_on": date(2026, 3, 21)}, ["NOTICE_AHEAD"]),
        ({"noticed_on": None, "is_conditional": True}, ["SETTING_OFF_CONDITION", "SETTING_OFF_NOTICE"]),
    ],
)
def test_set_off(change: dict[str, object], missing: list[str]) -> None:
    gate = set_off(facts=replace(SET_OFF, **change))  # type: ignore[arg-type]
    told_of = [(code, "CC-568") for code in missing]
    assert told(gate) == (told_of and [*told_of, ("SETTING_OFF_NOT_AGREED", "CC-569")])
    agreed = set_off(facts=replace(SET_OFF, **change, is_agreed=True))  # type: ignore[arg-type]
    assert agreed.stands_on == ("CC-569" if missing else "CC-568")


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"case_number": " "}, ["COURT_CASE"]),
        ({"checked_on": None}, ["COURT_LOOKED_UP"]),
        ({"stands": False}, ["COURT_ENTRY_GONE"]),
        ({"checked_on": date(2026, 3, 21)}, ["COURT_DAY"]),
        ({"checked_on": date(2026, 2, 18)}, []),
        ({"checked_on": date(2026, 2, 17)}, ["COURT_LOOKED_UP_LONG_AGO"]),
        ({"checked_on": date(2006, 3, 20)}, ["COURT_LOOKED_UP_LONG_AGO"]),
        ({"checked_on": date(2026, 3, 13), "valid_days": 6}, ["COURT_LOOKED_UP_LONG_AGO"]),
    ],
)
def test_only_a_court_list_may_be_named(change: dict[str, object], missing: list[str]) -> None:
    gate = publish(facts=replace(COURT, **change))  # type: ignore[arg-type]
    assert told(gate) == [(code, "CC-1024") for code in missing]
