"""UPDATE and DELETE of documents and their uses raise in the database (HOUSE ledger law 4)."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [AppendOnly("documents_document", "documents_documentuse")]
