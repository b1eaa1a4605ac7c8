"""The effective days between which entries moved a receivable, so that the past is read without its entries."""

from django.db import migrations, models
from django.db.models import F, Q

_FILL = """
UPDATE receivables_receivable SET
  first_moved_on = (
    SELECT MIN(e.effective_date) FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
    WHERE e.receivable_id = receivables_receivable.id AND e.account = 'RECEIVABLE'
      AND (p.reverses_id IS NOT NULL OR p.kind NOT IN ('INVOICE', 'OPENING'))
  ),
  last_moved_on = COALESCE((
    SELECT MAX(e.effective_date) FROM ledger_entry e
    WHERE e.receivable_id = receivables_receivable.id AND e.account = 'RECEIVABLE'
  ), issue_date)
"""


class Migration(migrations.Migration):
    dependencies = [("receivables", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        migrations.AddField("receivable", "first_moved_on", models.DateField(null=True)),
        migrations.AddField("receivable", "last_moved_on", models.DateField(null=True)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AlterField("receivable", "last_moved_on", models.DateField()),
        migrations.AddConstraint(
            "receivable",
            models.CheckConstraint(
                condition=Q(
                    first_moved_on__isnull=True, outstanding_minor=F("original_minor"), last_moved_on=F("issue_date")
                )
                | Q(first_moved_on__lte=F("last_moved_on"), last_moved_on__gte=F("issue_date")),
                name="receivables_moved_days",
            ),
        ),
        migrations.RemoveIndex("receivable", "receivables_open_of_customer"),
        migrations.AddIndex(
            "receivable",
            models.Index(
                fields=[
                    "customer_id",
                    "company_id",
                    "currency",
                    "due_date",
                    "issue_date",
                    "last_moved_on",
                    "outstanding_minor",
                ],
                name="receivables_open_of_customer",
                condition=Q(outstanding_minor__gt=0),
            ),
        ),
        migrations.AddIndex(
            "receivable",
            models.Index(
                fields=[
                    "first_moved_on",
                    "issue_date",
                    "customer_id",
                    "company_id",
                    "currency",
                    "due_date",
                    "original_minor",
                ],
                name="receivables_moved_later",
                condition=Q(first_moved_on__gt=F("issue_date")),
            ),
        ),
        migrations.AddIndex(
            "receivable",
            models.Index(
                fields=["last_moved_on", "first_moved_on"],
                name="receivables_moved_twice",
                condition=Q(last_moved_on__gt=F("first_moved_on")),
            ),
        ),
    ]
