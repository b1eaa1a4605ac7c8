"""Books that an earlier release wrote are brought to this one: what it did not keep yet is filled in, and its guards stand.

Going back and coming here again takes a minute of processor, so books with all that matters go once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.own_books import Shelf

pytestmark = pytest.mark.reliability
WRITE_THEN_GO_BACK = """
import django, json
django.setup()
from datetime import date
from django.core.management import call_command
from django.db import connection
from huikuan.customers.models import Customer
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.receivables.operations import reverse_posting
from tests.books import NOW, new_books
books = new_books()
for name, minor in (("甲公司", 2_000_000), ("乙公司", 0), ("丙公司", None)):
    Customer.objects.filter(pk=books.customer(name)).update(credit_limit_minor=minor)
buyer = books.customer("重庆长安重工有限公司")
for number in ("F001", "F002"):
    (item,) = books.invoice(buyer, number, 100)
posting = Posting.objects.get(document_id=item.invoice_id)
call = {"posting_id": posting.pk, "effective_date": date(2026, 3, 1), "reason": "MISTAKE"}
reverse_posting(actor=SYSTEM, now=NOW, key="cancel", **call)
for room, name in (("limits", "zero"), ("receivables", "0005"), ("customers", "0002")):
    call_command("migrate", room, name, verbosity=0)
with connection.cursor() as cursor:
    found = connection.introspection.get_table_description(cursor, "receivables_invoice")
print(json.dumps([column.name for column in found]))
"""
UPGRADE = """
import django, json, sys
django.setup()
from datetime import date
from django.core.management import call_command
from django.db import IntegrityError, connection
from huikuan.customers.queries import customer_rows
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Posting
from huikuan.limits.queries import limits_in_force
from huikuan.receivables.models import Invoice
call_command("migrate", verbosity=0)

def refused(table):
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    except IntegrityError as error:
        return str(error)
    return ""

rows = customer_rows(actor=SYSTEM)
after, before = (
    limits_in_force(customer_ids=[row.id for row in rows], on=day) for day in (date(2099, 1, 1), date(2026, 3, 1))
)
print(json.dumps({
    "cancelled": sorted(Invoice.objects.values_list("number", "cancelled_by")),
    "reversal": Posting.objects.exclude(reverses=None).get().pk,
    "by_pinyin": len(customer_rows(actor=SYSTEM, search="changan")),
    "limits": sorted([row.name, after[row.id].amount_minor, after[row.id].source] for row in rows),
    "limits_before": [one.amount_minor for one in before.values()],
    "refused": [refused(table) for table in sys.argv[1:]],
    "broken": [found.invariant for found in summary(findings=check_all())[1]],
}))
"""
KEPT = ("receivables_invoice", "customers_customer", "limits_limitentry")


@dataclass(frozen=True)
class Upgraded:
    """The columns that invoices had before, and what was found after the upgrade."""

    columns_before: list[str]
    found: dict[str, Any]


@pytest.fixture(scope="module")
def upgraded(shelf: Shelf) -> Iterator[Upgraded]:
    books = shelf.new()
    before = json.loads(books.run("-c", WRITE_THEN_GO_BACK))
    yield Upgraded(before, json.loads(books.run("-c", UPGRADE, *KEPT)))
    shelf.drop(books)


def test_documents_taken_back_before_leave_their_numbers_to_others(upgraded: Upgraded) -> None:
    assert "cancelled_by" not in upgraded.columns_before
    assert upgraded.found["cancelled"] == [["F001", 0], ["F002", upgraded.found["reversal"]]]


def test_customers_of_before_are_found_by_pinyin(upgraded: Upgraded) -> None:
    assert upgraded.found["by_pinyin"] == 1


def test_limits_of_before_are_entries_of_the_journal_and_none_is_lost(upgraded: Upgraded) -> None:
    assert upgraded.found["limits"] == [
        ["丙公司", None, None],
        ["乙公司", 0, "IMPORT"],
        ["甲公司", 2_000_000, "IMPORT"],
        ["重庆长安重工有限公司", None, None],
    ]
    assert set(upgraded.found["limits_before"]) == {None}


def test_what_was_kept_is_kept_still_and_the_books_are_sound(upgraded: Upgraded) -> None:
    """A column that made SQLite make the table anew would take the triggers with it."""
    assert [told.partition(" is refused")[0] for told in upgraded.found["refused"]] == [
        "kept: DELETE on receivables_invoice",
        "kept: DELETE on customers_customer",
        "append-only: DELETE on limits_limitentry",
    ]
    assert upgraded.found["broken"] == []
