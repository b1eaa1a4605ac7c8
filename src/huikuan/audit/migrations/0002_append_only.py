"""UPDATE and DELETE raise in the database (HOUSE ledger law 4)."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [AppendOnly("audit_act", "audit_actresult", "audit_seal", "audit_sealedact")]
