"""Calculators for everybody: answers with their articles, faults at their fields, nothing written."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.accounts.operations.calendar import CalendarDraft, set_calendar_days
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.web.areas.desk import text_of, written
from tests.web.office import Office

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
DUE = "tool=due&start=2026-09-01&days=30"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", ["Due date", "The result will stand here"]),
        (DUE, ["Due on 2026-10-08", "2026-10-01 is a day off: the next business day.", "Civil Code art. 203"]),
        (f"{DUE}&stays=on", ["Due on 2026-10-01", "A day off; it stays as agreed."]),
        ("tool=due&start=2026-01-31&months=1", ["Due on 2026-02-28", "that month has no such day"]),
        ("tool=due&start=2026-12-20&days=30", ["The holidays of 2027 are not published yet"]),
        (
            "tool=term&buyer=PUBLIC&seller=SMALL&delivered=2026-03-10&contract_days=90",
            [
                "Late interest runs from 2026-05-10",
                "a public body may agree on 60 at most",
                "art. 9 para. 1",
                "0.05 % a day",
                "art. 17",
            ],
        ),
        (
            "tool=term&buyer=LARGE&seller=SMALL&delivered=2026-03-10&contract_days=30&agreed_rate=2.5&pay_when_paid=on",
            ["lies below the one-year loan prime rate of 3.00 %", "that clause is void"],
        ),
        (
            "tool=term&buyer=OTHER&seller=SMALL&delivered=2026-03-10",
            ["No term ends here", "No statutory cap", "4.50 %"],
        ),
        (
            "tool=code&code=91110000600037341L",
            ["91110000600037341L is valid.", "110000", "60003734-1".replace("-", "")],
        ),
        ("tool=code&code=91110000600037341K", ["The code is not valid.", "one of them is mistyped", "GB 32100-2015"]),
        ("tool=capitals&amount=1409.50", ["壹仟肆佰零玖元伍角", "CNY 1,409.50"]),
        ("tool=capitals&amount=壹仟肆佰零玖元伍角整", ["壹仟肆佰零玖元伍角", "CNY 1,409.50"]),
    ],
)
@pytest.mark.parametrize("who", ["anonymous", "owner"])
def test_everybody_is_answered(office: Office, who: str, query: str, said: list[str]) -> None:
    before = written()
    page = office.browser(who, headers=ENGLISH).get(f"/calculators/?{query}")
    text = text_of(page)
    assert page.status_code == 200
    assert [one for one in said if one not in text] == []
    assert written() == before


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tool=due&start=2026-03-10", "Give months or days, one of the two."),
        ("tool=due&start=2026-03-10&days=1&months=1", "Give months or days, one of the two."),
        ("tool=due&start=2026-03-10&days=1&roll=FIXED_DAY", "Say on which day of the month: 1 to 31."),
        ("tool=due&start=2026-03-10&days=1&roll=FIXED_DAY&fixed_day=40", "A day of the month lies between 1 and 31."),
        ("tool=due&start=x&days=1", "Enter a valid date."),
        ("tool=term&buyer=PUBLIC&seller=SMALL&delivered=2026-03-10&accepted=2026-03-01", "lies before the delivery"),
        ("tool=term&buyer=PUBLIC&seller=SMALL&delivered=2026-03-10&signed=2026-03-11", "signed after the delivery"),
        ("tool=code&code=", "This field is required."),
        ("tool=capitals&amount=abc", "abc is no amount."),
        ("tool=capitals&amount=99999999999999999999", "is no amount"),
    ],
)
def test_faults_stand_at_their_fields_and_what_was_typed_stays(office: Office, query: str, said: str) -> None:
    page = office.browser("anonymous", headers=ENGLISH).get(f"/calculators/?{query}")
    assert (page.status_code, said in text_of(page)) == (422, True)
    for pair in query.split("&")[1:]:
        assert pair.partition("=")[2] in page.content.decode()


def test_the_companys_own_days_off_count_for_its_people_only(office: Office) -> None:
    day = CalendarDraft(date(2026, 3, 11), False, "盘点", "own")
    set_calendar_days(actor=SYSTEM, now=NOW, key="day", days=[day])
    query = "/calculators/?tool=due&start=2026-03-10&days=1"
    assert "Due on 2026-03-12" in text_of(office.browser("owner").get(query))
    assert "Due on 2026-03-11" in text_of(office.browser("anonymous", headers=ENGLISH).get(query))


def test_the_sign_in_page_and_the_navigation_lead_there(office: Office) -> None:
    assert 'href="/calculators/"' in office.browser("anonymous", headers=ENGLISH).get("/sign-in/").content.decode()
    assert 'href="/calculators/"' in office.browser("owner").get("/insight/ageing/").content.decode()
