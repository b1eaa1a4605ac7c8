"""From form to act: once per key, refusals at the form with what was typed, undo by the toast."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huikuan.audit.models import Act
from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Receivable
from tests.web.office import KEY, Office


def open_of(office: Office) -> int:
    return Receivable.objects.get(pk=office.item).outstanding_minor


def allocate(browser: Client, office: Office, amount: str, key: str = KEY) -> tuple[int, str]:
    address = reverse("allocate", args=[office.receipt])
    answer = browser.post(address, {"key": key, f"share_{office.item}": amount})
    return answer.status_code, answer.content.decode()


def test_a_second_click_on_the_same_form_changes_nothing(office: Office) -> None:
    browser = office.browser("colleague")
    assert allocate(browser, office, "300.00")[0] == 303
    assert allocate(browser, office, "300.00")[0] == 303
    assert open_of(office) == 93_450
    assert Act.objects.filter(verb="allocate_receipts", actor_name="吴静").count() == 1


def test_without_the_key_every_click_counts(office: Office) -> None:
    """Negative control: what the hidden key prevents."""
    browser = office.browser("colleague")
    for click in "ab":
        assert allocate(browser, office, "300.00", key=KEY + click)[0] == 303
    assert open_of(office) == 63_450


def test_the_same_key_with_another_amount_is_refused(office: Office) -> None:
    browser = office.browser("colleague")
    allocate(browser, office, "300.00")
    status, page = allocate(browser, office, "301.00")
    assert (status, open_of(office)) == (422, 93_450)
    assert "was used before for something else" in page


def test_a_key_belongs_to_the_one_who_sent_it(office: Office) -> None:
    assert allocate(office.browser("colleague"), office, "300.00")[0] == 303
    done = {act.key for act in Act.objects.filter(verb="allocate_receipts")}
    assert f"web:{office.people['colleague']}:{KEY}" in done
    status, _ = allocate(office.browser("stranger"), office, "300.00")
    assert status == 403


@pytest.mark.parametrize("key", ["", "short", "with spaces in it 0123456789", "x" * 81])
def test_a_form_without_a_proper_key_is_refused(key: str, office: Office) -> None:
    status, page = allocate(office.browser("colleague"), office, "300.00", key=key)
    assert (status, open_of(office)) == (422, 123_450)
    assert "came without its key" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.005", "rounded silently"),
        ("700.001", "a thousand or a fraction"),
        ("abc", "abc is not an amount|abc cannot be read"),
        ("-5", "more than zero|Not negative"),
        ("1234.51", "Only CNY 1,234.50 is open"),
        ("", "Say at least one amount"),
    ],
)
def test_a_wrong_amount_is_said_at_the_form_and_what_was_typed_stays(typed: str, said: str, office: Office) -> None:
    status, page = allocate(office.browser("colleague"), office, typed)
    assert (status, open_of(office)) == (422, 123_450)
    assert re.search(said, page)
    assert f'value="{typed}"' in page or not typed


def test_the_toast_undoes_what_was_done(office: Office) -> None:
    browser = office.browser("colleague")
    allocate(browser, office, "700.00")
    assert (open_of(office), Receipt.objects.get(pk=office.receipt).unapplied_minor) == (53_450, 0)
    page = browser.get(reverse("receipt", args=[office.receipt])).content.decode()
    form = re.search(r'<form method="post" action="([^"]+)" data-undo>(.*?)</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[2]))
    assert browser.post(form[1], fields).status_code == 303
    assert (open_of(office), Receipt.objects.get(pk=office.receipt).unapplied_minor) == (123_450, 70_000)


def test_every_form_that_posts_carries_a_token_and_a_key(office: Office) -> None:
    office.browser("admin")
    without_key = {"/language/", "/theme/", "/company/", "/sign-out/"}
    for who, name, values in (
        ("colleague", "customer", [office.customer]),
        ("colleague", "receipt", [office.receipt]),
        ("colleague", "invoice", [office.invoice]),
        ("admin", "people", []),
        ("admin", "person", [office.people["owner"]]),
        ("colleague", "my_settings", []),
    ):
        page = office.browser(who).get(reverse(name, args=values)).content.decode()
        for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
            assert "csrfmiddlewaretoken" in form, form[:200]
            address = re.search(r'action="([^"]*)"', form)
            if address is None or address[1] not in without_key:
                assert 'name="key"' in form, form[:200]


def test_next_never_leads_elsewhere(office: Office) -> None:
    for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
        answer = office.browser("colleague").post(reverse("theme"), {"theme": "dark", "next": wanted})
        assert answer.headers["Location"] == "/"
