"""`huikuan credit check`: the contract for scripts, and words for people."""

from __future__ import annotations

import pytest

from huikuan.credit.models import Commitment
from tests.books import new_books
from tests.cli.conftest import Huikuan
from tests.credit.desk import set_limit

pytestmark = pytest.mark.django_db
DAY = ("--date", "2026-03-02")


@pytest.fixture
def buyer() -> int:
    books = new_books()
    buyer = books.customer("乙公司")
    set_limit(buyer, 100_000)
    books.invoice(buyer, "F1", 40_000)
    return buyer


def test_the_contract_for_scripts(huikuan: Huikuan, buyer: int) -> None:
    asked = ("credit", "check", "--customer", "C-乙公司", "--amount", "600.01", "--at", "order", "--json", *DAY)
    found = huikuan(*asked)
    assert found.code == 0
    assert {name: found.document[name] for name in ("decision", "exposure", "limit", "currency")} == {
        "decision": "hold", "exposure": 40_000, "limit": 100_000, "currency": "CNY",
    }  # fmt: skip
    assert [one["code"] for one in found.document["reasons"]] == ["OVER_LIMIT"]
    assert found.document["release_by"] == [
        {
            "code": "PAY_OR_RAISE", "parameters": {"minor": 1, "currency": "CNY"},
            "message": "The customer pays CNY 0.01, or the limit is raised by as much.",
        }
    ]  # fmt: skip
    assert huikuan(*asked, "--currency", "元", "--order", "SO1").document["hold_id"]


def test_words_for_people_and_an_order_that_counts(huikuan: Huikuan, buyer: int) -> None:
    asked = ("credit", "check", "--customer", "C-乙公司", "--amount", "600", "--at", "order", "--order", "SO1", *DAY)
    assert huikuan(*asked, "--reserve").out.splitlines() == ["Go ahead", "Exposure CNY 400.00, limit CNY 1,000.00."]
    assert Commitment.objects.get().ordered_minor == 60_000
    told = huikuan("credit", "check", "--customer", "C-乙公司", "--amount", "1", "--at", "order", *DAY).out
    assert "What would release it:\n- The customer pays CNY 1.00" in told


@pytest.mark.parametrize(
    ("customer", "amount", "code"),
    [
        ("C-无", "1", "CUSTOMER_NOT_NUMBERED_SO"),
        ("C-乙公司", "1.005", "AMOUNT_UNREADABLE"),
        ("C-乙公司", "-1", "AMOUNT_OUT_OF_BOUNDS"),
    ],
)
def test_what_cannot_be_asked(huikuan: Huikuan, buyer: int, customer: str, amount: str, code: str) -> None:
    found = huikuan("credit", "check", "--customer", customer, f"--amount={amount}", "--at", "order", "--json")
    assert (found.code, found.document["error"]["code"]) == (1, code)


def test_without_an_order_no_company_needs_to_be_named(huikuan: Huikuan, buyer: int) -> None:
    new_books("甲二进出口有限公司")
    asked = ("credit", "check", "--customer", "C-乙公司", "--amount", "600", "--at", "order", "--json", *DAY)
    assert huikuan(*asked).document["decision"] == "allow"
    assert huikuan(*asked, "--order", "SO1").document["error"]["code"] == "COMPANY_NEEDED"
