"""Looks at real acts: each rule finds what was done through the acts of its room, once, at a constant cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from huikuan.contracts.rules.terms import Trigger
from huikuan.customers.models import Customer, CustomerChange, PayerAlias
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted
from huikuan.oversight.models import Flag, Run
from huikuan.oversight.operations.watching import watch
from huikuan.receipts.operations.money import refund_receipt
from huikuan.receivables.rules import InvoiceLineDraft
from huikuan.wording.oversight import flag_said
from tests.books import NOW
from tests.contracts.acting import happens, signed
from tests.contracts.agreed import terms
from tests.contracts.test_watched import DELIVERED, TWO, amended
from tests.oversight.office import TODAY, Watched, new_watched
from tests.prices.office import Prices

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Watched:
    return new_watched()


def kinds() -> list[str]:
    return sorted(Flag.objects.values_list("kind", flat=True))


def test_nothing_happened_nothing_is_found(office: Watched) -> None:
    assert office.look() == {"found": 0, "new": 0, "since": "2025-12-02"}
    assert office.look(date(2026, 3, 3))["since"] == "2026-03-02"


def test_cash_is_found_with_the_salesperson_whose_customer_paid(office: Watched) -> None:
    receipt = office.cash(88_00, date(2026, 2, 22))
    office.cash(77_00, date(2026, 2, 23))
    office.look()
    flag = Flag.objects.get()
    assert (flag.kind, flag.key, flag.person_name) == ("CASH_UNMATCHED", f"CASH_UNMATCHED:{receipt}", "owner")
    assert flag.parameters == {"days": 8, "number": 1, "minor": 8_800, "currency": "CNY"}
    assert flag.rows == [{"kind": "RECEIPT", "id": receipt, "label": "1", "day": "2026-02-22"}]
    office.look(date(2026, 3, 3))
    assert [row.parameters["minor"] for row in Flag.objects.order_by("pk")] == [8_800, 7_700]


def test_the_same_facts_twice_give_no_second_flag(office: Watched) -> None:
    office.cash(88_00, date(2026, 2, 1))
    assert office.look()["new"] == 1
    assert office.look(date(2026, 3, 3)) == {"found": 1, "new": 0, "since": "2026-03-02"}
    assert (Flag.objects.count(), Run.objects.count()) == (1, 2)


def test_a_round_trip_by_the_person_who_entered_it(office: Watched) -> None:
    first = office.bill("F001", 100_000, date(2026, 2, 20))
    office.credit(first, 100_000, date(2026, 2, 28))
    office.bill("F002", 98_000, date(2026, 3, 1))
    office.look()
    assert kinds() == ["CREDIT_BY_ENTERER", "ROUND_TRIP"]
    assert {flag.person_name for flag in Flag.objects.all()} == {"accountant"}


def test_a_credit_note_by_somebody_else_is_no_flag(office: Watched) -> None:
    office.credit(office.bill("F001", 100_000, date(2026, 2, 20)), 100_000, date(2026, 2, 28), office.people.director)
    office.look()
    assert kinds() == []


def test_a_person_who_posts_into_the_past(office: Watched) -> None:
    office.bill("F001", 1_000, date(2026, 2, 20))  # ten days
    office.bill("F002", 1_000, date(2026, 2, 19))
    office.books.invoice(office.customer, "F003", 1_000, issued=date(2025, 1, 1))  # the system: an import
    office.look()
    (flag,) = Flag.objects.all()
    assert (flag.kind, flag.person_name) == ("BACK_DATED", "accountant")
    assert flag.parameters == {"days": 11, "postings": 1, "earliest": "2026-02-19"}


def test_a_large_invoice_of_a_new_customer(office: Watched) -> None:
    Customer.objects.update(created_at=NOW - timedelta(days=20))
    office.bill("F001", 49_999_999, date(2026, 3, 1))
    office.look()
    assert kinds() == []
    office.bill("F002", 50_000_000, date(2026, 3, 1))
    office.look()
    assert kinds() == ["NEW_CUSTOMER"]


def test_a_term_made_longer_after_an_invoice(office: Watched) -> None:
    from huikuan.audit.models import Act

    office.bill("F001", 1_000, date(2026, 2, 25))
    values = {"field": "terms_days", "before": 30, "after": 90, "at": NOW, "who_name": "manager", "who_id": 99}
    CustomerChange.objects.create(customer_id=office.customer, act_id=Act.objects.latest("pk").pk, **values)
    office.look()
    (flag,) = Flag.objects.all()
    assert (flag.kind, flag.person_name) == ("TERM_AFTER_DELIVERY", "manager")
    assert flag.parameters == {"before": 30, "after": 90, "number": "F001", "days": 5}


def test_a_contract_amended_after_its_delivery(office: Watched) -> None:
    contract_id = signed(office.books, office.customer, terms(milestones=TWO))
    happens(office.books, contract_id, Trigger.DELIVERY, DELIVERED)
    amended(office.books, contract_id, office.people)
    office.look()
    flag = Flag.objects.get(kind="TERM_AFTER_DELIVERY")
    assert (flag.parameters["contract"], flag.parameters["before"], flag.parameters["after"]) == ("HT-1", 30, 90)
    assert flag.parameters["days"] == 21
    with override("en"):
        said = flag_said(kind=flag.kind, parameters=flag.parameters)
    assert said.startswith("Contract HT-1 was amended 21 days after a delivery: the term of “验收款” changed")
    office.look()
    assert kinds().count("TERM_AFTER_DELIVERY") == 1


def test_an_account_named_before_a_refund(office: Watched) -> None:
    receipt = office.books.receipt(9_900, office.customer, date(2026, 3, 1))
    refund_receipt(
        actor=office.people.director, now=NOW, key="refund", receipt_id=receipt.pk, amount_minor=9_900,
        effective_date=TODAY,
    )  # fmt: skip
    office.look()
    assert kinds() == []
    alias = {"kind": "ACCOUNT", "value": "6222", "learned_at": NOW - timedelta(days=3), "learned_from": "x"}
    PayerAlias.objects.create(customer_id=office.customer, **alias)
    office.look()
    (flag,) = Flag.objects.all()
    assert (flag.kind, flag.person_name, flag.parameters["account"]) == ("ACCOUNT_BEFORE_REFUND", "director", "6222")


def test_an_invoice_dated_before_the_last_look_is_compared_too(office: Watched) -> None:
    Prices(office.books, office.customer).signed("JG-001")
    office.look()
    line = InvoiceLineDraft("水泵", 100_000_000, 80_000_000, 800_000, "P-1", "DN50", "台")
    office.books.invoice(office.customer, "F001", 800_000, issued=date(2026, 2, 25), lines=(line,))
    office.look(date(2026, 3, 3))
    assert kinds() == ["PRICE_BELOW"]


def test_a_price_below_the_confirmed_one(office: Watched) -> None:
    prices = Prices(office.books, office.customer)
    confirmation = prices.signed("JG-001")
    line = InvoiceLineDraft("水泵", 100_000_000, 80_000_000, 800_000, "P-1", "DN50", "台")
    (item,) = office.books.invoice(office.customer, "F001", 800_000, issued=date(2026, 2, 25), lines=(line,))
    office.look()
    (flag,) = Flag.objects.all()
    assert (flag.kind, flag.key) == ("PRICE_BELOW", f"PRICE_BELOW:{item.invoice_id}:{confirmation}")
    assert (flag.amount_minor, flag.parameters["lines"]) == (200_000, 1)


def test_the_cost_does_not_grow_with_what_happened(office: Watched) -> None:
    def cost(today: date) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            office.look(today)
        return len(caught)

    office.cash(100, date(2026, 2, 1))
    office.credit(office.bill("F001", 100_000, date(2026, 3, 1)), 100_000, date(2026, 3, 1))
    before = cost(TODAY)
    for number in range(2, 8):
        office.cash(100, date(2026, 2, 1))
        office.credit(office.bill(f"F00{number}", 100_000, date(2026, 3, 1)), 100_000, date(2026, 3, 1))
    assert cost(date(2026, 3, 3)) == before


def test_a_press_counts_once_and_only_watchers_look(office: Watched) -> None:
    for _ in range(2):
        watch(actor=SYSTEM, now=NOW, key="k", today=TODAY)
    assert Run.objects.count() == 1
    for actor in (office.people.owner, office.people.manager, office.people.accountant, office.people.nobody):
        with pytest.raises(NotPermitted, match="VERB_MISSING"):
            office.look(actor=actor)
    assert office.look(date(2026, 3, 4), office.people.auditor)["new"] == 0


def test_a_limit_raised_before_a_large_order(office: Watched) -> None:
    from huikuan.audit.models import Act
    from huikuan.credit.models import Commitment
    from huikuan.limits.models import LimitEntry, LimitLine

    act = Act.objects.latest("pk")
    line = LimitLine.objects.create(customer_id=office.customer, kind="TRADE_CREDIT", order_number="")
    entry = {"line": line, "currency": "CNY", "valid_from": TODAY, "reason": "x", "source": "IMPORT", "act": act}
    LimitEntry.objects.create(amount_minor=1_000_000, at=NOW - timedelta(days=300), **entry)
    LimitEntry.objects.create(amount_minor=90_000_000, at=NOW - timedelta(days=3), **entry)
    order = {"company_id": office.books.company_id, "customer_id": office.customer, "currency": "CNY"}
    Commitment.objects.create(
        number="DD-1",
        ordered_minor=60_000_000,
        placed_on=TODAY,
        placed_by_id=office.people.owner.user_id,
        placed_by_name="owner",
        changed_at=NOW,
        **order,
    )
    office.look()
    (flag,) = Flag.objects.all()
    assert (flag.kind, flag.person_name, flag.parameters["days"]) == ("LIMIT_BEFORE_ORDER", "owner", 3)
