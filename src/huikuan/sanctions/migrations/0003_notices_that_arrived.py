"""That the notice of a sanction arrived, by its paper."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("documents", "0006_papers_after_the_due_date"),
        ("sanctions", "0002_tasks_and_letters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sanctionstep",
            name="event",
            field=models.CharField(
                choices=[
                    ("PROPOSE", "PROPOSE"),
                    ("STATE", "STATE"),
                    ("APPROVE", "APPROVE"),
                    ("REJECT", "REJECT"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("NOTIFY", "NOTIFY"),
                    ("ARRIVE", "ARRIVE"),
                    ("NOT_ARRIVE", "NOT_ARRIVE"),
                    ("APPLY", "APPLY"),
                    ("REPORT", "REPORT"),
                    ("RELEASE", "RELEASE"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="NoticeArrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(null=True)),
                ("note", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="sanctions.sanction"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", False), ("on__isnull", False)),
                            models.Q(("document", None), ("on", None), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="sanctions_arrival_by_paper",
                    )
                ],
            },
        ),
        AppendOnly("sanctions_noticearrival"),
    ]
