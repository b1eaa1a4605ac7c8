import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("evidence", "0001_pieces_and_bundles"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderedBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("receivable_ids", models.JSONField()),
                ("as_of", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "WAITING"),
                            ("MAKING", "MAKING"),
                            ("READY", "READY"),
                            ("FAILED", "FAILED"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GATHERING", "GATHERING"),
                            ("SETTING", "SETTING"),
                            ("SEALING", "SEALING"),
                            ("PACKING", "PACKING"),
                        ],
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=60)),
                ("fault_parameters", models.JSONField(default=dict)),
                ("archive_sha256", models.CharField(blank=True, max_length=64)),
                ("archive_bytes", models.BigIntegerField(default=0)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("ordered_by_id", models.BigIntegerField(null=True)),
                ("ordered_by_name", models.CharField(max_length=150)),
                ("ordered_at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "bundle",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.bundle"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["WAITING", "MAKING"])), fields=["id"], name="evidence_to_make"
                    ),
                    models.Index(
                        condition=models.Q(("fetched_at", None)), fields=["ordered_by_id"], name="evidence_to_fetch"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("archive_bytes__gte", 1),
                                ("bundle__isnull", False),
                                ("ended_at__isnull", False),
                                ("state", "READY"),
                            ),
                            models.Q(
                                models.Q(("state", "READY"), _negated=True),
                                ("archive_bytes", 0),
                                ("archive_sha256", ""),
                                ("bundle", None),
                                ("fetched_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_ready_is_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "FAILED"), models.Q(("fault", ""), _negated=True)),
                            models.Q(models.Q(("state", "FAILED"), _negated=True), ("fault", "")),
                            _connector="OR",
                        ),
                        name="evidence_failed_says_why",
                    ),
                ],
            },
        ),
    ]
