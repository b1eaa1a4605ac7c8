"""Guards of the rooms that keep money, with the rows they are tried on."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import models

from huikuan.audit.sealing import seal_acts
from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.debt_order import Order
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.ordering import DebtOrderDraft, set_debt_order
from huikuan.receipts.operations.statements import BankAccountDraft, StatementSource, open_bank_account
from huikuan.receipts.rules import LineDraft, StatementDraft
from huikuan.receivables.rules import InvoiceLineDraft
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied

F = models.F
RECEIVABLE, UNAPPLIED = {"account": "RECEIVABLE"}, {"account": "UNAPPLIED"}
LATER = date(2030, 1, 1)
ANOTHER_HASH = "f" * 64
FIRST_INVOICE = models.Subquery(apps.get_model("receivables.Invoice").objects.order_by("pk").values("pk")[:1])
FIRST_LINE = models.Subquery(apps.get_model("receipts.StatementLine").objects.order_by("pk").values("pk")[:1])


def in_the_same_place(model: type[models.Model]) -> None:
    """An act that is not sealed yet, where another one stands in the chain."""
    copied(act_id=apps.get_model("audit.Act")._default_manager.order_by("pk").values_list("pk", flat=True).last())(
        model
    )


GUARDS: list[Guard] = [
    ("receivables.Invoice", "receivables_invoice_amount", changed(amount_minor=0)),
    ("receivables.Invoice", "receivables_invoice_face", changed(face_minor=F("amount_minor") - 1)),
    ("receivables.Invoice", "receivables_invoice_numbered", copied(number="")),
    ("receivables.Invoice", "receivables_invoice_once", changed(number="F001")),
    ("receivables.InvoiceLine", "receivables_line_once", copied()),
    ("receivables.InvoiceLine", "receivables_line_of_something", copied(number=2, quantity_micros=0)),
    ("receivables.InvoiceLine", "receivables_line_named", copied(number=2, name="")),
    ("receivables.Receivable", "receivables_sequence_once", changed(invoice_id=FIRST_INVOICE)),
    ("receivables.Receivable", "receivables_parts_sum", changed(allocated_minor=F("allocated_minor") + 1)),
    (
        "receivables.Receivable",
        "receivables_parts_not_negative",
        changed(credited_minor=-1, allocated_minor=F("allocated_minor") + 1),
    ),
    ("receivables.Receivable", "receivables_moved_days", changed(first_moved_on=LATER)),
    ("receipts.BankAccount", "name", copied()),
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
    ("receipts.DebtOrderVersion", "receipts_debt_order_once", copied()),
    ("receipts.DebtOrderVersion", "receipts_debt_order_says_why", copied(number=9, reason="")),
    ("receipts.DebtOrderVersion", "receipts_debt_order_known", copied(number=9, debt_order="RANDOM")),
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
    ("audit.Seal", "number", copied(hash=ANOTHER_HASH)),
    ("audit.Seal", "hash", copied(number=9)),
    ("audit.Seal", "audit_seal_number_positive", copied(number=0, hash=ANOTHER_HASH)),
    ("audit.Seal", "audit_seal_range", copied(number=9, hash=ANOTHER_HASH, last_position=0)),
    ("audit.SealedAct", "position", in_the_same_place),
    ("portfolio.MirrorToken", "company_id", copied()),
]


def ground() -> None:
    """Two invoices partly paid, one allocation taken back, a statement line with its receipt, an order, a seal, an act after it."""
    books = new_books()
    buyer = books.customer("乙公司")
    (first,) = books.invoice(buyer, "F001", 1_000, lines=(InvoiceLineDraft("水泵", 1_000_000, 10_000_000, 1_000),))
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
    order = DebtOrderDraft(books.company_id, Order.OLDEST_DUE, "框架合同第七条", seen=0)
    set_debt_order(actor=SYSTEM, now=NOW, key="order", draft=order)
    seal_acts(now=NOW)
    books.customer("丙公司")
    apps.get_model("portfolio.MirrorToken")._default_manager.create(company_id=books.company_id, token="a" * 32)
