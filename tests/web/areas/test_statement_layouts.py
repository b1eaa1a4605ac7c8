"""A statement whose columns nobody knows: explained by a person, proved by its balances, known again the next time."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huikuan.imports.layouts import layouts_with_uses
from huikuan.imports.models import StatementLayout
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from tests.books import NOW
from tests.web.office import KEY, Office

pytestmark = pytest.mark.django_db
ROWS = (
    "Wann;Wieviel;Danach;Wer;Wozu",
    "2026-02-20;100,00;600,00;Alpha GmbH;Rechnung 7",
    "2026-02-20;-50,00;550,00;Beta AG;Miete",
    "2026-02-21;25,50;575,50;Gamma KG;Rechnung 8",
)
MEANT = {
    "column_0": "TRADED_DAY",
    "column_1": "AMOUNT",
    "column_2": "BALANCE",
    "column_3": "OTHER_NAME",
    "column_4": "PURPOSE",
}


@pytest.fixture
def account(office: Office) -> int:
    done = open_bank_account(
        actor=SYSTEM,
        now=NOW,
        key="konto",
        company_id=office.books.company_id,
        account=BankAccountDraft("Konto", "CNY"),
    )
    return int(done["bank_account_id"])


def upload(browser: Client, account: int, *rows: str) -> dict[str, str]:
    """The upload and account by which the pages speak of a file."""
    file = SimpleUploadedFile("konto.csv", "\n".join(rows or ROWS).encode())
    found = browser.post(reverse("import_statement"), {"file": file, "account": account})
    asked = parse_qs(urlsplit(found.headers["Location"]).query)
    return {name: values[0] for name, values in asked.items()}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_an_unknown_layout_is_explained_proved_saved_and_known_again(office: Office, account: int) -> None:
    browser = office.browser("colleague")
    asked = upload(browser, account)
    refused = browser.get(reverse("statement_preview"), asked)
    assert refused.status_code == 422
    assert reverse("explain_statement") in text(refused)

    guessed = text(browser.get(reverse("explain_statement"), asked))
    assert "Wieviel" in guessed
    assert "Rechnung 7" in guessed
    said = text(browser.get(reverse("explain_statement"), {**asked, **MEANT}))
    assert "proved" in said
    assert "Alpha GmbH" in said

    saved = browser.post(reverse("save_statement_layout"), {**asked, **MEANT, "name": "Sparkasse", "key": KEY})
    assert saved.status_code == 303
    assert saved.headers["Location"].startswith(reverse("statement_preview"))
    assert "Sparkasse" in text(browser.get(saved.headers["Location"]))  # by the name people gave it
    assert browser.post(reverse("carry_out_statement"), {**asked, "key": KEY + "t"}).status_code == 303

    assert sorted(Receipt.objects.filter(bank_account_id=account).values_list("amount_minor", "payer_name")) == [
        (2_550, "Gamma KG"),
        (10_000, "Alpha GmbH"),
    ]
    again = upload(browser, account, *ROWS, "2026-02-22;-75,50;500,00;Delta;Strom")
    assert browser.get(reverse("statement_preview"), again).status_code == 200
    assert [(row.name, row.version, row.statements) for row in layouts_with_uses()] == [("Sparkasse", 1, 1)]
    assert summary(findings=check_all())[1] == []


def test_a_wrong_column_breaks_the_proof_in_both_orders_and_names_the_rows(office: Office, account: int) -> None:
    browser = office.browser("colleague")
    asked = upload(browser, account)
    wrong = {**MEANT, "column_1": "BALANCE", "column_2": "AMOUNT"}
    said = text(browser.get(reverse("explain_statement"), {**asked, **wrong}))
    assert "does not follow" in said
    assert said.count("2 breaks") + said.count("2 break") >= 2
    assert "oldest first" in said
    assert "newest first" in said


def test_a_minus_may_mean_money_in(office: Office, account: int) -> None:
    browser = office.browser("colleague")
    turned = [row.replace(";-50,00;550,00", ";50,00;550,00").replace(";100,00;600", ";-100,00;600") for row in ROWS]
    asked = upload(browser, account, *[row.replace(";25,50;", ";-25,50;") for row in turned])
    assert "does not follow" in text(browser.get(reverse("explain_statement"), {**asked, **MEANT}))
    assert "does not follow" not in text(browser.get(reverse("explain_statement"), {**asked, **MEANT, "minus": "1"}))


def test_a_change_is_a_next_version_and_an_ended_layout_reads_nothing(office: Office, account: int) -> None:
    browser = office.browser("colleague")
    asked = upload(browser, account)
    browser.post(reverse("save_statement_layout"), {**asked, **MEANT, "name": "Sparkasse", "key": KEY})
    number = StatementLayout.objects.get().number
    change = {**MEANT, "column_4": "SUMMARY", "name": "Sparkasse Köln", "seen": "1", "key": KEY + "b"}
    assert browser.post(reverse("edit_statement_layout", args=[number]), change).status_code == 303
    assert [(row.version, row.is_live) for row in StatementLayout.objects.order_by("version")] == [
        (1, False),
        (2, True),
    ]
    late = browser.post(reverse("edit_statement_layout", args=[number]), {**change, "key": KEY + "c"})
    assert late.status_code == 422
    assert browser.post(reverse("end_statement_layout", args=[number]), {"key": KEY + "d"}).status_code == 303
    assert browser.get(reverse("statement_preview"), asked).status_code == 422


def test_two_layouts_cannot_share_a_name_nor_a_column_two_meanings(office: Office, account: int) -> None:
    browser = office.browser("colleague")
    asked = upload(browser, account)
    browser.post(reverse("save_statement_layout"), {**asked, **MEANT, "name": "Sparkasse", "key": KEY})
    other = upload(browser, account, *[row.replace("Wann", "Tag") for row in ROWS])
    taken = browser.post(reverse("save_statement_layout"), {**other, **MEANT, "name": "Sparkasse", "key": KEY + "b"})
    assert (taken.status_code, "Another layout is called Sparkasse" in text(taken)) == (422, True)
    incomplete = {**other, "column_0": "TRADED_DAY", "name": "Andere", "key": KEY + "c"}
    assert browser.post(reverse("save_statement_layout"), incomplete).status_code == 422
