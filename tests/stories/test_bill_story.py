"""Given a debt, when it is paid with a range of a bill that is passed on in part and dishonoured in part, all is exact to the fen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.bills.models import BillPart
from huikuan.bills.operations.dishonouring import Dishonour, Recovery, dishonour_part, recover_part, seek_recourse
from huikuan.bills.operations.passing import Passing, Terms, discount_part, endorse_part
from huikuan.bills.operations.presenting import Paid, link_line, present_part, settle_part, undo_last
from huikuan.bills.operations.receiving import PaperDraft, receive_paper, take_paper_back
from huikuan.bills.queries.counting import BillsWithRecourse, uncollected_allocations, waiting_of
from huikuan.bills.rules.life import Counted
from huikuan.bills.rules.numbers import BillRange
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason, ReceiptMethod
from huikuan.receivables.models import Receivable
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
NUMBER = "5" + "102100099996" + "20260115" + "00000123" + "4"
NOW = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)


@pytest.fixture
def books() -> Books:
    books = new_books()
    books.now = NOW
    return books


def call(books: Books) -> dict[str, Any]:
    return {"actor": SYSTEM, "now": NOW, "key": books.key()}


def received(books: Books, customer: int, first: int = 1, last: int = 1_000_000, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": ReceiptMethod.BANK_BILL,
        "number": NUMBER,
        "acceptor": "中国工商银行股份有限公司",
        "issued_on": date(2026, 1, 15),
        "matures_on": date(2026, 7, 15),
        "received_on": date(2026, 2, 20),
        "customer_id": customer,
        "drawer": "丙方集团有限公司",
        "range": BillRange(first, last),
        **more,
    }
    return receive_paper(**call(books), company_id=books.company_id, draft=PaperDraft(**values))


def open_of(row: Receivable) -> int:
    return Receivable.objects.get(pk=row.pk).outstanding_minor


def balance(books: Books, account: Account) -> int:
    return control_totals(account=account).get((books.company_id, "CNY"), 0)


def sound() -> bool:
    return summary(findings=check_all())[1] == []


def test_a_bill_is_received_endorsed_in_part_and_the_rest_dishonoured_and_recovered(books: Books) -> None:
    buyer = books.customer("乙公司")
    (first,) = books.invoice(buyer, "F001", 600_000)
    (second,) = books.invoice(buyer, "F002", 500_000, due=date(2026, 2, 19))
    done = received(books, buyer)
    money = Receipt.objects.get(pk=done["receipt_id"])
    books.allocate(money, (first, 600_000), (second, 400_000))
    assert (open_of(first), open_of(second), balance(books, Account.BILLS_HELD)) == (0, 100_000, 1_000_000)
    assert BillsWithRecourse().with_recourse(customer_ids=[buyer], on=NOW.date()) == {buyer: {"CNY": 1_000_000}}

    supplier = Passing("丁供应商", date(2026, 3, 2), BillRange(1, 300_000))
    passed = endorse_part(**call(books), part_id=done["part_id"], passing=supplier)
    rest = BillPart.objects.get(start=300_001)
    assert (rest.end, rest.amount_minor, rest.state) == (1_000_000, 700_000, "HELD")
    assert (balance(books, Account.BILLS_HELD), balance(books, Account.SET_OFF)) == (700_000, 300_000)

    present_part(**call(books), part_id=rest.pk, on=date(2026, 7, 15))
    lost = dishonour_part(
        **call(books), part_id=rest.pk, what=Dishonour(date(2026, 7, 17), BillRange(500_001, 1_000_000))
    )
    assert (open_of(first), open_of(second)) == (100_000, 500_000)
    assert set(lost["reopened"]) == {first.pk, second.pk}
    paid = BillPart.objects.get(start=300_001, state="PRESENTED")
    settle_part(**call(books), part_id=paid.pk, paid=Paid(date(2026, 7, 17)))
    assert (balance(books, Account.BILLS_HELD), balance(books, Account.BANK_CLEARING)) == (0, 200_000)
    back = Receipt.objects.get(pk=money.pk)
    assert (back.allocated_minor, back.unapplied_minor, back.reversed_minor) == (500_000, 0, 500_000)

    seek_recourse(
        **call(books), part_id=lost["part_id"], passing=Passing("丙方集团有限公司", date(2026, 7, 18), note="已通知")
    )
    recovery = Recovery(date(2026, 8, 20), "丙方集团有限公司", amount_minor=501_500)
    recovered = recover_part(**call(books), part_id=lost["part_id"], recovery=recovery)
    fresh = Receipt.objects.get(pk=recovered["receipt_id"])
    books.allocate(fresh, (first, 100_000), (second, 400_000))
    assert (open_of(first), open_of(second)) == (0, 100_000)
    assert Receipt.objects.get(pk=fresh.pk).unapplied_minor == 1_500
    assert BillPart.objects.get(pk=passed["part_id"]).state == "ENDORSED"
    assert sound()
    Receipt.objects.filter(pk=money.pk).update(allocated_minor=499_999, reversed_minor=500_001)
    found = [row for row in summary(findings=check_all())[1] if row.invariant == "P4"]
    assert [(row.object, row.expected, row.found) for row in found] == [(f"receipt {money.pk}", "0", "499999")]


def test_paper_entered_wrongly_goes_again_and_the_books_stay_sound(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 600_000)
    done = received(books, buyer)
    books.allocate(Receipt.objects.get(pk=done["receipt_id"]), (item, 600_000))
    back = take_paper_back(**call(books), part_id=done["part_id"], on=date(2026, 3, 2))
    assert back["reopened"] == [item.pk]
    assert (open_of(item), balance(books, Account.BILLS_HELD)) == (600_000, 0)
    assert sound()


def test_the_same_range_is_endorsed_once(books: Books) -> None:
    part_id = received(books, books.customer("乙公司"))["part_id"]
    endorse_part(**call(books), part_id=part_id, passing=Passing("丁", date(2026, 3, 2)))
    with pytest.raises(Changed, match="BILL_CHANGED"):
        endorse_part(**call(books), part_id=part_id, passing=Passing("戊", date(2026, 3, 2)))
    with pytest.raises(Refused, match="PAPER_GOES_BY_ITSELF"):
        bounce_receipt(
            **call(books),
            receipt_id=Receipt.objects.get(method="BANK_BILL").pk,
            effective_date=date(2026, 3, 3),
            reason=BounceReason.BOUNCED,
        )


def test_discounting_is_exact_and_its_bank_line_is_no_second_receipt(books: Books) -> None:
    buyer = books.customer("乙公司")
    part_id = received(books, buyer)["part_id"]
    sold = discount_part(
        **call(books), part_id=part_id, passing=Passing("工商银行", date(2026, 4, 16)), terms=Terms(rate_ppm=24_000)
    )
    # 10,000.00 × 2.4 % × 90 / 360, from 16 April to the day before 15 July
    assert (sold["interest_minor"], sold["net_minor"]) == (6_000, 994_000)
    assert balance(books, Account.FINANCE_COST) == 6_000
    account = _account(books)
    line = books.receipt(994_000, on=date(2026, 4, 16), payer_name="工商银行", bank_account_id=account)
    event = BillPart.objects.get(pk=part_id).events.get(event="DISCOUNT")
    link_line(**call(books), event_id=event.pk, line_receipt_id=line.pk, on=date(2026, 4, 16))
    assert Receipt.objects.get(pk=line.pk).unapplied_minor == 0
    assert balance(books, Account.BANK_CLEARING) == 994_000
    with pytest.raises(Refused, match="BILL_LINE_KNOWN"):
        link_line(**call(books), event_id=event.pk, line_receipt_id=line.pk, on=date(2026, 4, 16))
    assert sound()


def test_what_was_recorded_by_mistake_is_undone(books: Books) -> None:
    part_id = received(books, books.customer("乙公司"))["part_id"]
    line = books.receipt(1_000_000, on=date(2026, 7, 15), bank_account_id=_account(books))
    present_part(**call(books), part_id=part_id, on=date(2026, 7, 15))
    settle_part(**call(books), part_id=part_id, paid=Paid(date(2026, 7, 15), line.pk))
    assert (Receipt.objects.get(pk=line.pk).unapplied_minor, balance(books, Account.BILLS_HELD)) == (0, 0)
    undo_last(**call(books), part_id=part_id, on=date(2026, 7, 16))
    assert (Receipt.objects.get(pk=line.pk).unapplied_minor, balance(books, Account.BILLS_HELD)) == (
        1_000_000,
        1_000_000,
    )
    with pytest.raises(Refused, match="BILL_NOT_UNDOABLE"):
        undo_last(**call(books), part_id=part_id, on=date(2026, 7, 16))
    assert sound()


def test_a_bill_in_hand_is_not_collected_until_cash_comes(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 600_000)
    done = received(books, buyer)
    books.allocate(Receipt.objects.get(pk=done["receipt_id"]), (item, 600_000))
    discount_part(
        **call(books),
        part_id=done["part_id"],
        passing=Passing("工商银行", date(2026, 4, 16), BillRange(1, 700_000)),
        terms=Terms(rate_ppm=24_000),
    )
    waits = {
        (day, counted): waiting_of(receipt_ids=[done["receipt_id"]], as_of=day, counted=counted)
        for day in (date(2026, 3, 1), date(2026, 5, 1))
        for counted in Counted
    }
    receipt_id = done["receipt_id"]
    assert waits == {
        (date(2026, 3, 1), Counted.RECEIVED): {},
        (date(2026, 3, 1), Counted.CASH): {receipt_id: 1_000_000},
        (date(2026, 3, 1), Counted.MATURED): {receipt_id: 1_000_000},
        (date(2026, 5, 1), Counted.RECEIVED): {},
        (date(2026, 5, 1), Counted.CASH): {receipt_id: 300_000},
        (date(2026, 5, 1), Counted.MATURED): {receipt_id: 1_000_000},
    }
    told: dict[str, Any] = {"company_ids": None, "counted": Counted.CASH}
    assert uncollected_allocations(**told, as_of=date(2026, 3, 1)) == {(buyer, "CNY"): {item.pk: 600_000}}
    assert uncollected_allocations(**told, as_of=date(2026, 5, 1)) == {(buyer, "CNY"): {item.pk: 300_000}}


def _account(books: Books) -> int:
    from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account

    done = open_bank_account(
        **call(books), company_id=books.company_id, account=BankAccountDraft("工行", "CNY", "1102", "工商银行")
    )
    return int(done["bank_account_id"])
