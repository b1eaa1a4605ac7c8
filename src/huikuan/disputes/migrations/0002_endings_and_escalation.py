"""By what a dispute was settled, and when it went up. SQLite makes the table anew: what keeps its rows is put on again."""

from django.db import migrations, models

from huikuan.audit.references import Kept

KEPT = Kept("disputes_dispute")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("disputes", "0001_disputes"),
    ]

    operations = [
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.AddField(
            model_name="dispute",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("CREDIT_NOTE", "CREDIT_NOTE"),
                    ("CORRECTION", "CORRECTION"),
                    ("REPLACEMENT", "REPLACEMENT"),
                    ("PAID", "PAID"),
                ],
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="escalated_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="escalated_to_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="disputestep",
            name="event",
            field=models.CharField(
                choices=[
                    ("RAISE", "RAISE"),
                    ("ASSIGN", "ASSIGN"),
                    ("ESCALATE", "ESCALATE"),
                    ("ADD_EVIDENCE", "ADD_EVIDENCE"),
                    ("ACCEPT", "ACCEPT"),
                    ("REJECT", "REJECT"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("SETTLE", "SETTLE"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("ending", ""), ("state", "SETTLED"), _connector="OR"), name="disputes_settled_by"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("escalated_on", None), ("escalated_to_id", None)),
                    models.Q(("escalated_on__gt", models.F("deadline")), ("escalated_on__isnull", False)),
                    _connector="OR",
                ),
                name="disputes_escalated_after_the_deadline",
            ),
        ),
        migrations.RunPython(KEPT.code, KEPT.reverse_code),
    ]
