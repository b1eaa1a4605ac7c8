"""Books that an earlier release wrote are brought to this one: what it did not keep yet is filled in, and its guards stand."""

from __future__ import annotations

import json

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
CANCEL_THEN_GO_BACK = """
import django
django.setup()
from datetime import date
from django.core.management import call_command
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receivables.operations import reverse_posting
from tests.books import NOW, new_books
books = new_books()
buyer = books.customer("乙公司")
for number in ("F001", "F002"):
    (item,) = books.invoice(buyer, number, 100)
posting = Posting.objects.get(document_id=item.invoice_id)
call = {"posting_id": posting.pk, "effective_date": date(2026, 3, 1), "reason": "MISTAKE"}
reverse_posting(actor=SYSTEM, now=NOW, key="cancel", **call)
call_command("migrate", "receivables", "0005", verbosity=0)
"""
COLUMNS = """
import django, json
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    found = connection.introspection.get_table_description(cursor, "receivables_invoice")
print(json.dumps([column.name for column in found]))
"""
UPGRADE = """
import django, json, sys
django.setup()
from django.core.management import call_command
from django.db import IntegrityError, connection
from huikuan.customers.queries import customer_rows
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receivables.models import Invoice
call_command("migrate", verbosity=0)
refused = ""
try:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {sys.argv[1]}")
except IntegrityError as error:
    refused = str(error)
broken = [found.invariant for found in summary(findings=check_all())[1]]
"""
CANCELLED = (
    UPGRADE
    + """
cancelled = sorted(Invoice.objects.values_list("number", "cancelled_by"))
reversal = Posting.objects.exclude(reverses=None).get().pk
print(json.dumps([cancelled, reversal, refused, broken]))
"""
)
FOUND = (
    UPGRADE
    + """
print(json.dumps([len(customer_rows(actor=SYSTEM, search="changan")), refused, broken]))
"""
)
NAME_THEN_GO_BACK = """
import django
django.setup()
from django.core.management import call_command
from tests.books import new_books
new_books().customer("重庆长安重工有限公司")
call_command("migrate", "customers", "0002", verbosity=0)
"""


def test_documents_taken_back_before_leave_their_numbers_to_others(own_books: OwnBooks) -> None:
    own_books.run("-c", CANCEL_THEN_GO_BACK)
    assert "cancelled_by" not in json.loads(own_books.run("-c", COLUMNS))
    cancelled, reversal, refused, broken = json.loads(own_books.run("-c", CANCELLED, "receivables_invoice"))
    assert (cancelled, broken) == ([["F001", 0], ["F002", reversal]], [])
    assert refused.startswith("kept: DELETE on receivables_invoice is refused")


def test_customers_of_before_are_found_by_pinyin_and_still_kept(own_books: OwnBooks) -> None:
    """A column that made SQLite make the table anew would take the triggers with it."""
    own_books.run("-c", NAME_THEN_GO_BACK)
    found, refused, broken = json.loads(own_books.run("-c", FOUND, "customers_customer"))
    assert (found, broken) == (1, [])
    assert refused.startswith("kept: DELETE on customers_customer is refused")


LIMITS_THEN_GO_BACK = """
import django
django.setup()
from django.core.management import call_command
from huikuan.customers.models import Customer
from tests.books import new_books
books = new_books()
for name, minor in (("甲公司", 2_000_000), ("乙公司", 0), ("丙公司", None)):
    Customer.objects.filter(pk=books.customer(name)).update(credit_limit_minor=minor)
call_command("migrate", "limits", "zero", verbosity=0)
"""
LIMITS = (
    UPGRADE
    + """
from datetime import date
from huikuan.limits.queries import limits_in_force
rows = customer_rows(actor=SYSTEM)
found = limits_in_force(customer_ids=[row.id for row in rows], on=date(2099, 1, 1))
limits = sorted([row.name, found[row.id].amount_minor, found[row.id].source, found[row.id].currency] for row in rows)
before = limits_in_force(customer_ids=[row.id for row in rows], on=date(2026, 3, 1))
print(json.dumps([limits, {one.amount_minor for one in before.values()} == {None}, refused, broken]))
"""
)


def test_limits_of_before_are_entries_of_the_journal_and_none_is_lost(own_books: OwnBooks) -> None:
    own_books.run("-c", LIMITS_THEN_GO_BACK)
    limits, is_later, refused, broken = json.loads(own_books.run("-c", LIMITS, "limits_limitentry"))
    assert limits == [
        ["丙公司", None, None, "CNY"],
        ["乙公司", 0, "IMPORT", "CNY"],
        ["甲公司", 2_000_000, "IMPORT", "CNY"],
    ]
    assert (is_later, broken) == (True, [])
    assert refused.startswith("append-only: DELETE on limits_limitentry is refused")
