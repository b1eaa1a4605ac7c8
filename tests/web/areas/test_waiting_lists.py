"""Today, debts without a cause and requests for more time are searched, narrowed and taken as a file like every other list."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from huikuan.kernel.actor import SYSTEM
from huikuan.promises.operations.extending import ask_extension
from huikuan.promises.rules import ExtensionDraft
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_lists.follow_up import TODAY, extension

MINE, OTHERS = "乙方机电有限公司", "丙方贸易有限公司"


def late(office: Office) -> None:
    """Two late customers, one of them with two currencies."""
    office.books.invoice(office.customer, "L1", 9_000_000)
    office.books.invoice(office.others_customer, "L2", 6_000_000)
    office.books.invoice(office.others_customer, "L3", 70_000, currency="USD")


def asked(office: Office) -> None:
    """Two customers ask for more time."""
    extension(office)
    (row,) = office.books.invoice(office.others_customer, "L9", 6_000_000)
    until = TODAY.replace(day=30)
    draft = ExtensionDraft(office.others_customer, row.company_id, "CNY", (row.pk,), until, "等下游回款", "林芳")
    ask_extension(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


LISTS = [("/", late), ("/causes/missing/", late), ("/promises/more-time/", asked)]


@pytest.mark.parametrize(("address", "given"), LISTS)
def test_a_list_is_searched_by_customer(office: Office, address: str, given: Callable[[Office], Any]) -> None:
    given(office)
    browser = office.browser("colleague")
    everything = browser.get(address).content.decode()
    assert MINE in everything and OTHERS in everything
    found = browser.get(address, {"q": "丙方"}).content.decode()
    assert MINE not in found and OTHERS in found
    assert 'name="q" value="丙方"' in found
    nobody = browser.get(address, {"q": "查无此户"}).content.decode()
    assert MINE not in nobody and OTHERS not in nobody and "Nothing matches these filters." in nobody


@pytest.mark.parametrize(("address", "given"), LISTS)
def test_a_list_is_taken_as_a_file_of_what_is_shown(
    office: Office, address: str, given: Callable[[Office], Any]
) -> None:
    given(office)
    browser = office.browser("colleague")
    page = browser.get(address, {"q": "丙方"}).content.decode()
    assert "format=xlsx" in page and "format=csv" in page
    answer = browser.get(address, {"q": "丙方", "format": "xlsx"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    names = [value for row in rows[1:] for value in row if value in (MINE, OTHERS)]
    assert names and set(names) == {OTHERS}
    text = browser.get(address, {"format": "csv"}).content.decode("utf-8-sig")
    assert {MINE, OTHERS} <= {value for row in csv.reader(io.StringIO(text)) for value in row}


@pytest.mark.parametrize(
    ("address", "given", "query", "shown"),
    [
        ("/", late, {"kind": "OVERDUE"}, {MINE, OTHERS}),
        ("/", late, {"kind": "CAUSE_MISSING"}, set()),
        ("/", late, {"kind": "NONSENSE"}, {MINE, OTHERS}),
        ("/causes/missing/", late, {"why": "AMOUNT"}, {MINE, OTHERS}),
        ("/causes/missing/", late, {"why": "AGE"}, set()),
        ("/promises/more-time/", asked, {"which": "ASKED"}, {MINE, OTHERS}),
        ("/promises/more-time/", asked, {"which": "ACCEPTED"}, set()),
    ],
)
def test_a_list_is_narrowed(
    office: Office, address: str, given: Callable[[Office], Any], query: dict[str, str], shown: set[str]
) -> None:
    given(office)
    rows = csv.reader(
        io.StringIO(office.browser("colleague").get(address, query | {"format": "csv"}).content.decode("utf-8-sig"))
    )
    assert {value for row in rows for value in row} & {MINE, OTHERS} == shown


def test_a_stranger_finds_nobody_elses_customer(office: Office) -> None:
    late(office)
    asked(office)
    for address, _given in LISTS:
        assert MINE not in office.browser("stranger").get(address, {"q": "乙方"}).content.decode()


def test_an_agreed_step_shows_all_its_currencies(office: Office) -> None:
    from huikuan.activities.operations import ActivityDraft, record_activity
    from huikuan.activities.rules import ActivityKind, NextStep

    late(office)
    call = ActivityDraft(office.others_customer, ActivityKind.CALL, NOW, "再说", next_step=NextStep("再打电话", TODAY))
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="call", activity=call)
    browser = office.browser("colleague")
    page = browser.get("/", {"kind": "FOLLOW_UP"}).content.decode()
    assert page.count("再打电话") == 2  # once beside it and once below it on a phone
    assert "60,999.00" in page and "700.00" in page
    assert "No exchange rate is known for USD" in page
