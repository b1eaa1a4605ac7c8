"""From the order to what is billed: milestones fire by signed notes and acceptances, and everything goes back to the fen."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.contracts.rules.terms import Trigger
from huikuan.credit.models import Commitment
from huikuan.deliveries.queries.blocking import blockers_of, documents_blocked
from huikuan.deliveries.queries.not_invoiced import (
    OpenFilter,
    accepted_not_invoiced,
    consigned_goods,
    delivered_not_invoiced,
)
from huikuan.deliveries.rules.blocking import BlockerCode
from huikuan.deliveries.rules.drafts import Judged
from huikuan.deliveries.rules.states import PaperKind
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.micros import MICRO
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receivables.models import Receivable
from huikuan.receivables.queries.plans import plans_of
from tests.books import new_books
from tests.contracts.acting import signed as signed_contract
from tests.contracts.agreed import SIGNED, part, terms
from tests.credit.desk import set_limit
from tests.deliveries.delivering import (
    TODAY,
    accepted,
    delivered,
    first_line,
    goods,
    ordered,
    signed,
    sold,
    taken_back,
)

pytestmark = pytest.mark.django_db

THREE = (
    part(1, "预付款", Trigger.DATE, 300, 0, on=SIGNED),
    part(2, "到货款", Trigger.DELIVERY, 600),
    part(3, "验收款", Trigger.ACCEPTANCE, 100),
)


def states(contract_id):
    return [row.milestone.state for row in plans_of(contract_ids=[contract_id], today=TODAY)[contract_id]]


def owed(books):
    key = (books.company_id, "CNY")
    accounts = (Account.RECEIVABLE, Account.REVENUE_CLEARING)
    return tuple(control_totals(account=account).get(key, 0) for account in accounts)


def open_amounts(read):
    return [(row.note.number, row.amount_minor, row.days, row.milestone) for row in read]


def order_amounts():
    row = Commitment.objects.get()
    return row.ordered_minor, row.delivered_minor, row.invoiced_minor, row.cancelled_minor


def proven():
    return [broken for found in check_all() for broken in found.broken]


def blocking(customer):
    return [
        (row.code, row.number, row.amount_minor, row.days)
        for row in blockers_of(customer_ids=[customer], today=TODAY).get(customer, ())
    ]


def test_a_signed_note_fires_the_milestone_and_the_acceptance_the_next_one():
    books = new_books()
    buyer = books.customer("乙公司")
    set_limit(buyer, 1_000_000_00)
    contract = signed_contract(books, buyer, terms(100_000_00, THREE))
    (advance,) = Receivable.objects.all()
    books.allocate(books.receipt(30_000_00, buyer, date(2026, 1, 6)), (advance, 30_000_00))
    order = ordered(books, buyer, contract_id=contract)["order_id"]
    assert order_amounts() == (100_000_00, 0, 0, 0)
    # when six of ten pumps go out, nothing is signed yet
    first = delivered(books, buyer, "SH-1", goods(6), order_id=order)
    assert states(contract) == ["FIRED", "PLANNED", "PLANNED"]
    assert order_amounts() == (100_000_00, 60_000_00, 30_000_00, 0)
    assert blocking(buyer) == [(BlockerCode.UNSIGNED, "SH-1", 60_000_00, 21)]
    # and when it is signed, four are still missing
    signed(books, first)
    assert states(contract) == ["FIRED", "PLANNED", "PLANNED"]
    # when the rest is signed for, the delivery is complete on that day
    second = delivered(books, buyer, "SH-2", goods(4), order_id=order, on=date(2026, 2, 13))
    before = owed(books)
    signed(books, second, date(2026, 2, 13))
    assert states(contract) == ["FIRED", "FIRED", "PLANNED"]
    assert owed(books) == (60_000_00, -90_000_00)
    assert order_amounts() == (100_000_00, 100_000_00, 90_000_00, 0)
    # then the list says what is left, and what it waits for
    read = delivered_not_invoiced(actor=SYSTEM, today=TODAY, narrowed=OpenFilter())
    assert open_amounts(read) == [("SH-2", 10_000_00, 17, "验收款")]
    assert blocking(buyer) == [
        (BlockerCode.ACCEPTANCE_OUTSTANDING, "SH-1", 60_000_00, 21),
        (BlockerCode.ACCEPTANCE_OUTSTANDING, "SH-2", 40_000_00, 17),
    ]
    # when one pump of the first note is rejected, nothing is accepted as a whole
    line = first_line(first)
    judged = Judged(line.id, 5 * MICRO, 1 * MICRO, "泵壳裂纹")
    accepted(books, first, date(2026, 2, 20), judged)
    accepted(books, second, date(2026, 2, 20))
    assert states(contract) == ["FIRED", "FIRED", "PLANNED"]
    assert blocking(buyer) == [(BlockerCode.REJECTED, "SH-1", 10_000_00, 10)]
    # and it stands against the payment for the delivery, not against the one of a day in the calendar
    fired = {row.milestone.trigger: row.invoice_id for row in plans_of(contract_ids=[contract], today=TODAY)[contract]}
    held = documents_blocked(blockers=blockers_of(customer_ids=[buyer], today=TODAY)[buyer])
    assert {pk: [one.number for one in some] for pk, some in held.items()} == {fired["DELIVERY"]: ["SH-1"]}
    # when it is delivered again and accepted, the last milestone fires
    third = delivered(books, buyer, "SH-3", goods(1), order_id=order, on=date(2026, 2, 24), replaces_id=first)
    signed(books, third, date(2026, 2, 24))
    last = accepted(books, third, date(2026, 2, 26))
    assert states(contract) == ["FIRED", "FIRED", "FIRED"]
    assert owed(books) == (70_000_00, -100_000_00)
    assert order_amounts() == (100_000_00, 100_000_00, 100_000_00, 0)
    assert blocking(buyer) == []
    assert delivered_not_invoiced(actor=SYSTEM, today=TODAY, narrowed=OpenFilter()) == ()
    assert proven() == []
    # when everything is taken back in turn, the books are as they were before, to the fen
    taken_back(books, PaperKind.ACCEPTANCE, last)
    assert states(contract) == ["FIRED", "FIRED", "PLANNED"]
    taken_back(books, PaperKind.NOTE, third)
    assert states(contract) == ["FIRED", "FIRED", "PLANNED"]
    for paper in (1, 2):
        taken_back(books, PaperKind.ACCEPTANCE, last - paper)
    taken_back(books, PaperKind.NOTE, second)
    assert states(contract) == ["FIRED", "PLANNED", "PLANNED"]
    assert owed(books) == before
    assert order_amounts() == (100_000_00, 60_000_00, 30_000_00, 0)
    assert proven() == []


def test_goods_without_a_contract_are_listed_until_they_are_billed():
    from huikuan.deliveries.operations.invoicing import link_invoice

    books = new_books()
    buyer = books.customer("丙公司")
    set_limit(buyer, 1_000_000_00)
    order = ordered(books, buyer, needs_acceptance=True, inspection_days=10)["order_id"]
    note = delivered(books, buyer, order_id=order)
    signed(books, note)
    # the time to inspect ended on 2026-02-24 (the nineteenth is a holiday), so silence counts
    assert [row[0] for row in blocking(buyer)] == [BlockerCode.INSPECTION_ENDED]
    accepted(books, note, is_deemed=True)
    read = accepted_not_invoiced(actor=SYSTEM, today=TODAY, narrowed=OpenFilter())
    assert open_amounts(read)[0][:2] == ("SH-1", 100_000_00)
    assert [row[0] for row in blocking(buyer)] == [BlockerCode.NOT_INVOICED]
    # when half of it is billed
    (item,) = books.invoice(buyer, "F-1", 40_000_00, issued=date(2026, 2, 27), due=date(2026, 3, 27))
    done = link_invoice(
        actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), invoice_id=item.invoice_id, note_ids=[note]
    )
    # then the rest stays on the list
    assert done == {"notes": 1, "left_minor": 0}
    read = delivered_not_invoiced(actor=SYSTEM, today=TODAY, narrowed=OpenFilter())
    assert open_amounts(read) == [("SH-1", 60_000_00, 21, "")]
    assert order_amounts() == (100_000_00, 100_000_00, 40_000_00, 0)
    assert proven() == []


def test_goods_on_consignment_are_a_claim_once_they_are_sold():
    books = new_books()
    shop = books.customer("丁商行")
    set_limit(shop, 1_000_000_00)
    order = ordered(books, shop)["order_id"]
    note = delivered(books, shop, order_id=order, is_consignment=True)
    signed(books, note)
    assert delivered_not_invoiced(actor=SYSTEM, today=TODAY, narrowed=OpenFilter()) == ()
    assert blocking(shop) == []
    assert order_amounts() == (100_000_00, 0, 0, 0)
    (left,) = consigned_goods(actor=SYSTEM, today=TODAY, narrowed=OpenFilter())
    assert (left.left_micros, left.left_minor, left.days) == (10 * MICRO, 100_000_00, 21)
    # when three are sold
    report = sold(books, note, 3)
    read = delivered_not_invoiced(actor=SYSTEM, today=TODAY, narrowed=OpenFilter())
    assert open_amounts(read) == [("SH-1", 30_000_00, 10, "")]
    assert order_amounts() == (100_000_00, 30_000_00, 0, 0)
    (left,) = consigned_goods(actor=SYSTEM, today=TODAY, narrowed=OpenFilter())
    assert (left.left_micros, left.left_minor) == (7 * MICRO, 70_000_00)
    # and taken back
    taken_back(books, PaperKind.SALES, report)
    assert delivered_not_invoiced(actor=SYSTEM, today=TODAY, narrowed=OpenFilter()) == ()
    assert order_amounts() == (100_000_00, 0, 0, 0)
    assert proven() == []
