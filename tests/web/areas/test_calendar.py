"""The page of the business calendar: administrators enter a day and take it back; the run's page says what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from huikuan.accounts.models import CalendarDay
from huikuan.accounts.operations.calendar import CalendarDraft, set_calendar_days
from huikuan.kernel.actor import SYSTEM
from huikuan.reminders.operations.planning import plan_run
from huikuan.reminders.upcoming import unpublished_years
from tests.books import NOW
from tests.notices import notice
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office

CALENDAR = "/settings/calendar/"


def press(office: Office, who: str, route: str, **sent: Any) -> tuple[int, str]:
    answer = office.browser(who).post(reverse(route), {"key": KEY, **sent})
    return answer.status_code, answer.headers.get("Location", "") or text_of(answer)


def test_a_year_without_notice_says_so_until_a_whole_one_is_entered(office: Office) -> None:
    browser = office.browser("admin")
    assert "are not published" in text_of(browser.get(f"{CALENDAR}?year=2027"))
    sent = {"day": "2027-02-20", "kind": "WORK", "name": "补班", "source": "国办通知"}
    for _ in range(2):
        assert press(office, "admin", "set_calendar_day", **sent) == (303, f"{CALENDAR}?year=2027")
    page = text_of(browser.get(f"{CALENDAR}?year=2027"))
    assert [word in page for word in ("补班", "国办通知", "Make-up day of work", "Remove the entry")] == [True] * 4
    assert "are not published" in page
    assert CalendarDay.objects.get().is_working
    assert press(office, "admin", "remove_calendar_day", key=KEY + "r", day="2027-02-20")[0] == 303
    assert CalendarDay.objects.count() == 0
    days = [CalendarDraft(day, is_worked) for day, is_worked in notice(year=2027).items()]
    set_calendar_days(actor=SYSTEM, now=NOW, key="notice", days=days)
    assert "are not published" not in text_of(browser.get(f"{CALENDAR}?year=2027"))


@pytest.mark.parametrize("query", ["", "?year=2026", "?year=x", "?year=99999"])
def test_this_year_is_shown_unless_another_is_asked_for(office: Office, query: str) -> None:
    page = text_of(office.browser("admin").get(CALENDAR + query))
    assert "Business calendar 2026" in page
    assert "Built-in calendar" in page


@pytest.mark.parametrize(
    "sent", [{"day": "", "kind": "OFF"}, {"day": "2027-02-31", "kind": "OFF"}, {"day": "2027-02-05"}]
)
def test_a_faulty_day_comes_back(office: Office, sent: dict[str, str]) -> None:
    before = written()
    assert press(office, "admin", "set_calendar_day", **sent)[0] == 422
    assert written() == before


def test_the_year_of_a_refused_day_stays_in_sight(office: Office) -> None:
    for route, sent in (("set_calendar_day", {"kind": "HALF"}), ("remove_calendar_day", {})):
        status, page = press(office, "admin", route, day="2027-02-05", **sent)
        assert (route, status, "Business calendar 2027" in page) == (route, 422, True)


def test_taking_back_what_was_never_entered_is_said(office: Office) -> None:
    status, page = press(office, "admin", "remove_calendar_day", day="2027-02-05")
    assert (status, "Nothing was entered for 2027-02-05." in page) == (422, True)


def test_only_administrators_see_and_change_it(office: Office) -> None:
    before = written()
    for who in ("owner", "colleague", "director", "auditor"):
        assert office.browser(who).get(CALENDAR).status_code == 403
        assert press(office, who, "set_calendar_day", day="2027-02-05", kind="OFF")[0] == 403
        assert press(office, who, "remove_calendar_day", day="2027-02-05")[0] == 403
    assert office.browser("anonymous").get(CALENDAR).status_code == 302
    assert written() == before


def test_a_run_late_in_the_year_looks_into_one_that_is_not_known(office: Office) -> None:
    assert unpublished_years(today=date(2026, 3, 2)) == ()
    assert unpublished_years(today=date(2026, 12, 28)) == (2027,)
    days = [CalendarDraft(day, is_worked) for day, is_worked in notice(year=2027).items()]
    set_calendar_days(actor=SYSTEM, now=NOW, key="k", days=days)
    assert unpublished_years(today=date(2026, 12, 28)) == ()


def test_the_page_of_a_run_says_it(office: Office, monkeypatch: Any) -> None:
    run_id = plan_run(actor=SYSTEM, now=NOW, key=office.books.key(), today=date(2026, 3, 2))["run_id"]
    address = reverse("reminder_run", args=[run_id])
    assert "are not published" not in text_of(office.browser("colleague").get(address))
    monkeypatch.setattr("huikuan.kernel.calendar.LAST_PUBLISHED_YEAR", 2025)
    assert "The holidays of 2026 are not published" in text_of(office.browser("colleague").get(address))
