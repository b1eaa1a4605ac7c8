"""Sign-in counts before it judges, forgives its own success, forgets old windows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import hashers

from huikuan.accounts.models import SignInCounter, User
from huikuan.accounts.operations import signing_in
from huikuan.accounts.operations.passwords import issue_link, set_password_by_link
from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.accounts.operations.signing_in import Attempt, TooManyAttempts, end_sessions, sign_in
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Refused
from tests.books import NOW

pytestmark = pytest.mark.django_db
GOOD = "vier worte reichen aus"


@pytest.fixture
def user_id() -> int:
    person = PersonDraft("zhao", "赵敏", (Role.SALESPERSON,))
    user_id = int(add_person(actor=SYSTEM, now=NOW, key="p", person=person)["user_id"])
    link = issue_link(actor=SYSTEM, now=NOW, key="l", user_id=user_id)
    set_password_by_link(now=NOW, key="s", token=link.token, new=GOOD)
    return user_id


def attempt(password: str, username: str = "zhao", **more: object) -> int:
    return sign_in(attempt=Attempt(username, password, "192.0.2.1", **more), now=NOW)  # type: ignore[arg-type]


def test_right_and_wrong(user_id: int) -> None:
    assert attempt(GOOD) == attempt(GOOD, " zhao ") == user_id
    for username, password in (("zhao", "wrong"), ("Zhao", GOOD), ("nobody", GOOD), ("", ""), ("zhao", GOOD + " ")):
        with pytest.raises(Refused, match="SIGN_IN_WRONG"):
            attempt(password, username)


def test_without_a_password_nobody_comes_in(user_id: int) -> None:
    add_person(actor=SYSTEM, now=NOW, key="q", person=PersonDraft("qian", "钱磊", (Role.SALESPERSON,)))
    for password in ("", "!", GOOD):
        with pytest.raises(Refused, match="SIGN_IN_WRONG"):
            attempt(password, "qian")


def test_every_kind_of_failure_costs_one_hash(user_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    def check(password: str, encoded: str) -> bool:
        hashed.append("check")
        return hashers.check_password(password, encoded)

    def make(password: str) -> str:
        hashed.append("make")
        return hashers.make_password(password)

    monkeypatch.setattr(signing_in, "check_password", check)
    monkeypatch.setattr(signing_in, "make_password", make)
    for username in ("zhao", "nobody"):
        with pytest.raises(Refused):
            attempt("wrong", username)
    assert hashed == ["check", "make"]


def test_successes_do_not_fill_the_counters(user_id: int) -> None:
    for _ in range(30):
        attempt(GOOD)
    assert set(SignInCounter.objects.values_list("attempts", flat=True)) == {0}


def test_the_sixth_wrong_one_waits_without_a_hash(user_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="SIGN_IN_WRONG"):
            attempt("wrong")
    monkeypatch.setattr(signing_in, "check_password", lambda *a: pytest.fail("looked at the password"))
    with pytest.raises(TooManyAttempts, match="15"):
        attempt(GOOD)


def test_with_the_counter_switched_off_nothing_ever_waits(user_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(signing_in, "_count", lambda *a: None)
    for _ in range(8):
        with pytest.raises(Refused, match="SIGN_IN_WRONG"):
            attempt("wrong")


def test_old_windows_are_forgotten(user_id: int) -> None:
    with pytest.raises(Refused):
        attempt("wrong", "nobody")
    later = NOW + timedelta(hours=2)
    sign_in(attempt=Attempt("zhao", GOOD, "198.51.100.1"), now=later)
    assert set(SignInCounter.objects.values_list("window_started_at", flat=True)) == {later}


def test_ending_sessions(user_id: int) -> None:
    end_sessions(actor=SYSTEM, now=NOW, key="e", user_id=user_id)
    assert User.objects.get(pk=user_id).sessions_from == NOW
    with pytest.raises(Refused, match="PERSON_UNKNOWN"):
        end_sessions(actor=SYSTEM, now=NOW, key="f", user_id=999)
