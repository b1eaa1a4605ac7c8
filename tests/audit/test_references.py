"""A row names only rows that exist, and those never go away: on SQLite by foreign keys, on PostgreSQL once a statement."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huikuan.audit.references import Reference, reference_statements
from huikuan.customers.models import Customer
from huikuan.receivables.models import Invoice, Receivable
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
NOWHERE = 987_654_321


@pytest.fixture
def books() -> Books:
    made = new_books()
    buyer = made.customer("乙公司")
    (item,) = made.invoice(buyer, "F001", 100)
    made.allocate(made.receipt(100, buyer), (item, 60))
    return made


def run(sql: str, *parameters: Any) -> None:
    """A statement of its own whose deferred keys are looked at at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        connection.check_constraints()


REFERENCES = [
    ("ledger_entry", "posting_id"),
    ("ledger_posting", "act_id"),
    ("ledger_posting", "company_id"),
    ("ledger_posting", "reverses_id"),
    ("receivables_receivable", "invoice_id"),
    ("receivables_invoice", "company_id"),
    ("receivables_invoice", "customer_id"),
    ("receivables_invoice", "credits_id"),
    ("receipts_receipt", "company_id"),
    ("receipts_receipt", "customer_id"),
    ("receipts_receipt", "bank_account_id"),
    ("receipts_receipt", "statement_line_id"),
    ("receipts_allocationreason", "posting_id"),
    ("receipts_allocationreason", "receipt_id"),
]
KEPT = [
    "accounts_company",
    "customers_customer",
    "receivables_invoice",
    "receivables_receivable",
    "receipts_bankaccount",
    "receipts_receipt",
    "ledger_posting",
    "ledger_entry",
    "audit_act",
]


def copied(table: str, changed: dict[str, object]) -> tuple[str, list[object]]:
    """A statement that inserts the table's first row again with other values."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    columns = [name for name in columns if name != "id"]
    fresh = {
        "number": "number || 'x'" if table == "receivables_invoice" else "number + 1000",
        "sequence": "sequence + 1",
    }
    if table == "receipts_allocationreason":
        fresh["posting_id"] = "(SELECT MIN(id) FROM ledger_posting)"  # its key: a posting that has no reason yet
    values = [fresh.get(name, name) if name not in changed else "%s" for name in columns]
    sql = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} LIMIT 1"
    return sql, [changed[name] for name in columns if name in changed]


def names_nobody(table: str, column: str, nobody: int = NOWHERE) -> str:
    """What the database says: our check a statement, a foreign key of PostgreSQL, or one of SQLite."""
    said = (
        rf"{table}\.{column} names row {nobody} ",
        rf"\({column}\)=\({nobody}\)",
        rf"{table}\.{column} contains a value '{nobody}'",
    )
    return "|".join(said)


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_a_row_that_names_no_existing_row_is_refused(books, table, column):
    sql, values = copied(table, {column: NOWHERE})
    with pytest.raises(IntegrityError, match=names_nobody(table, column)):
        run(sql, *values)


def test_a_row_that_names_an_existing_row_is_taken(books):
    sql, values = copied("receivables_receivable", {"invoice_id": Invoice.objects.get().pk})
    run(sql, *values)
    assert Receivable.objects.count() == 2


@pytest.mark.parametrize("beyond", [1, NOWHERE])
def test_one_bad_row_among_many_refuses_the_statement(books, beyond):
    """Far away, and as the next one of a row of ids that are proved together."""
    (item,) = Receivable.objects.all()
    fine = Receivable(
        invoice_id=item.invoice_id, sequence=2, company_id=item.company_id, customer_id=item.customer_id, currency="CNY",
        issue_date=item.issue_date, due_date=None, original_minor=1, outstanding_minor=1, last_moved_on=item.issue_date,
    )  # fmt: skip
    stray = Receivable(
        invoice_id=item.invoice_id + beyond, sequence=1, company_id=item.company_id, customer_id=item.customer_id, currency="CNY",
        issue_date=item.issue_date, due_date=None, original_minor=1, outstanding_minor=1, last_moved_on=item.issue_date,
    )  # fmt: skip
    says = names_nobody("receivables_receivable", "invoice_id", stray.invoice_id)
    refused = pytest.raises(IntegrityError, match=says)
    with refused, transaction.atomic():
        Receivable.objects.bulk_create([fine, stray])
        connection.check_constraints()
    assert Receivable.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("receivables_receivable", "invoice_id"),
        ("receivables_invoice", "customer_id"),
        ("receipts_receipt", "customer_id"),
    ],
)
def test_pointing_a_row_nowhere_is_refused(books, table, column):
    with pytest.raises(IntegrityError, match=names_nobody(table, column)):
        run(f"UPDATE {table} SET {column} = %s", NOWHERE)


def test_money_may_still_be_said_to_be_somebody_elses(books):
    other = books.customer("丙公司")
    run("UPDATE receipts_receipt SET customer_id = %s", other)
    run("UPDATE receipts_receipt SET customer_id = NULL")


@pytest.mark.parametrize("table", KEPT)
def test_a_row_that_is_named_never_goes_away(books, table):
    if table == "receipts_bankaccount":
        run(f"INSERT INTO {table} (company_id, name, bank, number, currency, is_active) "
            "SELECT id, 'x', '', '', 'CNY', is_active FROM accounts_company LIMIT 1")  # fmt: skip
    with pytest.raises(IntegrityError, match=f"DELETE on {table} is refused"):
        run(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", ["accounts_company", "customers_customer", "receivables_invoice", "receipts_receipt"])
def test_a_row_that_is_named_keeps_its_id(books, table):
    with pytest.raises(IntegrityError, match=rf"UPDATE( OF id)? on {table} is refused"):
        run(f"UPDATE {table} SET id = id + 1000000")


def test_other_changes_of_kept_rows_are_free(books):
    Customer.objects.update(note="x")
    assert Customer.objects.get().note == "x"


def test_without_its_triggers_the_database_would_take_a_stray(books):
    """The control: these tests see the triggers and nothing else."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its foreign keys")
    sql, values = copied("receivables_receivable", {"invoice_id": NOWHERE})
    run("DROP TRIGGER receivables_receivable_invoice_id_refers_insert ON receivables_receivable")
    run(sql, *values)
    assert Receivable.objects.filter(invoice_id=NOWHERE).exists()


def test_a_look_up_is_by_index_whatever_number_of_rows_the_plan_was_made_for():
    statements = reference_statements(reference=Reference("a", "b_id", "b"))
    assert "OFFSET 0" in statements[0]
    assert "FOR EACH STATEMENT" in statements[2]
