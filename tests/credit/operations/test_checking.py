"""The decision service: what it counts, what it keeps, what counts at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import Company, ExchangeRate
from huikuan.audit.models import Act
from huikuan.audit.operations import KeyReused
from huikuan.credit.models import Commitment, Decision, Hold, OrderMove
from huikuan.credit.rules.orders import HoldState
from huikuan.kernel.refusal import NotPermitted, Refused
from tests.credit.desk import TODAY, Desk, new_desk, put_under, set_limit

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 1)


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def test_an_order_within_the_limit_counts_at_once(desk: Desk) -> None:
    first = desk.ask(60_000, "SO1")
    assert (first["decision"], first["exposure"], first["increase"], first["limit"]) == ("allow", 0, 60_000, 100_000)
    assert first["reserved"] is True
    second = desk.ask(40_001, "SO2")
    assert (second["decision"], second["exposure"], second["reserved"]) == ("hold", 60_000, False)
    assert [reason["code"] for reason in second["reasons"]] == ["OVER_LIMIT"]
    assert second["release_by"] == [{"code": "PAY_OR_RAISE", "parameters": {"minor": 1, "currency": "CNY"}}]
    assert list(Commitment.objects.values_list("number", "ordered_minor")) == [("SO1", 60_000)]
    assert desk.ask(40_000, "SO3")["decision"] == "allow"


def test_every_component_counts(desk: Desk) -> None:
    desk.books.invoice(desk.buyer, "F1", 10_000, due=LATER)
    desk.ask(20_000, "SO1")
    desk.ask(5_000, "SO1", point="DELIVERY")
    desk.books.receipt(3_000, desk.buyer)
    found = desk.ask(1)
    assert found["components"] == {
        "RECEIVABLES": 10_000, "DELIVERED": 5_000, "ORDERS": 15_000, "BILLS": 0, "SECURITY": 0, "ADVANCES": 3_000,
    }  # fmt: skip
    assert found["exposure"] == 27_000


def test_without_an_order_number_nothing_is_written(desk: Desk) -> None:
    acts = Act.objects.count()
    assert desk.ask(100_001, actor=desk.people.owner)["decision"] == "hold"
    assert (Act.objects.count(), Decision.objects.count(), Hold.objects.count()) == (acts, 0, 0)


def test_the_same_key_answers_the_same_and_reserves_once(desk: Desk) -> None:
    first = desk.ask(60_000, "SO1", key="erp-1")
    assert desk.ask(60_000, "SO1", key="erp-1") == first
    assert desk.ask(60_000, "SO1", key="erp-1", today=LATER) == first  # repeated after midnight
    assert Decision.objects.count() == 1
    with pytest.raises(KeyReused):
        desk.ask(60_001, "SO1", key="erp-1")


def test_an_order_asked_about_again_replaces_itself(desk: Desk) -> None:
    desk.ask(90_000, "SO1")
    assert desk.ask(100_000, "SO1")["decision"] == "allow"
    assert desk.ask(100_001, "SO1")["decision"] == "hold"
    assert desk.ask(50_000, "SO1")["decision"] == "allow"
    assert Commitment.objects.get().ordered_minor == 50_000
    assert sorted(OrderMove.objects.values_list("ordered_minor", flat=True)) == [-50_000, 10_000, 90_000]


def test_what_blocks_makes_one_hold_that_a_later_yes_clears(desk: Desk) -> None:
    blocked = desk.ask(100_001, "SO1", actor=desk.people.owner)
    again = desk.ask(100_002, "SO1", actor=desk.people.owner)
    assert again["hold_id"] == blocked["hold_id"]
    hold = Hold.objects.get()
    assert (hold.state, hold.amount_minor, hold.placed_by_name) == ("HELD", 100_002, "owner")
    desk.ask(50, "SO1", reserve=False)  # a smaller question frees no larger order
    assert Hold.objects.get().state == "HELD"
    set_limit(desk.buyer, 200_000)
    assert desk.ask(100_002, "SO1")["decision"] == "allow"
    assert Hold.objects.get().state == HoldState.CLEARED.value
    assert Decision.objects.count() == 4


def test_old_debt_holds_and_says_which_invoice_to_pay(desk: Desk) -> None:
    desk.books.invoice(desk.buyer, "F1", 3_000, due=date(2026, 1, 20), issued=date(2026, 1, 1))
    desk.books.invoice(desk.buyer, "F2", 110_000, due=date(2026, 2, 25))
    set_limit(desk.buyer, 500_000)
    found = desk.ask(1_000, "SO1")
    assert [reason["code"] for reason in found["reasons"] if reason["blocks"]] == ["DAYS_OVERDUE", "OLD_DEBT"]
    assert [(way["code"], way["parameters"]["invoice"]) for way in found["release_by"]] == [
        ("PAY_ITEM", "F1"), ("PAY_ITEM", "F2"),
    ]  # fmt: skip


def test_money_that_bounced_is_told_for_six_months(desk: Desk) -> None:
    from huikuan.receipts.operations.money import bounce_receipt
    from huikuan.receipts.rules import BounceReason

    for reason in BounceReason:
        receipt = desk.books.receipt(500, desk.buyer)
        bounce_receipt(
            **desk.acting(desk.people.accountant),
            receipt_id=receipt.pk,
            effective_date=date(2026, 2, 24),
            reason=reason,
        )
    (reason,) = [one for one in desk.ask(1)["reasons"] if one["code"] == "BOUNCED"]
    assert reason["parameters"] == {"count": 1, "date": "2026-02-24", "months": 6}
    assert desk.ask(1, today=date(2026, 8, 31))["decision"] == "warn"
    assert [one["code"] for one in desk.ask(1, today=date(2026, 9, 1))["reasons"]] == []


def test_another_currency_goes_by_the_rate_of_the_day_and_is_never_nothing(desk: Desk) -> None:
    unknown = desk.ask(100, "SO1", currency="USD")
    assert (unknown["decision"], [one["code"] for one in unknown["reasons"]]) == ("hold", ["RATE_UNKNOWN"])
    assert unknown["release_by"][0]["code"] == "ENTER_RATE"
    act = Act.objects.earliest("pk")
    ExchangeRate.objects.create(
        day=date(2026, 3, 1), currency="USD", to_currency="CNY", rate_micros=7_100_000, source="中国外汇交易中心",
        entered_by="x", entered_at=desk.books.now, act=act,
    )  # fmt: skip
    assert desk.ask(14_084, currency="USD")["increase"] == 99_996  # 14,084 × 7.1 = 99,996.4
    assert desk.ask(14_084, "SO1", currency="USD")["decision"] == "allow"
    assert desk.ask(14_085, "SO2", currency="USD")["decision"] == "hold"
    assert desk.ask(1, today=date(2026, 2, 28))["decision"] == "hold"  # before there was a rate


def test_the_limit_is_shared_by_all_own_companies(desk: Desk) -> None:
    other = Company.objects.create(name="甲方二公司", short_name="二", currency="CNY")
    desk.ask(60_000, "SO1")
    assert desk.ask(40_001, "SO1", company=other.pk)["decision"] == "hold"
    assert desk.ask(40_000, "SO1", company=other.pk)["decision"] == "allow"


def test_the_limit_of_the_top_is_shared_by_the_group_and_a_members_own_holds_within(desk: Desk) -> None:
    child = desk.books.customer("丙公司")
    put_under(child, desk.buyer)
    desk.ask(60_000, "SO1")
    assert desk.ask(40_001, "SO2", customer=child)["decision"] == "hold"
    assert desk.ask(40_000, "SO2", customer=child)["decision"] == "allow"
    set_limit(desk.buyer, 1_000_000)
    set_limit(child, 45_000)
    own = desk.ask(5_001, "SO3", customer=child)
    assert (own["decision"], own["exposure"], own["limit"], own["is_group"]) == ("hold", 40_000, 45_000, False)
    assert desk.ask(900_000, "SO4")["decision"] == "allow"


def test_items_of_a_sister_that_the_asker_may_not_see_are_told_without_their_number(desk: Desk) -> None:
    child = desk.books.customer("丙公司")
    put_under(child, desk.buyer)
    desk.books.invoice(child, "SECRET", 200_000, due=date(2026, 2, 25))
    set_limit(desk.buyer, 10**9)
    for actor, code in ((desk.people.owner, "PAY_ITEM_OF_GROUP"), (desk.people.accountant, "PAY_ITEM")):
        found = desk.ask(1, f"SO-{actor.name}", actor=actor)
        assert [way["code"] for way in found["release_by"]] == [code]
        assert ("SECRET" in str(found["release_by"])) is (code == "PAY_ITEM")


def test_a_number_belongs_to_one_customer_and_one_currency(desk: Desk) -> None:
    other = desk.books.customer("丙公司")
    desk.ask(1_000, "SO1")
    with pytest.raises(Refused, match="ORDER_OF_ANOTHER"):
        desk.ask(1_000, "SO1", customer=other)
    with pytest.raises(Refused, match="ORDER_CURRENCY_DIFFERS"):
        desk.ask(1_000, "SO1", currency="USD")
    desk.ask(10**9, "SO2")
    with pytest.raises(Refused, match="ORDER_OF_ANOTHER"):
        desk.ask(1_000, "SO2", customer=other)


@pytest.mark.parametrize(
    ("minor", "order", "more", "code"),
    [
        (0, "SO1", {}, "AMOUNT_OUT_OF_BOUNDS"),
        (10**13 + 1, "SO1", {}, "AMOUNT_OUT_OF_BOUNDS"),
        (1, "SO1", {"currency": "XXX"}, "CURRENCY_UNKNOWN"),
        (1, "", {"reserve": True}, "ORDER_NUMBER_NEEDED"),
        (1, " SO1", {}, "ORDER_NUMBER_WRONG"),
        (1, "S" * 61, {}, "ORDER_NUMBER_WRONG"),
    ],
)
def test_what_cannot_be_asked(desk: Desk, minor: int, order: str, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        desk.ask(minor, order, **more)


def test_who_may_ask(desk: Desk) -> None:
    assert desk.ask(1, "SO1", actor=desk.people.owner)["decision"] == "allow"
    assert desk.ask(1, actor=desk.people.auditor)["decision"] == "allow"
    for actor, order in ((desk.people.auditor, "SO2"), (desk.people.colleague, ""), (desk.people.nobody, "")):
        with pytest.raises(NotPermitted):
            desk.ask(1, order, actor=actor)


def test_a_constant_number_of_queries(desk: Desk) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk.ask(1, "SO-next")
        return len(captured)

    desk.ask(1, "SO-next")
    few = queries()
    for number in range(5):
        desk.ask(10, f"SO{number}")
        desk.books.invoice(desk.buyer, f"F{number}", 100, due=LATER)
    assert queries() == few
    assert few <= 40


def test_a_decision_names_its_policy_its_facts_and_who_asked(desk: Desk) -> None:
    desk.ask(60_000, "SO1", actor=desk.people.owner)
    row = Decision.objects.get()
    assert (row.policy_number, row.asked_by_name, row.exposure_minor, row.allowed_minor) == (0, "owner", 0, 100_000)
    assert row.facts["question"]["amount_minor"] == 60_000
    assert row.day == TODAY
    assert isinstance(row.at, datetime)
    assert not any(isinstance(value, float | Decimal) for value in row.facts.values())
