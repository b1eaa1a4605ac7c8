"""Bank statements uploaded, looked at, booked and matched; our own bank accounts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from huikuan.accounts.models import Company
from huikuan.imports.models import ImportBatch
from huikuan.receipts.models import BankAccount, Receipt, Wallet
from huikuan.receivables.models import Receivable
from tests.web.areas.desk import PEOPLE, Desk, cost, text_of, written
from tests.web.office import KEY, Office

CHOOSE, LOOK, TAKE = "/imports/statement/", "/imports/statement/look/", "/imports/statement/take/"
ADD = "/imports/statement/account/"
GOOD = """交易日期,交易金额,账户余额,摘要,对方账号,对方户名
2026-02-25,1234.50,2234.50,货款 F001,6226000000000001,乙方机电有限公司
2026-02-26,-300.00,1934.50,供应商付款,6226000000000002,供应商一
"""
BROKEN = GOOD.replace("1934.50", "1900.00")


def look(desk: Desk, browser: Client, content: str = GOOD, name: str = "bank.csv") -> HttpResponse:
    file = SimpleUploadedFile(name, content.encode())
    answer = browser.post(CHOOSE, {"account": desk.account, "file": file})
    assert answer.status_code == 303, text_of(answer)[:300]
    return browser.get(answer.headers["Location"])  # type: ignore[return-value]


def hidden(page: str) -> dict[str, str]:
    form = page[page.index(f'action="{TAKE}"') :]
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    }


def test_who_may_come_in_and_that_looking_writes_nothing(desk: Desk) -> None:
    before = written()
    statuses = {who: desk.browser(who).get(CHOOSE).status_code for who in PEOPLE}
    assert (statuses["anonymous"], statuses["stranger"], statuses["owner"], statuses["colleague"]) == (
        302,
        403,
        403,
        200,
    )
    assert look(desk, desk.browser("colleague")).status_code == 200
    assert written() == before


def test_the_preview_shows_lines_sums_and_what_proves_the_direction(desk: Desk) -> None:
    page = text_of(look(desk, desk.browser("colleague")))
    assert "Import 2 lines and match" in page
    assert "proved by the running balance" in page
    assert "Balance before 1,000.00 Money in 1,234.50 Money out -300.00 Balance after 1,934.50" in page
    assert "2026-02-25 乙方机电有限公司 货款 F001 1,234.50" in page


def test_the_preview_tells_new_lines_from_those_known_already(desk: Desk) -> None:
    browser = desk.browser("colleague")
    first = look(desk, browser)
    assert "2 new, 0 known already" in text_of(first)
    assert browser.post(TAKE, hidden(first.content.decode())).status_code == 303
    before, again = written(), look(desk, browser)
    assert "0 new, 2 known already" in text_of(again)
    assert "This file brings nothing new." in text_of(again)
    assert f'action="{TAKE}"' not in again.content.decode()
    longer = look(desk, browser, GOOD + "2026-02-27,10.00,1944.50,货款,6226000000000003,乙方机电有限公司\n")
    assert "1 new, 2 known already" in text_of(longer)
    assert "Import 1 line and match" in text_of(longer)
    assert written() == before
    assert browser.post(TAKE, hidden(longer.content.decode())).status_code == 303
    assert "1 line taken, 0 allocated by themselves" in text_of(browser.get("/matching/"))


def test_taking_books_once_matches_and_says_how_many(desk: Desk) -> None:
    browser = desk.browser("colleague")
    sent = hidden(look(desk, browser).content.decode())
    first = browser.post(TAKE, sent)
    assert (first.status_code, first.headers["Location"]) == (303, "/matching/")
    assert "2 lines taken, 1 allocated by themselves" in text_of(browser.get("/matching/"))
    assert Receivable.objects.get(pk=desk.office.item).outstanding_minor == 0
    done = written()
    assert browser.post(TAKE, sent).status_code == 303
    assert written() == done
    assert Receipt.objects.filter(payer_name="乙方机电有限公司", amount_minor=123_450).count() == 1


def test_a_balance_that_does_not_add_up_is_named_with_its_line(desk: Desk) -> None:
    before = written()
    answer = look(desk, desk.browser("colleague"), BROKEN)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "This file cannot be taken" in page
    assert re.search(r"Line \d of bank\.csv: the balance should be 1,?934\.50 CNY, the file says 1,?900\.00", page)
    assert f'action="{TAKE}"' not in answer.content.decode()
    assert written() == before


@pytest.mark.parametrize(
    ("name", "content"), [("x.csv", "\n\n"), ("x.xlsx", "PK\x03\x04 broken"), ("x.sta", ":20:STARTUMS\n:25:")]
)
def test_what_is_no_statement_is_named_and_the_process_lives(name: str, content: str, desk: Desk) -> None:
    browser = desk.browser("colleague")
    answer = look(desk, browser, content, name)
    assert answer.status_code == 422
    assert name in text_of(answer)
    assert look(desk, browser).status_code == 200


def test_nothing_chosen_an_empty_and_a_large_file_are_named_at_the_field(desk: Desk) -> None:
    browser = desk.browser("colleague")
    large = b"x" * (21 * 1024 * 1024)
    for content, fault in ((None, "This field is required."), (b"", "is empty."), (large, "larger than 20 MB")):
        sent = {} if content is None else {"file": SimpleUploadedFile("bank.csv", content)}
        answer = browser.post(CHOOSE, {"account": desk.account, **sent})
        assert answer.status_code == 422
        assert fault in text_of(answer)


def test_only_the_session_that_uploaded_may_look_or_take(desk: Desk) -> None:
    sent = hidden(look(desk, desk.browser("colleague")).content.decode())
    other = desk.browser("colleague")
    before = written()
    assert other.get(LOOK, {"file": sent["file"], "account": sent["account"]}).status_code == 404
    assert other.post(TAKE, sent).status_code == 404
    assert written() == before


def test_the_bank_account_of_another_own_company_cannot_be_named(desk: Desk) -> None:
    company = Company.objects.create(name="另一家有限公司", short_name="另一", currency="CNY")
    foreign = BankAccount.objects.create(company=company, name="别人的账户", currency="CNY")
    browser = desk.browser("colleague")
    sent = {**hidden(look(desk, browser).content.decode()), "account": str(foreign.pk)}
    before = written()
    page = browser.get(LOOK, {"file": sent["file"], "account": sent["account"]})
    assert page.status_code == 404
    assert "no such bank account" in text_of(page)
    assert browser.post(TAKE, sent).status_code == 404
    assert written() == before


def test_a_key_used_before_for_something_else_is_refused_beside_the_preview(desk: Desk) -> None:
    browser = desk.browser("colleague")
    sent = {**hidden(look(desk, browser).content.decode()), "key": "short"}
    before = written()
    answer = browser.post(TAKE, sent)
    assert (answer.status_code, written()) == (422, before)
    assert "Balance before" in text_of(answer)


def test_the_first_account_is_asked_for_first(office: Office) -> None:
    browser = office.browser("colleague")
    page = browser.get(CHOOSE)
    assert "A statement belongs to a bank account." in text_of(page)
    assert 'type="file"' not in page.content.decode()
    sent = {"key": KEY, "kind": "BANK", "name": "工行基本户", "bank": "工商银行", "number": "1102", "currency": "cny"}
    assert browser.post(ADD, sent).status_code == 303
    assert browser.post(ADD, sent).status_code == 303
    assert list(BankAccount.objects.values_list("name", "currency")) == [("工行基本户", "CNY")]
    assert 'type="file"' in browser.get(CHOOSE).content.decode()


def test_an_account_that_exists_is_refused_and_what_was_typed_stays(desk: Desk) -> None:
    browser = desk.browser("colleague")
    before = written()
    answer = browser.post(
        ADD, {"key": KEY, "kind": "BANK", "name": "工行", "bank": "某支行", "number": "1", "currency": "CNY"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a bank account 工行 already." in page
    assert 'value="某支行"' in page
    assert written() == before


@pytest.mark.parametrize(
    ("kind", "status", "kept"),
    [("CASH", 303, ["CASH"]), ("ALIPAY_MERCHANT", 303, ["ALIPAY_MERCHANT"]), ("TILL", 422, [])],
)
def test_what_kind_an_account_is_is_one_of_those_there_are(kind: str, status: int, kept: list[str], desk: Desk) -> None:
    answer = desk.browser("colleague").post(ADD, {"key": KEY, "kind": kind, "name": "新", "currency": "CNY"})
    assert (answer.status_code, list(Wallet.objects.values_list("kind", flat=True))) == (status, kept)


def test_a_currency_nobody_uses_is_refused(desk: Desk) -> None:
    answer = desk.browser("colleague").post(ADD, {"key": KEY, "kind": "BANK", "name": "新账户", "currency": "ZZZ"})
    assert answer.status_code == 422
    assert "ZZZ names no currency in use." in text_of(answer)
    assert not BankAccount.objects.filter(name="新账户").exists()


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_salespeople_add_no_account(desk: Desk, who: str) -> None:
    before = written()
    answer = desk.browser(who).post(ADD, {"key": KEY, "kind": "BANK", "name": "x", "currency": "CNY"})
    assert (answer.status_code, written()) == (403, before)


def test_the_page_costs_the_same_with_more_accounts(desk: Desk) -> None:
    browser = desk.browser("colleague")
    few = cost(browser, CHOOSE)
    for number in range(5):
        BankAccount.objects.create(company_id=desk.office.books.company_id, name=f"账户{number}", currency="CNY")
    assert cost(browser, CHOOSE) == few <= 8


def test_an_import_is_listed_and_a_statement_missing_before_it_is_said_with_both_balances(desk: Desk) -> None:
    browser = desk.browser("colleague")
    browser.post(TAKE, hidden(look(desk, browser).content.decode()))
    later = """交易日期,交易金额,账户余额,摘要,对方账号,对方户名
2026-03-01,10.00,2010.00,货款,6226000000000001,乙方机电有限公司
2026-03-02,不知道,2020.00,货款,6226000000000001,乙方机电有限公司
"""
    sent = hidden(look(desk, browser, later, "later.csv").content.decode())
    answer = browser.post(TAKE, sent)
    batch = ImportBatch.objects.get(file_name="later.csv")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/imports/{batch.pk}/")
    page = text_of(browser.get(answer.headers["Location"]))
    assert "closes on 2026-02-26 at CNY 1,934.50, this one begins on 2026-03-01 with 2,000.00" in page
    listed = text_of(browser.get("/imports/"))
    assert "bank.csv Bank statement 2 2 0 0" in listed
    assert "later.csv statement missing Bank statement" in listed
    assert (batch.read, batch.accepted, batch.rejected) == (2, 1, 1)
    assert batch.rejected_rows.get().line == 3
    assert "不知道" in page
