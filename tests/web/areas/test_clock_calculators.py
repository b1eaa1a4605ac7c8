"""The calculators of legal clocks answer as the commands do."""

from __future__ import annotations

import pytest

from tests.web.areas.desk import text_of
from tests.web.office import Office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        (
            "tool=limitation&due=2023-02-15&on_0=2021-01-04&kind_0=letter&evidence_0=SF&on_1=2024-01-05&kind_1=call",
            200,
            ["ends on 2026-02-24, counted from 2023-02-16", "was not overdue yet", "No evidence is attached"],
        ),
        ("tool=limitation&due=2024-01-31%0A2024-02-29", 200, ["ends on 2027-03-01", "holidays of 2027", "2044-02-29"]),
        ("tool=limitation&due=2024-02-30", 422, ["2024-02-30” is no day"]),
        ("tool=limitation&due=2024-02-28&on_0=2024-05-01&kind_0=pigeon", 422, ["pigeon is not one of the available"]),
        ("tool=limitation&due=2024-02-28&kind_3=letter", 422, ["An event has a day and a kind."]),
        ("tool=limitation&due=2024-02-28&on_0=2024-05-01&kind_0=suspension", 422, ["has a first day"]),
        ("tool=limitation&due=2024-02-28&on_9=2024-05-01&kind_9=letter&evidence_9=SF", 200, ['name="on_10"']),
        ("tool=guarantee&principal_due=2025-08-31", 200, ["ends on 2026-02-28", "Six months", "art. 693"]),
        ("tool=guarantee&principal_due=2025-08-31&until=2026-12-31", 200, ["ends on 2026-12-31", "As agreed"]),
    ],
)
def test_clocks_are_computed(office: Office, query: str, code: int, said: list[str]) -> None:
    shown = office.browser("owner").get(f"/calculators/?{query}")
    assert shown.status_code == code
    text = text_of(shown) + shown.content.decode()
    assert [one for one in said if one not in text] == []
