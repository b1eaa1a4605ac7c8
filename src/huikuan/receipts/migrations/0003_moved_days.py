"""The effective days between which entries moved a receipt, so that the past is read without its entries."""

from django.db import migrations, models
from django.db.models import F, Q

_FILL = """
UPDATE receipts_receipt SET
  first_moved_on = (
    SELECT MIN(e.effective_date) FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
    WHERE e.receipt_id = receipts_receipt.id AND e.account = 'UNAPPLIED'
      AND (p.reverses_id IS NOT NULL OR p.kind <> 'RECEIPT')
  ),
  last_moved_on = COALESCE((
    SELECT MAX(e.effective_date) FROM ledger_entry e
    WHERE e.receipt_id = receipts_receipt.id AND e.account = 'UNAPPLIED'
  ), received_on)
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0002_append_only"), ("ledger", "0001_initial")]

    operations = [
        migrations.AddField("receipt", "first_moved_on", models.DateField(null=True)),
        migrations.AddField("receipt", "last_moved_on", models.DateField(null=True)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AlterField("receipt", "last_moved_on", models.DateField()),
        migrations.AddConstraint(
            "receipt",
            models.CheckConstraint(
                condition=Q(
                    first_moved_on__isnull=True, unapplied_minor=F("amount_minor"), last_moved_on=F("received_on")
                )
                | Q(first_moved_on__lte=F("last_moved_on"), last_moved_on__gte=F("received_on")),
                name="receipts_moved_days",
            ),
        ),
        migrations.AddIndex(
            "receipt",
            models.Index(
                fields=["first_moved_on"],
                name="receipts_moved_later",
                condition=Q(first_moved_on__gt=F("received_on")),
            ),
        ),
        migrations.AddIndex(
            "receipt",
            models.Index(
                fields=["last_moved_on"],
                name="receipts_moved_twice",
                condition=Q(last_moved_on__gt=F("first_moved_on")),
            ),
        ),
    ]
