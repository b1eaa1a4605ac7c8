"""A red-letter invoice after part payment: what is open goes down, what was paid too much is money of the customer again."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.invoicing.models import RedApplication, TaxInvoice
from huikuan.invoicing.operations.reds import RedDraft, RedStep, apply_for_red, move_application
from huikuan.invoicing.queries.advanced import tax_advanced
from huikuan.invoicing.rules.states import RedEvent
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receivables.models import Receivable
from tests.books import NOW, new_books
from tests.invoicing.office import blue_invoice, red_invoice, take

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NUMBER = "26312000002160569446"


def test_red_after_part_payment() -> None:
    """Given 113,000.00 invoiced and 79,100.01 paid, when 56,500.00 go red, 56,500.00 are left to owe:
    22,600.01 of what was paid is unapplied again, nothing is open."""
    books = new_books()
    customer = books.customer("蓝天机械有限公司", tax_code="91310000100000001X", terms_days=30)
    taken = take(books, blue_invoice(NUMBER, net=10_000_000, tax=1_300_000))
    assert (taken["state"], taken["worst"]) == ("BOOKED", "NOTE")  # our own tax code is not on file
    (item,) = Receivable.objects.filter(invoice_id=taken["invoice_id"])
    assert (item.outstanding_minor, item.customer_id) == (11_300_000, customer)
    receipt = books.receipt(7_910_001, customer, on=date(2026, 2, 20))
    books.allocate(receipt, (item, 7_910_001))
    assert [row.tax_minor for row in tax_advanced(actor=SYSTEM, as_of=TODAY, today=TODAY)] == [390_000]

    asked = apply_for_red(
        actor=SYSTEM,
        now=NOW,
        today=TODAY,
        key=books.key(),
        tax_invoice_id=taken["tax_invoice_id"],
        draft=RedDraft(5_650_000, "退货 50 台"),
    )
    step = RedStep(RedEvent.CONFIRM, "26040000000000000001")
    move_application(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), step=step, **asked)
    red = red_invoice("26312000002160801046", NUMBER, net=-5_000_000, tax=-650_000, confirmed="26040000000000000001")
    credited = take(books, red)
    assert credited["state"] == "BOOKED"

    item.refresh_from_db()
    receipt.refresh_from_db()
    assert (item.original_minor, item.credited_minor, item.allocated_minor, item.outstanding_minor) == (
        11_300_000,
        5_650_000,
        5_650_000,
        0,
    )
    assert (receipt.amount_minor, receipt.unapplied_minor) == (7_910_001, 2_260_001)
    blue = TaxInvoice.objects.get(number=NUMBER)
    assert blue.red_minor == 5_650_000
    assert RedApplication.objects.get().state == "USED"
    assert tax_advanced(actor=SYSTEM, as_of=TODAY, today=TODAY) == ()
    assert [one for found in check_all() for one in found.broken] == []


def test_red_ones_never_take_more_than_the_blue_one_was() -> None:
    """Given a blue invoice half of which is red, when another red one asks for more than is left, it waits with its reason."""
    books = new_books()
    books.customer("蓝天机械有限公司", tax_code="91310000100000001X")
    taken = take(books, blue_invoice(NUMBER, net=10_000, tax=1_300))
    take(books, red_invoice("26312000002160801046", NUMBER, net=-5_000, tax=-650))
    again = take(books, red_invoice("26312000002160801047", NUMBER, net=-5_001, tax=-650))
    assert (again["state"], again["worst"], again["invoice_id"]) == ("WAITING", "ERROR", None)
    waiting = TaxInvoice.objects.get(number="26312000002160801047")
    assert [one["code"] for one in waiting.findings if one["severity"] == "ERROR"] == ["EINVOICE_RED_ABOVE_BLUE"]
    with pytest.raises(Refused, match="EINVOICE_RED_ABOVE_BLUE"):
        apply_for_red(
            actor=SYSTEM,
            now=NOW,
            today=TODAY,
            key=books.key(),
            tax_invoice_id=taken["tax_invoice_id"],
            draft=RedDraft(5_651, "错开"),
        )
    rest = take(books, red_invoice("26312000002160801048", NUMBER, net=-5_000, tax=-650))
    assert rest["state"] == "BOOKED"
    assert [one for found in check_all() for one in found.broken] == []
    assert Receivable.objects.get(invoice_id=taken["invoice_id"]).outstanding_minor == 0
