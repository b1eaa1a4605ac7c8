"""UPDATE and DELETE of attempts raise in the database (HOUSE ledger law 4)."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [AppendOnly("outbox_attempt")]
