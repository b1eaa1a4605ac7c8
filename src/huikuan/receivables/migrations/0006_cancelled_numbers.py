"""A document that was taken back leaves its number to another (docs/decisions/0013)."""

from django.db import migrations, models

from huikuan.audit.references import Kept

_FILL = """
UPDATE receivables_invoice SET cancelled_by = (
  SELECT b.id FROM ledger_posting p JOIN ledger_posting b ON b.reverses_id = p.id
  WHERE p.document_id = receivables_invoice.id AND p.kind IN ('INVOICE', 'OPENING', 'CREDIT_NOTE') AND p.reverses_id IS NULL
) WHERE id IN (
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
        migrations.AddField("invoice", "cancelled_by", models.BigIntegerField(default=0)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint("invoice", "receivables_invoice_once"),
        # Numbers mostly rise, so that a key that begins with them grows at its end; it serves the look-up by number too.
        migrations.AddConstraint(
            "invoice",
            models.UniqueConstraint(
                fields=["number", "customer", "company", "kind", "cancelled_by"], name="receivables_invoice_once"
            ),
        ),
        migrations.RemoveIndex("invoice", "receivables_invoice_number"),
        migrations.AddIndex("invoice", models.Index(fields=["customer"], name="receivables_invoice_customer")),
        _KEPT,
    ]
