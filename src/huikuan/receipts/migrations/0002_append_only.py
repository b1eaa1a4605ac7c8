"""UPDATE and DELETE raise in the database (HOUSE ledger law 4)."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_initial")]
    operations = [AppendOnly("receipts_statement", "receipts_statementline", "receipts_allocationreason")]
