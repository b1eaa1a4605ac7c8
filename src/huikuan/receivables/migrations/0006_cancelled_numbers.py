"""A document that was taken back leaves its number to another (docs/decisions/0013)."""

from django.db import migrations, models
from django.db.models import Q

from huikuan.audit.references import Kept

_FILL = """
UPDATE receivables_invoice SET is_cancelled = TRUE WHERE id IN (
  SELECT p.document_id FROM ledger_posting p JOIN ledger_posting b ON b.reverses_id = p.id
  WHERE p.kind IN ('INVOICE', 'OPENING', 'CREDIT_NOTE') AND p.reverses_id IS NULL
)
"""
# SQLite makes the table anew, without its triggers.
_KEPT = Kept("receivables_invoice")


class Migration(migrations.Migration):
    dependencies = [("receivables", "0005_by_due")]
    operations = [
        migrations.RunPython(_KEPT.reverse_code, _KEPT.code),
        migrations.AddField("invoice", "is_cancelled", models.BooleanField(default=False)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint("invoice", "receivables_invoice_once"),
        migrations.AddConstraint(
            "invoice",
            models.UniqueConstraint(
                fields=["customer", "company", "kind", "number"],
                condition=Q(is_cancelled=False),
                name="receivables_invoice_once",
            ),
        ),
        # The key had served to find a customer's invoices, too; a partial one cannot.
        migrations.AddIndex("invoice", models.Index(fields=["customer"], name="receivables_invoice_customer")),
        _KEPT,
    ]
