"""UPDATE and DELETE raise in the database (HOUSE ledger law 4)."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_statements_and_answers")]
    operations = [
        AppendOnly(
            "statements_statementline",
            "statements_statementitem",
            "statements_happening",
            "statements_reply",
            "statements_objection",
            "statements_acknowledgement",
            "statements_acknowledgeditem",
            "statements_statementpolicy",
        )
    ]
