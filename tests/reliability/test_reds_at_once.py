"""Several processes take red-letter invoices on one blue invoice: together never more than it was (Σ red ≤ blue)."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
PROCESSES = 4
SEED = """
import django
django.setup()
from datetime import date
from tests.books import new_books
from tests.invoicing.office import blue_invoice, take
from tests.reliability.reds_worker import BLUE
books = new_books()
buyer = books.customer("蓝天机械有限公司", tax_code="91310000100000001X")
(item,) = books.invoice(buyer, "F-1", 22_600, issued=date(2026, 2, 1), due=date(2026, 3, 1))
for number in (BLUE, BLUE[:-1] + "7"):  # two blue invoices make up one document: its own walls stand further out
    assert take(books, blue_invoice(number, net=10_000, tax=1_300), debt_id=item.invoice_id)["state"] == "BOOKED"
"""
WITHOUT_CHECK = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE invoicing_taxinvoice DROP CONSTRAINT invoicing_red_within_blue")
"""
FOUND = """
import json
import django
django.setup()
from huikuan.invoicing.models import TaxInvoice
from huikuan.jobs.checks import check_all, summary
from huikuan.receivables.models import Receivable
from tests.reliability.reds_worker import BLUE
blue = TaxInvoice.objects.get(number=BLUE)
reds = TaxInvoice.objects.filter(blue=blue, state="BOOKED")
print(json.dumps({
    "kept": TaxInvoice.objects.filter(is_red=True).count(),
    "red": -sum(reds.values_list("gross_minor", flat=True)),
    "open": sum(Receivable.objects.values_list("outstanding_minor", flat=True)),
    "broken": sorted({one.invariant for one in summary(findings=check_all())[1]}),
}))
"""


def race(books: OwnBooks, *flags: str) -> tuple[Counter[str], dict[str, Any]]:
    outcome = books.crew("tests.reliability.reds_worker", *flags, count=PROCESSES)
    return outcome, json.loads(books.run("-c", FOUND))


def test_red_ones_together_never_exceed_the_blue_one(own_books: OwnBooks) -> None:
    """Given 113.00 and four red-letter invoices of 33.90 at once, three are booked and one waits with its reason."""
    own_books.run("-c", SEED)
    outcome, found = race(own_books)
    assert outcome == {"booked": 3, "waits EINVOICE_RED_ABOVE_BLUE": 1}
    assert found == {"kept": 4, "red": 10_170, "open": 22_600 - 10_170, "broken": []}


def test_without_lock_and_check_they_do(postgresql_only: None, own_books: OwnBooks) -> None:
    """The negative control: unlocked, only the CHECK holds them; without it as well, more is red than was blue."""
    own_books.run("-c", SEED + WITHOUT_CHECK.replace("import django\ndjango.setup()\n", ""))
    outcome, found = race(own_books, "WITHOUT_LOCK")
    assert outcome["booked"] > 3
    assert found["red"] > 11_300
    assert "V1" in found["broken"]
