"""Forms of a bill that was not paid: which debts are open again first, and money that is a receipt already."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huikuan.bills.models import BillEvent, BillPart
from huikuan.bills.operations.presenting import present_part
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.models import Receipt
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.models import Receivable
from tests.books import NOW
from tests.web.office import KEY, Office

FIRST, SECOND = 300_000, 200_000
LOST = date(2026, 2, 28)


@pytest.fixture
def lost(office: Office) -> tuple[int, list[Receivable], list[int]]:
    """A bill of 5,000.00 that paid two invoices, presented; its part, the items, the postings."""
    books = office.books
    items = [books.invoice(office.customer, f"F90{n}", minor)[0] for n, minor in enumerate((FIRST, SECOND))]
    draft = PaperDraft(
        kind=ReceiptMethod.BANK_BILL,
        number="510210009999620250815000001234",
        acceptor="中国工商银行",
        issued_on=date(2025, 8, 26),
        matures_on=date(2026, 2, 26),
        received_on=date(2026, 2, 20),
        customer_id=office.customer,
        range=BillRange(1, FIRST + SECOND),
    )
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    done = receive_paper(**who, key=books.key(), company_id=books.company_id, draft=draft)
    money = Receipt.objects.get(pk=done["receipt_id"])
    postings = [books.allocate(money, (item, item.outstanding_minor))[0] for item in items]
    present_part(**who, key=books.key(), part_id=done["part_id"], on=date(2026, 2, 26))
    return int(done["part_id"]), items, postings


def act(office: Office, part_id: int, what: str, key: str = KEY, **sent: Any) -> tuple[int, str]:
    browser: Client = office.browser("colleague")
    answer = browser.post(reverse("bill_act", args=[part_id, what]), {"key": key, **sent})
    return answer.status_code, answer.content.decode()


def open_of(items: list[Receivable]) -> list[int]:
    return [Receivable.objects.get(pk=item.pk).outstanding_minor for item in items]


def test_what_was_allocated_last_is_open_again_unless_another_is_marked(
    office: Office, lost: tuple[int, list[Receivable], list[int]]
) -> None:
    part_id, items, postings = lost
    page = office.browser("colleague").get(reverse("bill_act", args=[part_id, "dishonour"])).content.decode()
    assert [f'value="{posting}"' in page for posting in postings] == [True, True]
    assert ("F900 · 3,000.00" in page, "F901 · 2,000.00" in page) == (True, True)
    foreign = act(office, part_id, "dishonour", on=LOST, range="1-100000", allocations=[999_999])
    assert (foreign[0], open_of(items)) == (422, [0, 0])
    status, _ = act(office, part_id, "dishonour", KEY + "2", on=LOST, range="1-100000", allocations=[postings[0]])
    assert (status, open_of(items)) == (303, [100_000, 0])


def test_nothing_marked_the_latest_gives_way(office: Office, lost: tuple[int, list[Receivable], list[int]]) -> None:
    """Negative control."""
    part_id, items, _ = lost
    assert act(office, part_id, "dishonour", on=LOST, range="1-100000")[0] == 303
    assert open_of(items) == [0, 100_000]


def test_money_that_came_in_recourse_may_be_a_receipt_already(
    office: Office, lost: tuple[int, list[Receivable], list[int]]
) -> None:
    part_id, _, _ = lost
    assert act(office, part_id, "dishonour", on=LOST)[0] == 303
    own = office.books.receipt(FIRST + SECOND, office.customer, on=date(2026, 3, 1), payer_name="丙方集团")
    others = office.books.receipt(7_700, office.others_customer, on=date(2026, 3, 1))
    page = office.browser("colleague").get(reverse("bill_act", args=[part_id, "recover"])).content.decode()
    assert (f'value="{own.pk}"' in page, f'value="{others.pk}"' in page) == (True, False)
    before = Receipt.objects.count()
    typed = {"on": "2026-03-01", "payer": "丙方集团"}
    assert act(office, part_id, "recover", KEY + "2", **typed)[0] == 422, "neither a receipt nor an amount"
    assert act(office, part_id, "recover", KEY + "3", **typed, receipt=others.pk)[0] == 422, "another customer's"
    assert act(office, part_id, "recover", KEY + "4", **typed, receipt=own.pk)[0] == 303
    told = BillEvent.objects.get(event="RECOVER")
    assert (told.line_receipt_id, Receipt.objects.count(), BillPart.objects.get().state) == (
        own.pk,
        before,
        "RECOVERED",
    )


def test_money_that_is_no_receipt_yet_is_entered(office: Office, lost: tuple[int, list[Receivable], list[int]]) -> None:
    part_id, _, _ = lost
    assert act(office, part_id, "dishonour", on=LOST)[0] == 303
    status, _ = act(office, part_id, "recover", KEY + "2", on="2026-03-01", payer="丙方集团", amount="5,015.00")
    told = BillEvent.objects.get(event="RECOVER")
    assert (status, Receipt.objects.get(pk=told.line_receipt_id or 0).amount_minor) == (303, 501_500)


def test_a_rate_far_above_the_market_is_said_before_and_after_and_forbidden_by_nothing(office: Office) -> None:
    draft = PaperDraft(
        kind=ReceiptMethod.BANK_BILL,
        number="510210009999620260115000004321",
        acceptor="中国工商银行",
        issued_on=date(2026, 1, 15),
        matures_on=date(2026, 12, 15),
        received_on=date(2026, 2, 20),
        customer_id=office.customer,
        range=BillRange(1, FIRST),
    )
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "key": office.books.key()}
    done = receive_paper(**who, company_id=office.books.company_id, draft=draft)
    assert [one["code"] for one in done["cautions"]] == ["TENOR_OF_BILL"]
    page = office.browser("colleague").get(reverse("bill", args=[done["part_id"]])).content.decode()
    assert ("runs for more than 6 months" in page, "Order 4 of 2022" in page) == (True, True)
    typed = {"on": "2026-02-25", "to": "工商银行"}
    _, high = act(office, done["part_id"], "discount", look="1", rate="24", **typed)
    _, low = act(office, done["part_id"], "discount", look="1", rate="2.4", **typed)
    said = "4 times the one-year LPR of 3.00 %"
    assert (said in high, said in low) == (True, False)
    assert act(office, done["part_id"], "discount", KEY + "2", rate="24", **typed)[0] == 303


def test_a_voucher_is_split_at_any_amount(office: Office) -> None:
    draft = PaperDraft(
        kind=ReceiptMethod.VOUCHER,
        number="YX-2026-0001",
        acceptor="云链产业科技有限公司",
        issued_on=date(2026, 1, 15),
        matures_on=date(2026, 7, 1),
        received_on=date(2026, 2, 20),
        customer_id=office.customer,
        amount_minor=FIRST,
    )
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "key": office.books.key()}
    part_id = receive_paper(**who, company_id=office.books.company_id, draft=draft)["part_id"]
    typed = {"on": "2026-02-25", "to": "丁供应商"}
    assert act(office, part_id, "endorse", part_amount="3,000.01", **typed)[0] == 422, "more than it is"
    assert act(office, part_id, "endorse", KEY + "2", part_amount="1,200.50", **typed)[0] == 303
    rows = (
        BillPart.objects.exclude(state="SPLIT").order_by("start").values_list("start", "end", "amount_minor", "state")
    )
    assert list(rows) == [(1, 120_050, 120_050, "ENDORSED"), (120_051, FIRST, FIRST - 120_050, "HELD")]


def test_a_paper_bill_is_not_split(office: Office) -> None:
    """Negative control: a bill that cannot be divided stays whole, whatever amount is typed."""
    draft = PaperDraft(
        kind=ReceiptMethod.BANK_BILL,
        number="3100005212345678",
        acceptor="中国工商银行",
        issued_on=date(2026, 1, 15),
        matures_on=date(2026, 7, 1),
        received_on=date(2026, 2, 20),
        customer_id=office.customer,
        amount_minor=FIRST,
        is_paper=True,
    )
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "key": office.books.key()}
    part_id = receive_paper(**who, company_id=office.books.company_id, draft=draft)["part_id"]
    status, _ = act(office, part_id, "endorse", on="2026-02-25", to="丁供应商", part_amount="100")
    assert (status, BillPart.objects.get().state) == (422, "HELD")
