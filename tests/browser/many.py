"""Run in a process of its own beside the server: lay sixty lines into the inbox (`lay`), or tell what became of them (`tell`)."""

from __future__ import annotations

import json
import os
import sys
from datetime import date

LINES = 60
PERSON = "个人付款"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huikuan.config.settings"
    import django

    django.setup()
    print(json.dumps({"lay": lay, "tell": tell}[sys.argv[1]]()))


def lay() -> list[int]:
    """Money of persons, each naming one invoice shortly: likely, never applied by itself; ids of receipts, largest first."""
    from huikuan.accounts.models import Company
    from huikuan.customers.operations import CustomerDraft, register_customers
    from huikuan.imports.operations.statements import import_statement
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.matching import run_matching
    from huikuan.receipts.operations.statements import StatementSource
    from huikuan.receipts.queries.bank_accounts import bank_accounts
    from huikuan.receipts.rules import LineDraft, StatementDraft
    from huikuan.receivables.operations import InvoiceDraft, register_invoices
    from huikuan.receivables.rules import InstalmentDraft
    from tests.books import NOW

    company_id = Company.objects.order_by("pk").values_list("pk", flat=True)[0]
    account = bank_accounts(actor=SYSTEM)[0]
    customer = CustomerDraft(code="C-many", name="壬方工具有限公司")
    (owing,) = register_customers(actor=SYSTEM, now=NOW, key="many-customer", customers=[customer])["customer_ids"]
    wanted = [(f"K{50_103 + 37 * place}", 4_900 - 7 * place) for place in range(LINES)]
    invoices = [
        InvoiceDraft(owing, number, date(2026, 1, 10), "CNY", (InstalmentDraft(date(2026, 2, 9), minor),))
        for number, minor in wanted
    ]
    register_invoices(actor=SYSTEM, now=NOW, key="many-invoices", company_id=company_id, invoices=invoices)
    lines = tuple(
        LineDraft(f"many/{number}", place, date(2026, 3, 2), minor, "CNY", None, PERSON, "", f"货款 {number}")
        for place, (number, minor) in enumerate(wanted, 1)
    )
    statement = StatementDraft("", "CNY", "cn.generic", "none", None, None, lines)
    source = StatementSource("b" * 64, (statement,), "许多.csv")
    done = import_statement(actor=SYSTEM, now=NOW, key="many-lines", bank_account_id=account.id, source=source)
    run_matching(actor=SYSTEM, now=NOW, company_id=company_id)
    return [int(pk) for pk in done["receipt_ids"]]


def tell() -> list[list[object]]:
    """Each line with what it is used for and what is left: the invoices by number, minor units, why it is no receipt."""
    from huikuan.receipts.models import AllocationReason, Receipt
    from huikuan.receivables.models import Receivable

    told: list[list[object]] = []
    for row in Receipt.objects.filter(payer_name=PERSON).order_by("-amount_minor"):
        live = AllocationReason.objects.filter(receipt=row, posting__reversed_by=None)
        items = [entry.receivable_id for why in live for entry in why.posting.entries.all() if entry.receivable_id]
        paid = list(
            Receivable.objects.filter(pk__in=items, outstanding_minor=0).values_list("invoice__number", flat=True)
        )
        told.append([row.pk, paid, row.unapplied_minor, row.not_a_receipt_reason])
    return told


if __name__ == "__main__":
    main()
