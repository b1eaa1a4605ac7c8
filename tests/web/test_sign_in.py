"""Signing in: one answer for every wrong pair, throttled, a fresh session, ended when it must end (TRUST S14, S15, S18, S20)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from huikuan.accounts.operations.companies import CompanyDraft, add_company
from huikuan.accounts.operations.passwords import issue_first_link, issue_link, set_password_by_link
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.web.office import KEY, Office, row_counts

GOOD = "vier worte reichen aus"


@pytest.fixture
def with_password(office: Office) -> Office:
    link = issue_link(actor=SYSTEM, now=NOW, key="link-owner", user_id=office.people["owner"])
    set_password_by_link(now=NOW, key="password-owner", token=link.token, new=GOOD)
    return office


def attempt(browser: Client, username: str, password: str, address: str = "192.0.2.1", **more: str) -> int:
    answer = browser.post(reverse("sign_in"), {"username": username, "password": password, **more}, REMOTE_ADDR=address)
    return int(answer.status_code)


def test_the_right_pair_begins_a_fresh_session(with_password: Office) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = "by an attacker"
    session.save()
    planted = str(session.session_key)
    browser.cookies["huikuan_session"] = planted
    assert attempt(browser, "owner", GOOD, next="/customers/") == 303
    assert browser.cookies["huikuan_session"].value != planted
    assert browser.get("/customers/").status_code == 200
    assert not Client(headers={"cookie": f"huikuan_session={planted}"}).session.get("user_id")


def test_wrong_pairs_all_get_the_same_page(with_password: Office) -> None:
    with_password.books.customer("x")
    pages = set()
    for number, (username, password) in enumerate(
        (("owner", "wrong"), ("nobody-of-that-name", "wrong"), ("stranger", GOOD))
    ):
        answer = Client().post(
            reverse("sign_in"), {"username": username, "password": password}, REMOTE_ADDR=f"192.0.2.{number}"
        )
        page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.content.decode())
        pages.add((answer.status_code, page.replace(f'value="{username}"', "")))
    assert len(pages) == 1


def test_an_account_is_throttled_for_one_address_and_open_to_others(with_password: Office) -> None:
    statuses = [attempt(Client(), "owner", "wrong") for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    assert attempt(Client(), "owner", GOOD) == 429
    assert attempt(Client(), "owner", GOOD, address="198.51.100.7") == 303
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        assert attempt(Client(), "owner", GOOD) == 303


def test_an_unknown_name_is_throttled_just_the_same(with_password: Office) -> None:
    assert [attempt(Client(), "nobody", "wrong") for _ in range(7)] == [422] * 5 + [429] * 2


def test_an_address_is_throttled_over_all_names(with_password: Office) -> None:
    statuses = [attempt(Client(), f"name{number}", "wrong") for number in range(22)]
    assert statuses == [422] * 20 + [429] * 2


def test_strangers_cannot_lock_out_a_known_device(with_password: Office) -> None:
    own = Client()
    assert attempt(own, "owner", GOOD) == 303
    own.post(reverse("sign_out"))
    for number in range(101):
        attempt(Client(), "owner", "wrong", address=f"203.0.113.{number}")
    assert attempt(Client(), "owner", GOOD, address="198.51.100.9") == 429
    assert attempt(own, "owner", GOOD) == 303


def test_a_forged_device_mark_counts_for_nothing(with_password: Office) -> None:
    browser = Client()
    browser.cookies["huikuan_device"] = f"{with_password.people['owner']}:forged"
    assert [attempt(browser, "owner", "wrong") for _ in range(6)][-1] == 429


def test_a_forwarding_header_counts_only_behind_a_trusted_proxy(with_password: Office, settings: object) -> None:
    def tries(proxies: list[str]) -> list[int]:
        settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
        sent = {"username": "nobody", "password": "x"}
        return [
            Client()
            .post(reverse("sign_in"), sent, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
            .status_code
            for n in range(6)
        ]

    assert tries([])[-1] == 429
    assert tries(["10.0.0.1"])[-1] == 422


@pytest.mark.parametrize(
    ("minutes", "idle", "status"), [(29, 29, 200), (31, 31, 302), (11 * 60, 1, 200), (12 * 60 + 1, 1, 302)]
)
def test_a_session_ends_idle_or_old(minutes: int, idle: int, status: int, office: Office) -> None:
    browser = office.browser("owner")
    session = browser.session
    session["seen"] = (NOW + timedelta(minutes=minutes - idle)).isoformat()
    session.save()
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        assert browser.get(reverse("customers")).status_code == status


def test_a_new_password_ends_other_sessions_and_keeps_this_one(with_password: Office) -> None:
    here, there = with_password.browser("owner"), with_password.browser("owner")
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        sent = {"key": KEY, "current": GOOD, "new": "eine ganz andere reihe"}
        assert here.post(reverse("new_password"), sent).status_code == 303
        assert here.get(reverse("customers")).status_code == 200
        assert there.get(reverse("customers")).status_code == 302
    assert attempt(Client(), "owner", GOOD) == 422
    assert attempt(Client(), "owner", "eine ganz andere reihe") == 303


@pytest.mark.parametrize("new", ["short", "password1234", "x" * 257])
def test_a_bad_password_is_refused_at_its_field(new: str, with_password: Office) -> None:
    answer = with_password.browser("owner").post(reverse("new_password"), {"key": KEY, "current": GOOD, "new": new})
    assert answer.status_code == 422
    assert attempt(Client(), "owner", GOOD) == 303


def test_a_disabled_person_is_out_at_once(with_password: Office) -> None:
    browser = with_password.browser("owner")
    admin = with_password.browser("admin")
    address = reverse("switch_person", args=[with_password.people["owner"]])
    assert admin.post(address, {"key": KEY}).status_code == 303
    assert browser.get(reverse("customers")).status_code == 302
    assert attempt(Client(), "owner", GOOD) == 422


def test_the_last_administrator_stays(office: Office) -> None:
    address = reverse("switch_person", args=[office.people["admin"]])
    answer = office.browser("admin").post(address, {"key": KEY})
    assert answer.status_code == 409
    assert "one active administrator" in answer.content.decode()


def test_an_invitation_opens_once(office: Office) -> None:
    admin = office.browser("admin")
    page = admin.post(reverse("make_link", args=[office.people["stranger"]]), {"key": KEY}).content.decode()
    link = re.search(r"http://127\.0\.0\.1:8000(/link/[\w-]+/)", page)
    assert link is not None
    again = admin.post(reverse("make_link", args=[office.people["stranger"]]), {"key": KEY}).content.decode()
    assert "shown already" in again
    invited = Client()
    assert invited.get(link[1]).status_code == 200
    assert invited.post(link[1], {"key": KEY, "new": "kurz"}).status_code == 422
    assert invited.post(link[1], {"key": KEY, "new": GOOD}).status_code == 303
    assert invited.get(reverse("customers")).status_code == 200
    assert Client().get(link[1]).status_code == 409
    assert attempt(Client(), "stranger", GOOD) == 303


def test_a_link_is_made_of_the_configured_address_not_of_the_host_that_was_asked(office: Office, settings: Any) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://huikuan.example.com", ["*"]
    address = reverse("make_link", args=[office.people["stranger"]])
    page = office.browser("admin").post(address, {"key": KEY}, headers={"host": "evil.example"}).content.decode()
    assert "https://huikuan.example.com/link/" in page
    assert "evil.example" not in page


FIRST = {"key": KEY, "name": "赵敏", "username": "zhao", "new": GOOD, "company": "甲方贸易有限公司", "currency": "cny"}


@pytest.mark.parametrize(
    ("sent", "field"), [({"currency": "xyz"}, "currency"), ({"company": "乙方"}, "company"), ({"new": "kurz"}, "new")]
)
def test_a_refused_set_up_leaves_nothing_and_the_link_good(sent: dict[str, str], field: str, db: None) -> None:
    add_company(actor=SYSTEM, now=NOW, key="known", company=CompanyDraft("乙方", "乙方"))
    address = reverse("one_time_link", args=[issue_first_link(now=NOW, key="first").token])
    before = row_counts()
    answer = Client().post(address, {**FIRST, **sent})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert row_counts() == before
    assert Client().post(address, FIRST).status_code == 303


def test_the_first_link_sets_up_an_empty_installation(db: None) -> None:
    assert (
        "Nobody can sign in yet" in Client(headers={"accept-language": "en"}).get(reverse("sign_in")).content.decode()
    )
    link = issue_first_link(now=NOW, key="first")
    browser = Client()
    assert browser.post(reverse("one_time_link", args=[link.token]), FIRST).status_code == 303
    page = browser.get("/").content.decode()
    assert "甲方贸易有限公司" in page
    assert reverse("add_customer") in page
    counts = row_counts()
    assert (counts['"accounts_user"'], counts['"accounts_company"']) == (1, 1)
    assert Client().post(reverse("one_time_link", args=[link.token]), FIRST).status_code == 409


def test_an_api_token_is_shown_once_and_can_be_revoked(office: Office) -> None:
    browser = office.browser("owner")
    sent = {"key": KEY, "name": "脚本", "days": "30"}
    assert "hk_" in browser.post(reverse("new_token"), sent).content.decode()
    assert "hk_" not in browser.post(reverse("new_token"), sent).content.decode()


def test_headers_of_every_answer(office: Office) -> None:
    for answer in (office.browser("owner").get("/"), Client().get(reverse("sign_in")), Client().get("/nothing/")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert office.browser("owner").get("/").headers["Cache-Control"] == "no-store"
