"""Passwords and the links that set them: long enough, not on the list, once, in time, never in the trail (TRUST S14, S18)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password

from huikuan.accounts.models import OneTimeLink, User
from huikuan.accounts.operations.passwords import (
    FirstPerson,
    change_password,
    issue_first_link,
    issue_link,
    set_password_by_link,
    set_up_installation,
)
from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.audit.models import Act, ActResult
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Changed, Refused
from tests.books import NOW

pytestmark = pytest.mark.django_db
GOOD = "vier worte reichen aus"


@pytest.fixture
def user_id() -> int:
    person = PersonDraft("zhao", "赵敏", (Role.SALESPERSON,))
    return int(add_person(actor=SYSTEM, now=NOW, key="p", person=person)["user_id"])


def set_by(token: str, new: str = GOOD, key: str = "s", later: timedelta = timedelta(0)) -> int:
    return set_password_by_link(now=NOW + later, key=key, token=token, new=new)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("elevenchars", "PASSWORD_SHORT"),
        ("x" * 257, "PASSWORD_LONG"),
        ("password1234", "PASSWORD_COMMON"),
        ("zhaozhaozhao", "PASSWORD_COMMON"),
    ],
)
def test_a_bad_password_is_refused_and_the_link_stays_good(new: str, code: str, user_id: int) -> None:
    token = issue_link(actor=SYSTEM, now=NOW, key="l", user_id=user_id).token
    with pytest.raises(Refused, match=code):
        set_by(token, new)
    assert set_by(token) == user_id


@pytest.mark.parametrize("new", ["十二个汉字也是可以的密码呀", "   spaces are kept   ", "😀" * 12, "y" * 256])
def test_any_characters_will_do(new: str, user_id: int) -> None:
    set_by(issue_link(actor=SYSTEM, now=NOW, key="l", user_id=user_id).token, new)
    assert check_password(new, User.objects.get(pk=user_id).password)


def test_a_link_opens_once_in_time_and_only_the_latest(user_id: int) -> None:
    first = issue_link(actor=SYSTEM, now=NOW, key="l1", user_id=user_id)
    second = issue_link(actor=SYSTEM, now=NOW, key="l2", user_id=user_id)
    with pytest.raises(Changed, match="LINK_INVALID"):
        set_by(first.token, key="a")
    with pytest.raises(Changed, match="LINK_INVALID"):
        set_by(second.token, key="b", later=timedelta(days=7))
    set_by(second.token, key="c", later=timedelta(days=6, hours=23))
    with pytest.raises(Changed, match="LINK_INVALID"):
        set_by(second.token, key="d")
    with pytest.raises(Refused, match="LINK_INVALID"):
        set_by("guessed", key="e")


def test_a_link_is_shown_once_and_kept_hashed(user_id: int) -> None:
    link = issue_link(actor=SYSTEM, now=NOW, key="l", user_id=user_id)
    assert len(link.token) >= 43  # 256 bits
    assert issue_link(actor=SYSTEM, now=NOW, key="l", user_id=user_id).token == ""
    assert link.token not in str(list(OneTimeLink.objects.values()))


def test_the_trail_holds_neither_password_nor_link(user_id: int) -> None:
    link = issue_link(actor=SYSTEM, now=NOW, key="l", user_id=user_id)
    set_by(link.token)
    change_password(actor=SYSTEM, now=NOW, key="c", user_id=user_id, current=GOOD, new=GOOD + "!")
    trail = str(list(Act.objects.values())) + str(list(ActResult.objects.values()))
    assert GOOD not in trail
    assert link.token not in trail


def test_changing_needs_the_current_one_and_ends_sessions(user_id: int) -> None:
    set_by(issue_link(actor=SYSTEM, now=NOW, key="l", user_id=user_id).token)
    later = NOW + timedelta(hours=1)
    with pytest.raises(Refused, match="PASSWORD_WRONG"):
        change_password(actor=SYSTEM, now=later, key="c", user_id=user_id, current="wrong", new=GOOD + "!")
    change_password(actor=SYSTEM, now=later, key="c", user_id=user_id, current=GOOD, new=GOOD + "!")
    assert User.objects.get(pk=user_id).sessions_from == later


def test_the_first_link_makes_one_administrator() -> None:
    token = issue_first_link(now=NOW, key="f").token
    person = FirstPerson("admin", "管理员", GOOD)
    user_id = set_up_installation(now=NOW, key="u", token=token, person=person)
    assert {row.role for row in User.objects.get(pk=user_id).roles.all()} >= {"ADMINISTRATOR"}
    with pytest.raises(Refused, match="ALREADY_SET_UP"):
        issue_first_link(now=NOW, key="g")
    with pytest.raises(Refused, match="LINK_INVALID"):
        set_up_installation(now=NOW, key="v", token=token, person=FirstPerson("second", "二", GOOD))


def test_a_first_link_issued_before_somebody_came_is_void() -> None:
    token = issue_first_link(now=NOW, key="f").token
    add_person(actor=SYSTEM, now=NOW, key="p", person=PersonDraft("zhao", "赵敏", (Role.ADMINISTRATOR,)))
    with pytest.raises(Refused, match="ALREADY_SET_UP"):
        set_up_installation(now=NOW, key="u", token=token, person=FirstPerson("second", "二", GOOD))
