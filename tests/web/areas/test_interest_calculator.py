"""The calculator of late-payment interest: hand-counted sums with article, the same as the command's."""

from __future__ import annotations

import pytest

from tests.web.areas.desk import text_of, written
from tests.web.office import Office

pytestmark = pytest.mark.django_db
DEBT = "tool=interest&principal=1000000&due=2024-07-01&until=2024-10-31"


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        (
            f"{DEBT}&basis=LPR_SEGMENTS&year=360",
            200,
            ["CNY 14,731.53 for 122 days late", "4.355 % a year 11,008.47", "contracts, art. 18 para. 4"],
        ),
        (f"{DEBT}&basis=AGREED&rate=12", 200, ["CNY 40,109.59", "art. 65", "the loss is CNY 11,531.51"]),
        (f"{DEBT}&basis=DAILY&rate=12", 200, ["CNY 61,000.00", "in force since 2025-06-01"]),
        (f"{DEBT}&basis=LPR_AT_DEFAULT".replace("2024", "2019"), 200, ["late before 2019-08-20"]),
        (f"{DEBT}&basis=AGREED", 422, ["Give the agreed rate."]),
        (f"{DEBT}&basis=AGREED&rate=0.12", 422, ["Write 0.12% if"]),
        (f"{DEBT}&basis=AGREED&rate=0.5‰", 422, ["Write 0.05% if it is for a year, 0.5‰/day if it is for a day"]),
        (f"{DEBT}&basis=AGREED&rate=日万分之五", 200, ["CNY 61,000.00", "0.05 % a day"]),
        (f"{DEBT}&basis=AGREED&rate=0.5%/day", 200, ["CNY 610,000.00", "a court may cut the claim"]),
        (f"{DEBT}&basis=NONE", 422, ["NONE is not one of the available choices"]),
        (f"{DEBT}&basis=LPR_SEGMENTS&factor=9", 422, ["between 0.1 and 4"]),
        (f"{DEBT}&basis=LPR_SEGMENTS&factor=x", 422, ["is no factor"]),
    ],
)
def test_everybody_is_answered(office: Office, query: str, code: int, said: list[str]) -> None:
    before = written()
    page = office.browser("anonymous", headers={"Accept-Language": "en"}).get(f"/calculators/?{query}")
    text = text_of(page)
    assert page.status_code == code
    assert [one for one in said if one not in text] == []
    assert written() == before
