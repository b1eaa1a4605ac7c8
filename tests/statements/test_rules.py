"""States, periods, texts, coverage and the sheet of a statement."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.kernel.calendar import BusinessCalendar
from huikuan.statements.rules.coverage import Stated, coverage_by
from huikuan.statements.rules.policy import Policy, is_run_due, month_before, month_of, policy_fault, reply_day
from huikuan.statements.rules.states import ANSWERABLE, TRANSITIONS, Event, State, number_text, sources_of
from huikuan.statements.rules.texts import LANGUAGES, SHIPPED, TextKind, filled, text_fault


def test_what_was_confirmed_or_is_gone_stays_so() -> None:
    moving = {state for state, _ in TRANSITIONS}
    assert set(State) - moving == {State.CONFIRMED, State.WITHDRAWN, State.REPLACED}
    assert set(sources_of(event=Event.CONFIRM)) == ANSWERABLE
    assert number_text(number=123) == "DZ000123"


@pytest.mark.parametrize(
    ("day", "since", "through"),
    [
        (date(2026, 3, 2), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        (date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_the_month_before(day: date, since: date, through: date) -> None:
    found = month_before(day=day)
    assert (found.since, found.through) == (since, through)
    assert month_of(day=found.through) == found


def test_days_follow_the_business_calendar() -> None:
    calendar = BusinessCalendar()
    assert [is_run_due(today=date(2026, 10, day), calendar=calendar) for day in (1, 7, 8, 20)] == [
        False,
        False,
        True,
        True,
    ]
    assert reply_day(on=date(2026, 9, 30), days=1, calendar=calendar) == date(2026, 10, 8)


@pytest.mark.parametrize(("days", "fault"), [(1, ""), (120, ""), (0, "BOUNDS"), (121, "BOUNDS")])
def test_a_policy_is_bounded(days: int, fault: str) -> None:
    assert policy_fault(policy=Policy(reply_days=days)).endswith(fault)
    assert bool(policy_fault(policy=Policy(second_days=days))) is bool(fault)


def test_every_shipped_text_may_be_saved_and_is_filled_whole() -> None:
    values = dict.fromkeys(
        ("company_name", "company_phone", "contract", "closing", "customer_name", "number", "period_from"), "x"
    ) | dict.fromkeys(("period_to", "portal_link", "reply_by"), "y")
    assert set(SHIPPED) == {(kind, language) for kind in TextKind for language in LANGUAGES}
    for (kind, _), body in SHIPPED.items():
        assert text_fault(kind=kind, body=body) == ""
        assert "{{" not in filled(body=body, values=values)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", "STATEMENT_TEXT_MISSING"),
        ("长" * 2_001, "STATEMENT_TEXT_TOO_LONG"),
        ("{{interest}}", "STATEMENT_PLACE_UNKNOWN"),
        ("{{number}", "STATEMENT_PLACE_UNKNOWN"),
        ("逾期利息合计1,234.50元", "STATEMENT_INTEREST_FIGURE"),
        ("late-payment interest of 5 % a year", "STATEMENT_INTEREST_FIGURE"),
        ("违约金按日万分之五即0.05%计", "STATEMENT_INTEREST_FIGURE"),
        ("保留主张逾期利息的权利（第18条）", ""),
    ],
)
def test_a_text_never_names_a_figure_of_interest(body: str, fault: str) -> None:
    assert text_fault(kind=TextKind.RESERVATION, body=body) == fault


def test_a_subject_stands_on_one_line_and_an_empty_place_drops_its_line() -> None:
    assert text_fault(kind=TextKind.MAIL_SUBJECT, body="a\nb") == "STATEMENT_SUBJECT_UNSAFE"
    assert filled(body="a\n合同{{contract}}\nb", values={"contract": ""}) == "a\nb"


def test_coverage_by_month_and_salesperson() -> None:
    february, march = date(2026, 2, 1), date(2026, 3, 1)
    rows = [
        Stated(february, 1, 7, "CNY", 300, 300),
        Stated(february, 1, 8, "CNY", 100, 0),
        Stated(february, 2, 7, "USD", -50, -50),
        Stated(march, 1, None, "CNY", 0, 0),
    ]
    by_month = coverage_by(rows=rows, by="month")
    assert [(one.key[0], one.currency, one.confirmed_minor, one.stated_minor, one.hundredths) for one in by_month] == [
        (february, "USD", 50, 50, 10_000),
        (february, "CNY", 300, 400, 7_500),
    ]
    sellers = {
        (one.key[0], one.currency): (one.confirmed, one.statements) for one in coverage_by(rows=rows, by="salesperson")
    }
    assert sellers == {(7, "CNY"): (1, 1), (8, "CNY"): (0, 1), (7, "USD"): (1, 1)}
    assert len(coverage_by(rows=rows, by="")) == 2
    assert coverage_by(rows=[], by="company") == ()
