"""Calculators about bills and payments: hand-counted answers with formula and article, the same as the command's."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from huikuan.cli.calc_allocate import allocate_command
from huikuan.cli.calc_bill_range import bill_range_command
from tests.web.areas.desk import text_of, written
from tests.web.office import Office

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
# 10,000.00 × 2.4 % × 90 / 360 = 60.00, from 16 April to the day before 15 July 2026
DISCOUNT = "tool=discount&face=10000&rate=2.4&on=2026-04-16&matures=2026-07-15"
DEBTS = "A, 2026-02-09, 100.00, 0, 0, 5.00, 3.00\nB, 2026-03-30, 100.00\nC，2026-02-09，50.00，50.00"


def allocate(**more: str) -> str:
    return urlencode({"tool": "allocate", "payment": "200", "as_of": "2026-03-02", "debts": DEBTS, **more})


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tool=range&range=1-100000", ["1-100000: CNY 1,000.00", "壹仟元整", "last − first + 1 = 100,000"]),
        ("tool=range&range=300001-300001", ["CNY 0.01"]),
        ("tool=range&amount=1000&start=100001", ["100001-200000: CNY 1,000.00"]),
        ("tool=range&amount=1000", ["1-100000: CNY 1,000.00"]),
        (
            DISCOUNT,
            [
                "CNY 9,940.00 arrive, interest CNY 60.00",
                "CNY 10,000.00 × 2.4 % × 90 ÷ 360 = CNY 60.00",
                "90 days of interest",
                "The day of discounting counts, the day of maturity does not.",
            ],
        ),
        (f"{DISCOUNT}&is_other_city=on", ["× 93 ÷ 360 = CNY 62.00", "Paper bill of another city: 3 more."]),
        (
            "tool=discount&face=10000&rate=2.4&on=2026-09-01&matures=2026-10-01",
            ["Moved to the next business day: 7 more.", "× 37 ÷ 360 = CNY 24.67"],
        ),
        (DISCOUNT.replace("2.4", "13"), ["4 times the one-year LPR of 3.00 %", "LPR as published"]),
        (
            allocate(),
            [
                "3 settled in whole or part, CNY 0.00 left over",
                "A no security or the least",
                "5.00 3.00 100.00",
                "0.00 0.00 50.00",
                "0.00 0.00 42.00",
                "Civil Code art. 561",
            ],
        ),
        (allocate(named="B"), ["the debtor named it when he paid", "0.00 0.00 100.00", "5.00 3.00 92.00"]),
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
        ("tool=range&range=&amount=", "Type a sub-range or an amount, one of the two."),
        ("tool=range&range=1-10&amount=5", "Type a sub-range or an amount, one of the two."),
        ("tool=range&range=9-1", "end"),
        ("tool=range&amount=99999999999", "billion"),
        (DISCOUNT.replace("2026-07-15", "2026-04-16"), "It has matured by then"),
        (DISCOUNT.replace("rate=2.4", "rate=101"), "100"),
        (allocate(debts="A, 2026-02-09"), "Line 1:"),
        (allocate(debts="A, 2026-02-09, 5\nB, gestern, 5"), "Line 2: “gestern” cannot be read."),
        (allocate(debts="A, 2026-02-09, 5\nA, 2026-02-09, 5"), "Two lines have the same number."),
        (allocate(debts="A,,5,0,nan"), "Line 1: “nan” cannot be read."),
        (allocate(debts="\n".join(f"{n},,5" for n in range(51))), "50 lines at most."),
        (allocate(named="Z"), "No line has this number."),
    ],
)
def test_faults_stand_at_their_fields(office: Office, query: str, said: str) -> None:
    page = office.browser("owner").get(f"/calculators/?{query}")
    assert (page.status_code, said in text_of(page)) == (422, True)


def test_page_and_command_say_the_same(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "debts.json"
    debts = [
        {"id": "A", "due": "2026-02-09", "open_minor": 10_000, "costs_minor": 500, "interest_minor": 300},
        {"id": "B", "due": "2026-03-30", "open_minor": 10_000},
        {"id": "C", "due": "2026-02-09", "open_minor": 5_000, "secured": 5_000},
    ]
    file.write_text(json.dumps({"as_of": "2026-03-02", "receipt_minor": 20_000, "named": None, "debts": debts}))
    allocate_command.main([str(file), "--json"], standalone_mode=False)
    found = json.loads(capsys.readouterr().out)
    text = text_of(office.browser("owner").get(f"/calculators/?{allocate()}"))
    for one in found["allocations"]:
        row = " ".join(f"{one[part] / 100:,.2f}" for part in ("costs_minor", "interest_minor", "principal_minor"))
        assert row in text
    bill_range_command.main(["1", "100000", "--json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out) == {"amount_minor": 100_000}
