"""Steps that do not follow their message, come out of order or twice, and rows without message are named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from huikuan.reminders.checks import check_reminders
from huikuan.reminders.models import RunRow, StepTaken
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=date(2026, 2, 20))
    office.plan_and_send()
    assert broken() == []
    return office


def broken() -> list[str]:
    return [row.invariant for finding in check_reminders() for row in finding.broken]


def test_a_sent_step_that_is_not_settled(office: Office) -> None:
    StepTaken.objects.update(settled_on=None)
    assert broken() == ["D1"]


def test_a_lower_step_after_a_higher_one(office: Office) -> None:
    row = StepTaken.objects.get()
    row.pk, row.ordinal, row.settled_on = None, 1, MONDAY + timedelta(days=1)
    row._state.adding = True
    row.save()
    assert broken() == ["D3"]


def test_a_step_that_was_taken_twice(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX reminders_step_taken_once")
    row = StepTaken.objects.get()
    row.pk = None
    row._state.adding = True
    row.save()
    assert broken() == ["D1"]


def test_a_queued_row_without_message(office: Office) -> None:
    RunRow.objects.update(message=None)
    assert broken() == ["D4"]
