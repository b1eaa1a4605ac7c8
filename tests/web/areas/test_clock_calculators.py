"""The calculators of legal clocks answer as the commands do."""

from __future__ import annotations

import pytest

from huikuan.web.forms.clock_calculators import LimitationForm
from huikuan.web.forms.provision_calculator import ProvisionForm
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


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"on": "2024-02-30", "kind": "letter"}, "on"),
        ({"on": "2024-02-30"}, "on"),
        ({"on": "2024-05-01", "kind": "pigeon"}, "kind"),
        ({"on": "2024-05-01"}, "kind"),
        ({"kind": "letter"}, "on"),
        ({"evidence": "SF1"}, "on"),
        ({"since": "2024-04-01"}, "on"),
        ({"on": "2024-05-01", "kind": "letter", "evidence": "x" * 81}, "evidence"),
        ({"on": "2024-05-01", "kind": "suspension", "since": "2024-02-30"}, "since"),
        ({"on": "2024-05-01", "kind": "suspension"}, "since"),
        ({"on": "2024-05-01", "kind": "letter", "since": "2024-04-01"}, "since"),
    ],
)
@pytest.mark.parametrize("place", [0, 7, 99])
def test_a_mistake_in_a_row_is_said_once_at_its_box(row: dict[str, str], wrong: str, place: int) -> None:
    form = LimitationForm({"due": "2024-02-28"} | {f"{name}_{place}": value for name, value in row.items()})
    assert not form.is_valid()
    assert {name: len(said) for name, said in form.errors.items()} == {f"{wrong}_{place}": 1}


@pytest.mark.parametrize("name", ["on", "kind", "evidence", "since"])
def test_a_row_counts_by_any_of_its_boxes(name: str) -> None:
    form = LimitationForm({"due": "2024-02-28", f"{name}_6": "?"})
    assert len(form.places) == 8
    assert len(LimitationForm({"due": "2024-02-28", f"{name}_6": " "}).places) == 4


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"rows": "x y"}, "rows"),
        ({"balances": "x"}, "balances"),
        ({"balances": "1.00"}, "balances"),
        ({"forward": "much"}, "forward"),
        ({"rows": ""}, "rows"),
    ],
)
def test_a_mistake_in_provisions_is_said_once_at_its_field(typed: dict[str, str], wrong: str) -> None:
    whole = {"method": "FLOW", "rows": "1000.00 500.00 250.00", "balances": "100.00 50.00 20.00", "forward": ""}
    assert ProvisionForm(whole).is_valid()
    form = ProvisionForm(whole | typed)
    assert not form.is_valid()
    assert {name: len(said) for name, said in form.errors.items()} == {wrong: 1}
