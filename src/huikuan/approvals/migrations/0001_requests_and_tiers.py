import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    """Requests, decided once by another person and kept for ever; who decides which amounts, as versions never changed."""

    initial = True

    dependencies = [
        ("accounts", "0003_calendar_day_name"),
        ("audit", "0002_append_only"),
        ("customers", "0003_name_pinyin"),
    ]

    operations = [
        migrations.CreateModel(
            name="TierVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LIMIT", "LIMIT"),
                            ("RATING", "RATING"),
                            ("OPENING_CHECK", "OPENING_CHECK"),
                            ("OPENING", "OPENING"),
                            ("WAIVER", "WAIVER"),
                            ("SCORECARD", "SCORECARD"),
                            ("CONTRACT", "CONTRACT"),
                            ("PRICES", "PRICES"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("valid_from", models.DateField(null=True)),
                ("source", models.CharField(max_length=400)),
                ("created_at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="approvals_tiers_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="approvals_tiers_source"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ApprovalTier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_minor", models.BigIntegerField()),
                ("roles", models.JSONField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tiers", to="approvals.tierversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "from_minor"), name="approvals_tier_once"),
                    models.CheckConstraint(
                        condition=models.Q(("from_minor__gte", 0), ("from_minor__lte", 10000000000000)),
                        name="approvals_tier_amount",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LIMIT", "LIMIT"),
                            ("RATING", "RATING"),
                            ("OPENING_CHECK", "OPENING_CHECK"),
                            ("OPENING", "OPENING"),
                            ("WAIVER", "WAIVER"),
                            ("SCORECARD", "SCORECARD"),
                            ("CONTRACT", "CONTRACT"),
                            ("PRICES", "PRICES"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("title_code", models.CharField(max_length=60)),
                ("parameters", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=1000)),
                ("roles", models.JSONField(null=True)),
                ("requested_by_name", models.CharField(max_length=150)),
                ("requested_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "WAITING"),
                            ("APPROVED", "APPROVED"),
                            ("REJECTED", "REJECTED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("EXPIRED", "EXPIRED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_by_name", models.CharField(blank=True, default="", max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                ("tiers_number", models.PositiveIntegerField(null=True)),
                ("expires_on", models.DateField(null=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "decided_act",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "WAITING")), fields=["id"], name="approvals_waiting"),
                    models.Index(fields=["kind", "subject_id"], name="approvals_subject"),
                    models.Index(fields=["requested_by", "-id"], name="approvals_asked_by"),
                    models.Index(fields=["decided_by", "-id"], name="approvals_decided_by"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "WAITING")),
                        fields=("kind", "subject_id"),
                        name="approvals_waiting_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            ("requested_by", None),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="approvals_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["APPROVED", "REJECTED"]),
                                ("decided_act__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            models.Q(
                                ("state__in", ["WAITING", "WITHDRAWN", "EXPIRED"]),
                                ("decided_act", None),
                                ("decided_at", None),
                                ("decided_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="approvals_decision_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor", None),
                            models.Q(
                                ("amount_minor__gte", 0),
                                ("amount_minor__lte", 10000000000000),
                                models.Q(("currency", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="approvals_amount",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="approvals_reason"),
                ],
            },
        ),
        AppendOnly("approvals_tierversion", "approvals_approvaltier"),
        Kept("approvals_request"),
    ]
