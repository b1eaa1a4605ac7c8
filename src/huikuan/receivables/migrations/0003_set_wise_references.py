"""Customers and invoices are never deleted (a person is made nameless, not removed), so that what refers to them is checked once a statement on PostgreSQL."""

from django.db import migrations

from huikuan.audit.references import Kept, Reference, SetWiseReferences


class Migration(migrations.Migration):
    dependencies = [
        ("receivables", "0002_moved_days"),
        ("customers", "0001_initial"),
        ("ledger", "0003_set_wise_references"),
    ]
    operations = [
        Kept("customers_customer", "receivables_invoice", "receivables_receivable"),
        SetWiseReferences(
            Reference("receivables_receivable", "invoice_id", "receivables_invoice"),
            Reference("receivables_invoice", "company_id", "accounts_company", few=True),
            Reference("receivables_invoice", "customer_id", "customers_customer", few=True),
            Reference("receivables_invoice", "credits_id", "receivables_invoice"),
        ),
    ]
