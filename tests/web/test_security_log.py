"""The lines that sign-ins, refusals and files leave in the log, as they are written (TRUST S33)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.log_lines import Lines, emitted_lines
from tests.web.office import Office


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    return emitted_lines(capsys)


def one(lines: Lines) -> dict[str, Any]:
    (line,) = lines()
    assert line.pop("time")
    return line


def test_a_missing_verb(office: Office, lines: Lines) -> None:
    office.browser("owner").get(reverse("add_receipt"), REMOTE_ADDR="192.0.2.9")
    assert one(lines) == {
        "level": "WARNING",
        "logger": "huikuan.security",
        "event": "denied",
        "user_id": office.people["owner"],
        "address": "192.0.2.9",
        "method": "GET",
        "path": "/receipts/add/",
        "code": "VERB_MISSING",
        "verb": "POST_RECEIPT",
    }


def test_an_object_that_is_not_his(office: Office, lines: Lines) -> None:
    office.browser("stranger").get(reverse("customer", args=[office.customer]))
    line = one(lines)
    assert (line["event"], line["user_id"], line["verb"]) == ("denied", office.people["stranger"], "")


def test_a_form_from_elsewhere_and_a_body_that_is_too_large(office: Office, lines: Lines) -> None:
    browser = office.browser("colleague", enforce_csrf_checks=True)
    browser.post(reverse("run_matching"), {})
    browser.post(reverse("run_matching"), {"x": "x" * 2_100_000})
    assert [line["code"] for line in lines()] == ["FORM_EXPIRED", "BODY_TOO_LARGE"]


def test_a_sign_in_that_fails_tells_no_name_and_no_password(office: Office, lines: Lines) -> None:
    Client().post(
        reverse("sign_in"), {"username": "owner-name", "password": "pass-word-typed"}, REMOTE_ADDR="192.0.2.9"
    )
    line = one(lines)
    assert (line["event"], line["address"]) == ("sign-in refused", "192.0.2.9")
    assert "owner-name" not in str(line) and "pass-word-typed" not in str(line)


@pytest.mark.parametrize("name", ["customers", "receivables", "receipts"])
def test_a_list_taken_away_as_a_file(name: str, office: Office, lines: Lines) -> None:
    browser = office.browser("colleague")
    browser.get(reverse(name))
    assert lines() == []
    browser.get(reverse(name), {"format": "csv", "q": "secret words"})
    line = one(lines)
    assert (line["level"], line["event"], line["path"]) == ("INFO", "exported", reverse(name))
    assert (line["user_id"], "secret" in str(line)) == (office.people["colleague"], False)
