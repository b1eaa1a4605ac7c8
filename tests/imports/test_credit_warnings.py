"""What credit control says of an import: how many customers of its invoices each rule warns of; nothing is lost or held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from huikuan.credit.models import Decision, Hold
from huikuan.credit.operations.policies import save_credit_policy
from huikuan.credit.rules.policy import CheckPoint, Rule, Severity, shipped_policy
from huikuan.customers.models import Customer
from huikuan.imports.models import ImportBatch
from huikuan.imports.operations.lists import preview_import
from huikuan.imports.rules import ImportKind
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.invoice_fields import Field
from huikuan.receivables.models import Invoice
from tests.books import Books, new_books
from tests.credit.desk import set_limit
from tests.imports.lists import COLUMNS, HEADER, NOW, TODAY, order, take
from tests.imports.test_import_ledger import LEDGER, with_rows
from tests.imports.test_import_ledger import take as take_ledger

pytestmark = pytest.mark.django_db
FUTURE = "2026-12-31"


@pytest.fixture
def books() -> Books:
    return new_books()


def row(number: str, name: str, amount: str, due: str = FUTURE) -> list[str]:
    return [number, name, "2026-11-01", due, amount]


def limited(books: Books, name: str, limit: int) -> int:
    customer_id = books.customer(name)
    set_limit(customer_id, limit)
    return customer_id


@pytest.mark.parametrize("kind", [ImportKind.INVOICES, ImportKind.RECEIVABLES])
def test_customers_are_counted_by_rule_and_everything_is_taken(books: Books, kind: ImportKind) -> None:
    for name, limit in (("甲公司", 10_000), ("乙公司", 10_000), ("丙公司", 0)):
        limited(books, name, limit)
    rows = [
        row("F1", "甲公司", "60"),
        row("F2", "甲公司", "41"),
        row("F3", "乙公司", "100"),
        row("F4", "丙公司", "1"),
        row("F5", "丁公司", "2000", due="2026-11-02"),
    ]
    outcome = take(books.company_id, rows, kind=kind)
    assert (outcome.counts.accepted, outcome.counts.rejected) == (5, ())
    assert outcome.counts.warnings == {
        "CREDIT_CASH_ONLY": 1,
        "CREDIT_NO_LIMIT": 1,
        "CREDIT_OLD_DEBT": 1,
        "CREDIT_OVER_LIMIT": 1,
    }
    assert ImportBatch.objects.get().warnings == outcome.counts.warnings
    assert Invoice.objects.count() == 5
    assert not Decision.objects.exists()
    assert not Hold.objects.exists()


def test_only_customers_of_accepted_invoices_are_asked_about(books: Books) -> None:
    rows = [row("F1", "甲公司", "60"), row("F2", "乙公司", "60")]
    take(books.company_id, rows)
    limited(books, "丙公司", 10_000)
    later = take(books.company_id, [*rows, row("F3", "丙公司", "100"), row("F4", "丁公司", "–")])
    assert (later.counts.accepted, later.counts.duplicate, len(later.counts.rejected)) == (1, 2, 1)
    assert later.counts.warnings == {}


def test_an_invoice_paid_in_the_file_leaves_nothing_to_warn_of(books: Books) -> None:
    limited(books, "甲公司", 5_000)
    header, columns = (*HEADER, "结清日期"), {**COLUMNS, Field.SETTLED_DATE: 5}
    paid = [*row("F1", "甲公司", "60"), "2026-11-20"]
    assert take(books.company_id, [paid], header=header, columns=columns).counts.warnings == {}
    open_one = [*row("F2", "甲公司", "60"), ""]
    assert take(books.company_id, [open_one], header=header, columns=columns).counts.warnings == {
        "CREDIT_OVER_LIMIT": 1
    }


def test_the_same_file_and_the_same_key_answer_as_before(books: Books) -> None:
    rows: Sequence[Sequence[str]] = [row("F1", "甲公司", "60")]
    wanted = order(books.company_id, rows)
    assert preview_import(order=wanted, today=TODAY).counts.warnings == {}
    first = take(books.company_id, rows, key="once")
    assert first.counts.warnings == {"CREDIT_NO_LIMIT": 1}
    set_limit(Customer.objects.get(name="甲公司").pk, 10**6)
    again = take(books.company_id, rows)
    assert (again.batch_id, again.counts.duplicate, again.counts.warnings) == (first.batch_id, 1, {})


def test_a_policy_that_says_nothing_of_invoices_does_not_warn(books: Books) -> None:
    shipped = shipped_policy()
    quiet = {rule: {**shipped.severities[rule], CheckPoint.INVOICE: Severity.ALLOW} for rule in Rule}
    policy = type(shipped)(number=0, severities=quiet, source="信用委员会", effective_from=date(2026, 11, 1))
    save_credit_policy(actor=SYSTEM, now=NOW, today=date(2026, 11, 1), key="policy", policy=policy, replaces=0)
    assert take(books.company_id, [row("F1", "甲公司", "60")]).counts.warnings == {}


def test_a_whole_ledger_is_warned_about_after_its_money_is_used(books: Books) -> None:
    limited_to = [LEDGER["customers.csv"][0], "1,甲公司,3499,45", "2,乙公司,,"]
    first = take_ledger(books.company_id, {**LEDGER, "customers.csv": limited_to})
    assert (first.counts.accepted, first.counts.rejected) == (9, ())
    # 甲公司 owes 3,500 after its money was used for more, and has 500 left: within the limit. 乙公司 has none.
    assert first.counts.warnings == {"CREDIT_DAYS_OVERDUE": 1, "CREDIT_NO_LIMIT": 1, "CREDIT_OLDEST_ITEM": 2}
    money_only = with_rows(receipts=["3,2026-03-05,2,100,"])
    later = take_ledger(books.company_id, {**money_only, "customers.csv": limited_to})
    assert (later.counts.accepted, later.counts.warnings) == (1, {})
