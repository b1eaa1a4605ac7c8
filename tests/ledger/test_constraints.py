"""Every CHECK and every unique key of the money tables: it refuses a forged row, and without it the row passes.

The second half is the negative control: what refuses is that constraint and nothing else.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.statements import BankAccountDraft, StatementSource, open_bank_account
from huikuan.receipts.rules import LineDraft, StatementDraft
from tests.books import NOW, new_books

pytestmark = pytest.mark.django_db


def changed(**values: object) -> Callable[[type[models.Model]], None]:
    """Every row gets these values, straight in the database."""

    def forge(model: type[models.Model]) -> None:
        model._default_manager.all().update(**values)

    return forge


def copied(having: Mapping[str, object] | None = None, **values: object) -> Callable[[type[models.Model]], None]:
    """One row a second time with other values: append-only tables take nothing else."""

    def forge(model: type[models.Model]) -> None:
        row = model._default_manager.filter(**having or {}).order_by("pk").first()
        assert row is not None
        row.pk = None
        for name, value in values.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return forge


F = models.F
RECEIVABLE, UNAPPLIED = {"account": "RECEIVABLE"}, {"account": "UNAPPLIED"}
LATER = date(2030, 1, 1)
FIRST_INVOICE = models.Subquery(apps.get_model("receivables.Invoice").objects.order_by("pk").values("pk")[:1])
FIRST_LINE = models.Subquery(apps.get_model("receipts.StatementLine").objects.order_by("pk").values("pk")[:1])

# Table, constraint (or the field that is unique by itself), the fault.
GUARDS = [
    ("receivables.Invoice", "receivables_invoice_amount", changed(amount_minor=0)),
    ("receivables.Invoice", "receivables_invoice_face", changed(face_minor=F("amount_minor") - 1)),
    ("receivables.Invoice", "receivables_invoice_numbered", copied(number="")),
    ("receivables.Invoice", "receivables_invoice_once", changed(number="F001")),
    ("receivables.Receivable", "receivables_sequence_once", changed(invoice_id=FIRST_INVOICE)),
    ("receivables.Receivable", "receivables_parts_sum", changed(allocated_minor=F("allocated_minor") + 1)),
    (
        "receivables.Receivable",
        "receivables_parts_not_negative",
        changed(credited_minor=-1, allocated_minor=F("allocated_minor") + 1),
    ),
    ("receivables.Receivable", "receivables_moved_days", changed(first_moved_on=LATER)),
    ("receipts.StatementLine", "receipts_line_once", copied()),
    ("receipts.StatementLine", "receipts_line_not_zero", copied(line_key="other", amount_minor=0)),
    ("receipts.Receipt", "receipts_number_once", changed(number=1)),
    ("receipts.Receipt", "receipts_parts_sum", changed(unapplied_minor=F("unapplied_minor") + 1)),
    (
        "receipts.Receipt",
        "receipts_parts_not_negative",
        changed(refunded_minor=-1, allocated_minor=F("allocated_minor") + 1),
    ),
    ("receipts.Receipt", "receipts_moved_days", changed(first_moved_on=LATER)),
    ("receipts.Receipt", "statement_line", changed(statement_line_id=FIRST_LINE)),
    ("ledger.Posting", "reverses", copied({"reverses__isnull": False}, number=1_000)),
    ("ledger.Posting", "ledger_posting_number_once", copied({"reverses": None})),
    ("ledger.Posting", "ledger_posting_number_positive", copied({"reverses": None}, number=0)),
    ("ledger.Entry", "ledger_entry_not_zero", copied(minor=0)),
    ("ledger.Entry", "ledger_entry_receivable_named", copied(RECEIVABLE, receivable_id=None)),
    ("ledger.Entry", "ledger_entry_receipt_named", copied(UNAPPLIED, receipt_id=None)),
    ("ledger.DayTotal", "ledger_day_total_once", copied()),
    ("ledger.Series", "ledger_series_once", copied()),
    ("audit.Act", "key", copied()),
    ("audit.Act", "audit_act_key_not_empty", copied(key="")),
]


@pytest.fixture(autouse=True)
def books() -> None:
    """Two invoices partly paid, one allocation taken back, a statement line with its receipt."""
    books = new_books()
    buyer = books.customer("乙公司")
    (first,) = books.invoice(buyer, "F001", 1_000)
    (second,) = books.invoice(buyer, "F002", 2_000)
    books.allocate(books.receipt(2_500), (first, 500), (second, 500))
    undone = books.allocate(books.receipt(300), (second, 200))
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=undone[-1:], effective_date=date(2026, 2, 28))
    done = open_bank_account(
        actor=SYSTEM, now=NOW, key="account", company_id=books.company_id, account=BankAccountDraft("工行", "CNY")
    )
    line = LineDraft("2/700", 2, date(2026, 3, 2), 700, "CNY", None, "丁公司")
    statement = StatementDraft("", "CNY", "cn.generic", "balance", None, None, (line,))
    source = StatementSource(write_file(content=b"one"), (statement,), "one")
    import_statement(actor=SYSTEM, now=NOW, key="one", bank_account_id=done["bank_account_id"], source=source)


@pytest.mark.parametrize(("label", "guard", "forge"), GUARDS, ids=[f"{label} {guard}" for label, guard, _ in GUARDS])
def test_a_guard_refuses_and_without_it_the_fault_passes(
    label: str, guard: str, forge: Callable[[type[models.Model]], None]
) -> None:
    model = apps.get_model(label)
    with pytest.raises(IntegrityError, match=refusal_by(model, guard)), transaction.atomic():
        forge(model)
    with altering() as editor:
        remove(editor, model, guard)
    forge(model)


def test_every_constraint_of_receivables_and_receipts_stands_in_the_table() -> None:
    declared = {
        constraint.name
        for room in ("receivables", "receipts", "ledger")
        for model in apps.get_app_config(room).get_models()
        for constraint in model._meta.constraints
    }
    # A posting does not know its id before it is written: nothing to forge in one statement that both databases take.
    assert declared - {guard for _, guard, _ in GUARDS} == {"ledger_posting_not_own_reversal"}


def refusal_by(model: type[models.Model], guard: str) -> str:
    """What the database says: the name of the constraint, or on SQLite the columns of a unique key."""
    table = model._meta.db_table
    column = {field.name: field.column for field in model._meta.fields}.get(guard, "")
    if connection.vendor == "sqlite":
        return (
            rf"UNIQUE constraint failed: {table}\.{column}"
            if column
            else rf"{guard}$|UNIQUE constraint failed: {table}\."
        )
    return rf'"{re.escape(table)}_{column}\w*_(key|uniq)\w*"' if column else f'"{guard}"'


def remove(editor: Any, model: type[models.Model], guard: str) -> None:
    """Drop a named constraint, or the uniqueness of a field."""
    named = {constraint.name: constraint for constraint in model._meta.constraints}
    if guard in named:
        with pytest.MonkeyPatch.context() as patched:  # a table is rebuilt from what the model says
            patched.setattr(model._meta, "constraints", [one for name, one in named.items() if name != guard])
            editor.remove_constraint(model, named[guard])
        return
    field: Any = model._meta.get_field(guard)
    plain = copy.copy(field)
    if isinstance(field, models.OneToOneField):
        plain = models.ForeignKey(field.remote_field.model, models.PROTECT, null=field.null, related_name="+")
        plain.set_attributes_from_name(field.name)
        plain.model = model
    else:
        plain._unique = False
    editor.alter_field(model, field, plain)


@contextmanager
def altering() -> Iterator[Any]:
    """A schema editor within the transaction of the test, which takes everything back."""
    if connection.vendor == "postgresql":
        connection.check_constraints()  # nothing deferred is left pending: the table could not be altered
        with connection.schema_editor() as editor:
            yield editor
        return
    editor = connection.schema_editor()
    editor.deferred_sql = []  # entering it would insist on being outside of a transaction
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA legacy_alter_table = ON")  # triggers may name a table that is just being rebuilt
    try:
        yield editor
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA legacy_alter_table = OFF")
