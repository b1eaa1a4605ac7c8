"""UPDATE and DELETE raise in the database: lines, history and wishes stay as they were written."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_tax_invoices")]
    operations = [AppendOnly("invoicing_taxinvoiceline", "invoicing_happening", "invoicing_invoicewish")]
