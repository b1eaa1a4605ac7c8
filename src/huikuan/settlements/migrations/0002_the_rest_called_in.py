"""The day on which the whole rest of a broken plan was called in. SQLite makes the table anew: what keeps its rows is put on again."""

from django.db import migrations, models

from huikuan.audit.references import Kept

KEPT = Kept("settlements_plan")


class Migration(migrations.Migration):
    dependencies = [
        ("settlements", "0001_plans_to_pay"),
    ]

    operations = [
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.AddField(
            model_name="plan",
            name="called_by",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="plan",
            name="called_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="planstep",
            name="event",
            field=models.CharField(
                choices=[
                    ("MAKE", "MAKE"),
                    ("ASK", "ASK"),
                    ("PROPOSE", "PROPOSE"),
                    ("APPROVE", "APPROVE"),
                    ("REJECT", "REJECT"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("SIGN", "SIGN"),
                    ("START", "START"),
                    ("FINISH", "FINISH"),
                    ("BREAK", "BREAK"),
                    ("CANCEL", "CANCEL"),
                    ("SUPERSEDE", "SUPERSEDE"),
                    ("DEMAND", "DEMAND"),
                    ("ACCELERATE", "ACCELERATE"),
                    ("TAKE_BACK", "TAKE_BACK"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("called_on__isnull", False)), fields=["customer"], name="settlements_called"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("called_by", 0), ("called_on", None)),
                    models.Q(("called_by__gte", 1), ("called_on__gte", models.F("ended_on")), ("state", "BROKEN")),
                    _connector="OR",
                ),
                name="settlements_called_when_broken",
            ),
        ),
        migrations.RunPython(KEPT.code, KEPT.reverse_code),
    ]
