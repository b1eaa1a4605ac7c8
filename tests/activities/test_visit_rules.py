"""The plan of visits: weeks, regions out of Chinese addresses, days that cannot be planned."""

from datetime import date, timedelta

import pytest

from huikuan.activities.complaint_rules import complaint_blocker
from huikuan.activities.visit_rules import FARTHEST, region_of, visit_fault, week_of

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("region", "address", "found"),
    [
        ("华东", "上海市浦东新区世纪大道 1 号", "华东"),
        ("", "上海市浦东新区世纪大道 1 号", "上海浦东新区"),
        ("", "江苏省苏州市工业园区星湖街 328 号", "苏州市工业园区"),
        ("", "广东省深圳市南山区科技园", "深圳市南山区"),
        ("", "杭州市余杭区文一西路", "杭州市余杭区"),
        ("", "内蒙古自治区", "内蒙古自治区"),
        ("", "12 Main Street, Springfield", ""),
        ("", "", ""),
    ],
)
def test_where_a_customer_is(region: str, address: str, found: str) -> None:
    assert region_of(region=region, address=address) == found


def test_a_week_begins_on_monday_whatever_day_is_asked_for() -> None:
    weeks = {week_of(day=date(2026, 3, 2) + timedelta(days=number)) for number in range(7)}
    assert [(len(week), week[0], week[-1]) for week in weeks] == [(7, date(2026, 3, 2), date(2026, 3, 8))]


@pytest.mark.parametrize(
    ("day", "note", "fault"),
    [
        (TODAY, "", ""),
        (TODAY - timedelta(days=1), "", "VISIT_DAY_PAST"),
        (TODAY + FARTHEST, "", ""),
        (TODAY + FARTHEST + timedelta(days=1), "", "VISIT_DAY_FAR"),
        (TODAY, "x" * 201, "VISIT_NOTE_TOO_LONG"),
    ],
)
def test_what_cannot_be_planned(day: date, note: str, fault: str) -> None:
    assert visit_fault(day=day, note=note, today=TODAY) == fault


def test_a_long_complaint_is_shown_by_its_first_words() -> None:
    since = TODAY - timedelta(days=3)
    shown = complaint_blocker(activity_id=1, customer_id=2, text="箱子\n破了" + "呀" * 60, since=since, today=TODAY)
    assert (len(shown.number), shown.number[:5], shown.number[-1], shown.days) == (40, "箱子 破了", "…", 3)
