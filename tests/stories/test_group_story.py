"""Our own people hear of their day by the robot of their group: figures and a link, and no person at a customer."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from huikuan.accounts.models import User, UserRole
from huikuan.customers.operations import assign_salesperson
from huikuan.jobs.day import run_day
from huikuan.jobs.delivery import Post, deliver
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.outbox.models import Message
from huikuan.outbox.rules import ChannelName
from huikuan.receivables.models import Receivable
from tests.reminder_office import ZONE, Office, WritingChannel, new_office

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 12)  # ten days after Monday


def robots(settings: Any, tmp_path: Path, people: dict[str, list[str]]) -> None:
    """Feishu robots by name with the people each tells."""
    listed = [
        {"name": name, "kind": "FEISHU", "url": "https://open.feishu.cn/hook/x", "people": told}
        for name, told in people.items()
    ]
    (tmp_path / "channels.json").write_text(json.dumps({"robots": listed}), encoding="utf-8")
    settings.CHANNELS_FILE = str(tmp_path / "channels.json")


def seller(office: Office, name: str, buyer: int) -> None:
    user = User.objects.create(username=name, name=f"{name}·名", language="en")
    UserRole.objects.create(user=user, role=Role.SALESPERSON.value)
    assign_salesperson(
        actor=SYSTEM, now=office.now(), key=office.books.key(), customer_ids=[buyer], salesperson_id=user.pk
    )


def two_sellers() -> Office:
    """Li's customer is late and has an item due in ten days, Zhang's has one due then."""
    office = new_office()
    mine, theirs = office.customer("乙公司"), office.customer("丙公司")
    office.books.invoice(mine, "F001", 50_000, due=date(2026, 2, 20))
    office.books.invoice(mine, "F002", 120_000, due=DUE)
    office.books.invoice(theirs, "F003", 70_000, due=DUE)
    seller(office, "li", mine)
    seller(office, "zhang", theirs)
    return office


def day(office: Office) -> None:
    run_day(today=office.today, clock=office.now, post=office.post(), send=False)


def told(office: Office, robot: WritingChannel) -> list[tuple[str, str, str]]:
    deliver(clock=office.now, post=Post(None, "", ZONE, {ChannelName.FEISHU: robot}), today=office.today)
    return [(mail.recipient, mail.subject, mail.text) for mail in robot.mails]


def test_each_group_hears_of_its_own_and_nobody_is_named(settings: Any, tmp_path: Path) -> None:
    office, robot = two_sellers(), WritingChannel()
    robots(settings, tmp_path, {"east": ["li"], "west": ["zhang"]})
    day(office)
    day(office)  # a second run of the day says nothing twice
    said = told(office, robot)
    link = f"Look: {settings.BASE_URL}/"
    assert said[:2] == [
        ("east", "li·名 · 1 item comes due · CNY 1,200.00", f"乙公司 · F002 · 12 March 2026 · CNY 1,200.00\n{link}"),
        ("west", "zhang·名 · 1 item comes due · CNY 700.00", f"丙公司 · F003 · 12 March 2026 · CNY 700.00\n{link}"),
    ]
    east, west = said[2:]
    assert (east[0], east[1]) == ("east", "li·名 · 2 tasks today · CNY 1,700.00")
    assert "乙公司 · CNY 500.00 · 10 days overdue" in east[2]
    assert west[0] == "west"
    assert [word for word in ("王经理", "@kehu") for one in said if word in "".join(one)] == []
    assert ["丙公司" in "".join(one) for one in said if one[0] == "east"] == [False, False]


def test_a_group_of_everybody_hears_figures_only(settings: Any, tmp_path: Path) -> None:
    office, robot = two_sellers(), WritingChannel()
    robots(settings, tmp_path, {"all": ["*"]})
    day(office)
    said = "".join("".join(one) for one in told(office, robot))
    assert ("CNY 1,200.00" in said, "乙公司" in said, "F002" in said) == (True, False, False)


def test_what_was_paid_or_whose_robot_changed_is_not_told(settings: Any, tmp_path: Path) -> None:
    office, robot = two_sellers(), WritingChannel()
    robots(settings, tmp_path, {"east": ["li"], "west": ["zhang"]})
    day(office)
    paid = Receivable.objects.get(invoice__number="F003")
    office.books.allocate(office.books.receipt(70_000, paid.customer_id), (paid, 70_000))
    robots(settings, tmp_path, {"north": ["li"], "west": ["zhang"]})
    assert told(office, robot) == []
    assert set(Message.objects.values_list("state", flat=True)) == {"SUPPRESSED"}
    codes = {row[0][0] for row in Message.objects.values_list("reasons", flat=True)}
    assert codes == {"NOTHING_OPEN", "ROBOT_REASSIGNED", "OVER_BY_NOW"}


def test_yesterdays_summary_is_told_to_nobody(settings: Any, tmp_path: Path) -> None:
    office, robot = two_sellers(), WritingChannel()
    robots(settings, tmp_path, {"east": ["li"]})
    day(office)
    office.go_to(office.today + timedelta(days=1))
    assert told(office, robot) == []


def test_without_a_robot_nothing_is_queued(settings: Any, tmp_path: Path) -> None:
    office = two_sellers()
    settings.CHANNELS_FILE = str(tmp_path / "none.json")
    day(office)
    assert Message.objects.exclude(channel="EMAIL").count() == 0
