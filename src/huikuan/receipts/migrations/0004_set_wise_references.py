"""Receipts and bank accounts are never deleted, so that what refers to them is checked once a statement on PostgreSQL."""

from django.db import migrations

from huikuan.audit.references import Kept, Reference, SetWiseReferences


class Migration(migrations.Migration):
    dependencies = [
        ("receipts", "0003_moved_days"),
        ("receivables", "0003_set_wise_references"),
        ("ledger", "0003_set_wise_references"),
    ]
    operations = [
        Kept("receipts_bankaccount", "receipts_receipt"),
        SetWiseReferences(
            Reference("receipts_receipt", "company_id", "accounts_company", few=True),
            Reference("receipts_receipt", "customer_id", "customers_customer", few=True),
            Reference("receipts_receipt", "bank_account_id", "receipts_bankaccount", few=True),
            Reference("receipts_receipt", "statement_line_id", "receipts_statementline"),
            Reference("receipts_allocationreason", "posting_id", "ledger_posting"),
            Reference("receipts_allocationreason", "receipt_id", "receipts_receipt"),
        ),
    ]
