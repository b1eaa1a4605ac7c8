import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("provisions", "0001_bad_debt"),
    ]

    operations = [
        migrations.CreateModel(
            name="WriteOffReversal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "WAITING"),
                            ("POSTED", "POSTED"),
                            ("REJECTED", "REJECTED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("request_id", models.BigIntegerField(null=True, unique=True)),
                ("asked_by_name", models.CharField(max_length=150)),
                ("asked_at", models.DateTimeField()),
                ("posted_on", models.DateField(null=True)),
                ("amount_minor", models.BigIntegerField(null=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "write_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reversals", to="provisions.writeoff"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="provisions_reversal_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_minor__gte", 1),
                                ("amount_minor__lte", 10000000000000),
                                ("posted_on__isnull", False),
                                ("state", "POSTED"),
                            ),
                            models.Q(
                                models.Q(("state", "POSTED"), _negated=True),
                                ("amount_minor", None),
                                ("posted_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="provisions_reversal_posted_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["WAITING", "POSTED"])),
                        fields=("write_off",),
                        name="provisions_reversed_once",
                    ),
                ],
            },
        ),
    ]
