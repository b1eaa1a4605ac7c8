"""What is too large is refused before a byte of it is read; files lie with the books while they are handed in (TRUST S24)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huikuan.web.forms.imports import LARGEST_FILE
from huikuan.web.middleware import AROUND_A_FILE
from tests.web.office import Office, row_counts

FORM = 2 * 1024 * 1024
FILE = LARGEST_FILE + AROUND_A_FILE


class Unread:
    """A body that says when somebody reads it."""

    def __init__(self) -> None:
        self.was_read = False

    def read(self, *_: Any) -> bytes:
        self.was_read = True
        return b""

    readline = read


def send(browser: Client, name: str, length: int | str, **headers: str) -> tuple[int, bool, str]:
    """Status, whether the body was looked at, and the page."""
    body = Unread()
    answer = browser.generic(
        "POST",
        reverse(name),
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(length), **headers},  # type: ignore[arg-type]
    )
    return answer.status_code, body.was_read, answer.content.decode()


@pytest.mark.parametrize("who", ["anonymous", "owner", "colleague"])
@pytest.mark.parametrize("name", ["sign_in", "add_customer", "import_table"])
def test_a_form_is_small(name: str, who: str, office: Office) -> None:
    browser = office.browser(who)
    may_send_a_file = name == "import_table" and who != "anonymous"
    most = FILE if may_send_a_file else FORM
    before = row_counts()
    status, was_read, page = send(browser, name, most + 1)
    assert (status, was_read) == (413, may_send_a_file), "read away, as a browser shows no answer before"
    assert "Too much at once" in page or "一次发得太多" in page
    assert row_counts() == before
    status, _, _ = send(browser, name, most)
    assert status != 413, "negative control: one byte less is looked at"


@pytest.mark.parametrize("length", ["1e9", "-1", "٣", "99999999999999999999"])
def test_a_length_that_is_none_or_monstrous(length: str, office: Office) -> None:
    assert send(office.browser("colleague"), "sign_in", length)[:2] == (413, False)


def test_a_body_without_a_length_is_not_read(office: Office) -> None:
    found = send(office.browser("colleague"), "import_table", "", HTTP_TRANSFER_ENCODING="chunked")
    assert found[:2] == (411, False)


def test_the_page_is_in_the_language_of_the_reader(office: Office) -> None:
    chinese = Client(headers={"accept-language": "zh-CN"})
    assert "一次发得太多" in send(chinese, "sign_in", FORM + 1)[2]
    assert "Too much at once" in send(Client(headers={"accept-language": "en"}), "sign_in", FORM + 1)[2]


def test_what_is_handed_in_lies_with_the_books() -> None:
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    assert folder.parent == settings.HOME
    assert (folder.is_dir(), folder.stat().st_mode & 0o777) == (True, 0o700)
