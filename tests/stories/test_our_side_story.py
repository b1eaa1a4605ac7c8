"""What is open on our side: everybody who asks for money sees it, and a policy may keep the letter back until it is mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.invoicing.models import TaxInvoice
from huikuan.invoicing.operations.sending import Move, hand_over, record_receipt, record_return
from huikuan.invoicing.operations.wishes import WishDraft, set_wishes
from huikuan.invoicing.rules.states import Handing
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.receivables.models import Invoice
from huikuan.reminders.models import RunRow
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.our_side import our_side
from huikuan.reminders.queries import policies_in_force
from huikuan.worklist.queries import worklist
from tests.deliveries.delivering import delivered, signed
from tests.invoicing.office import blue_invoice, take
from tests.reminder_office import MONDAY, Office, manager, new_office

pytestmark = pytest.mark.django_db
NUMBER = "26312000002160569446"
SOLD = date(2026, 2, 10)


def new_buyer() -> tuple[Office, int, int]:
    """An office and a buyer of goods delivered on 2026-02-09 and invoiced on the 10th, due on the 25th: five days late."""
    office = new_office()
    books = office.books
    buyer = office.customer("蓝天机械有限公司", tax_code="91310000100000001X", terms_days=15)
    note = delivered(books, buyer)
    taken = take(books, blue_invoice(NUMBER, net=10_000_000, tax=1_300_000))
    billed: dict[str, Any] = {"invoice_id": taken["invoice_id"], "note_ids": [note]}
    link_invoice(actor=SYSTEM, now=books.now, today=MONDAY, key=books.key(), **billed)
    return office, buyer, note


def wait_for_our_side(office: Office) -> None:
    office.plan()  # saves the policies that come with the product
    for policy in policies_in_force(today=MONDAY).values():
        waits, key = replace(policy, waits_for_our_side=True), office.books.key()
        save_policy(actor=manager(), now=office.now(), key=key, policy=waits, replaces_number=policy.number)


def moved(office: Office, act: Any, **more: Any) -> None:
    move = Move(office.today, Handing.COURIER, **{"who_there": "刘会计", "reference": "SF100", **more})
    pk = TaxInvoice.objects.get(number=NUMBER).pk
    act(actor=SYSTEM, now=office.now(), key=office.books.key(), tax_invoice_id=pk, move=move)


def decided(office: Office) -> tuple[str, list[str]]:
    row = RunRow.objects.get(run_id=office.plan()["run_id"])
    return row.decision, [code for code, _ in row.reasons]


def codes(buyer: int) -> list[str]:
    return [one.code.value for one in our_side(customer_ids=[buyer], today=MONDAY).get(buyer, ())]


def test_deliveries_and_invoices_stand_side_by_side_and_stop_nothing_by_themselves() -> None:
    office, buyer, _ = new_buyer()
    assert codes(buyer) == ["UNSIGNED", "NOT_SENT"]
    (row,) = [one for one in worklist(actor=SYSTEM, today=MONDAY).rows if one.customer]
    assert [(one.code.value, one.number, one.days) for one in row.blockers] == [
        ("UNSIGNED", "SH-1", 21),
        ("NOT_SENT", NUMBER, 20),
    ]
    assert decided(office) == ("SEND", [])


def test_a_policy_keeps_the_letter_back_until_our_side_is_done_and_says_why() -> None:
    office, buyer, note = new_buyer()
    wait_for_our_side(office)
    assert decided(office) == ("SUPPRESS", ["OURS_UNSIGNED", "OURS_NOT_SENT"])
    signed(office.books, note)
    assert decided(office) == ("SUPPRESS", ["OURS_NOT_SENT"])
    moved(office, hand_over)
    assert decided(office) == ("SUPPRESS", ["OURS_SENT"])
    moved(office, record_receipt)
    assert codes(buyer) == []
    assert decided(office) == ("SEND", [])


def test_another_item_of_the_same_customer_is_asked_for_all_the_same() -> None:
    office, buyer, _ = new_buyer()
    office.books.invoice(buyer, "F-2", 20_000, issued=SOLD, due=date(2026, 2, 25))
    wait_for_our_side(office)
    row = RunRow.objects.get(run_id=office.plan()["run_id"], decision="SEND")
    assert [(item["number"], item["listed"]) for item in row.items if item["listed"]] == [("F-2", True)]


def test_a_queued_letter_stays_behind_if_the_invoice_comes_back_meanwhile() -> None:
    office, _, note = new_buyer()
    wait_for_our_side(office)
    signed(office.books, note)
    moved(office, hand_over)
    moved(office, record_receipt)
    office.send(office.plan()["run_id"])
    moved(office, record_return, note="抬头写错")
    office.deliver()
    assert [(row.state, row.reasons[0][0]) for row in Message.objects.all()] == [("SUPPRESSED", "OURS_RETURNED")]
    assert office.channel.mails == []


def test_what_is_not_as_wanted_or_wrong_or_paid() -> None:
    """Given three invoices, when one is above what the customer takes, one has an error and one is paid, two are shown."""
    office = new_office()
    books = office.books
    buyer = office.customer("蓝天机械有限公司", tax_code="91310000100000001X", terms_days=15)
    wish = WishDraft("", "", 1_000_000)
    set_wishes(actor=SYSTEM, now=books.now, key=books.key(), customer_id=buyer, wish=wish, seen=0)
    large = take(books, blue_invoice(NUMBER, net=10_000_000, tax=1_300_000))
    wrong = blue_invoice("26312000002160569447", net=10_000, tax=1_300, words="壹佰圆整")
    assert take(books, wrong)["state"] == "WAITING"
    paid = take(books, blue_invoice("26312000002160569448", net=10_000, tax=1_300))
    item = Invoice.objects.get(pk=paid["invoice_id"]).receivables.get()
    books.allocate(books.receipt(11_300, buyer, on=date(2026, 2, 20)), (item, 11_300))
    found = our_side(customer_ids=[buyer], today=MONDAY)[buyer]
    assert [(one.code.value, one.amount_minor) for one in found] == [
        ("NOT_AS_WANTED", 11_300_000),
        ("CHECKS_FAILED", 11_300),
    ]
    assert large["state"] == "BOOKED"


def test_many_customers_cost_as_many_queries_as_one() -> None:
    office, buyer, _ = new_buyer()
    buyers, asked = [buyer], []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert len(our_side(customer_ids=buyers, today=MONDAY)) == number + 1
        asked.append(len(queries))
        buyers.append(office.customer(f"买方{number}", tax_code=f"9131000010000001{number}X"))
        delivered(office.books, buyers[-1], f"SH-{number + 2}")
        name, code = f"买方{number}", f"9131000010000001{number}X"
        one = blue_invoice(f"2631200000216057000{number}", net=10_000, tax=1_300)
        take(office.books, replace(one, buyer=replace(one.buyer, name=name, tax_code=code)))
    assert asked[0] == asked[1] == asked[2] <= 12
