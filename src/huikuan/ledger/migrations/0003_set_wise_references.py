"""References to postings, acts and own companies, which are never deleted, are checked once a statement on PostgreSQL.

An own company is never deleted because its books name it.
"""

from django.db import migrations

from huikuan.audit.references import Kept, Reference, SetWiseReferences


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only"), ("accounts", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        Kept("accounts_company"),
        SetWiseReferences(
            Reference("ledger_entry", "posting_id", "ledger_posting"),
            Reference("ledger_posting", "act_id", "audit_act", few=True),
            Reference("ledger_posting", "company_id", "accounts_company", few=True),
            Reference("ledger_posting", "reverses_id", "ledger_posting"),
        ),
    ]
