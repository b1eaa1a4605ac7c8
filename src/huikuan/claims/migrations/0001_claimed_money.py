import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0005_history_is_kept"),
        ("receipts", "0010_forms_of_money"),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("announced_on", models.DateField()),
                ("announced_by_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receipts.receipt",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["receipt"], name="claims_announcements_of"),
                    models.Index(condition=models.Q(("closed_at", None)), fields=["announced_on"], name="claims_open"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("receipt",), name="claims_announced_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ground", models.CharField(max_length=1000)),
                ("receivable_ids", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("CLAIMED", "CLAIMED"),
                            ("ACCEPTED", "ACCEPTED"),
                            ("REFUSED", "REFUSED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("OVERTAKEN", "OVERTAKEN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("claimant_id", models.BigIntegerField(null=True)),
                ("claimant_name", models.CharField(max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decider_id", models.BigIntegerField(null=True)),
                ("decider_name", models.CharField(blank=True, default="", max_length=150)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "announcement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="claims.announcement",
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
                    models.Index(fields=["announcement"], name="claims_of_announcement"),
                    models.Index(
                        condition=models.Q(("state", "CLAIMED")), fields=["claimed_at"], name="claims_waiting"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "CLAIMED")),
                        fields=("announcement", "customer"),
                        name="claims_for_a_customer_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ACCEPTED")), fields=("announcement",), name="claims_one_accepted"
                    ),
                    models.CheckConstraint(condition=models.Q(("ground", ""), _negated=True), name="claims_has_ground"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("claimant_id", None),
                            ("decider_id", None),
                            models.Q(("claimant_id", models.F("decider_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="claims_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["ACCEPTED", "REFUSED"]),
                                models.Q(("decider_name", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["ACCEPTED", "REFUSED"]), _negated=True),
                                ("decided_at", None),
                                ("decider_id", None),
                                ("decider_name", ""),
                            ),
                            _connector="OR",
                        ),
                        name="claims_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "REFUSED"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="claims_refused_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("", ""),
                            ("ACCEPT", "ACCEPT"),
                            ("REFUSE", "REFUSE"),
                            ("WITHDRAW", "WITHDRAW"),
                            ("OVERTAKE", "OVERTAKE"),
                            ("REOPEN", "REOPEN"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("CLAIMED", "CLAIMED"),
                            ("ACCEPTED", "ACCEPTED"),
                            ("REFUSED", "REFUSED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("OVERTAKEN", "OVERTAKEN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="claims.claim"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Concerned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "concern",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "PROPOSED"),
                            ("AMOUNT_OPEN", "AMOUNT_OPEN"),
                            ("NOBODY_KNOWN", "NOBODY_KNOWN"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerned",
                        to="claims.announcement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.user",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["announcement"], name="claims_concerned_by")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "announcement"), name="claims_concerned_once")
                ],
            },
        ),
        AppendOnly("claims_concerned", "claims_claimmove"),
        Kept("claims_announcement", "claims_claim"),
    ]
