"""Sanctions with items and history, versions of the ladders, entries of the courts' list; history is never rewritten."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("documents", "0006_papers_after_the_due_date"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sanction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("DEMAND_1", "DEMAND_1"),
                            ("DEMAND_2", "DEMAND_2"),
                            ("DEMAND_3", "DEMAND_3"),
                            ("LAWYER_LETTER", "LAWYER_LETTER"),
                            ("STOP_DISCOUNT", "STOP_DISCOUNT"),
                            ("STOP_SUPPLY", "STOP_SUPPLY"),
                            ("STOP_SERVICE", "STOP_SERVICE"),
                            ("END_AUTHORISATION", "END_AUTHORISATION"),
                            ("LEGAL", "LEGAL"),
                            ("CONTROLLED_SHIPPING", "CONTROLLED_SHIPPING"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "PROPOSED"),
                            ("APPROVED", "APPROVED"),
                            ("NOTIFIED", "NOTIFIED"),
                            ("IN_FORCE", "IN_FORCE"),
                            ("RELEASED", "RELEASED"),
                            ("REJECTED", "REJECTED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("asked_minor", models.BigIntegerField()),
                ("order_number", models.CharField(blank=True, default="", max_length=60)),
                ("lower_minor", models.BigIntegerField(default=0)),
                ("lower_permille", models.PositiveSmallIntegerField(default=0)),
                ("reference_minor", models.BigIntegerField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("facts", models.JSONField(default=dict)),
                ("facts_by_id", models.BigIntegerField(null=True)),
                ("gate", models.JSONField(default=dict)),
                ("policy_number", models.PositiveIntegerField()),
                ("proposed_on", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by_name", models.CharField(max_length=150)),
                ("request_id", models.BigIntegerField(null=True, unique=True)),
                ("moved_on", models.DateField()),
                ("noticed_on", models.DateField(null=True)),
                ("notice_way", models.CharField(blank=True, default="", max_length=8)),
                ("message_id", models.BigIntegerField(null=True, unique=True)),
                ("credit_stop_id", models.BigIntegerField(null=True, unique=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SanctionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_minor", models.BigIntegerField()),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="sanctions.sanction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SanctionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("PROPOSE", "PROPOSE"),
                            ("STATE", "STATE"),
                            ("APPROVE", "APPROVE"),
                            ("REJECT", "REJECT"),
                            ("WITHDRAW", "WITHDRAW"),
                            ("NOTIFY", "NOTIFY"),
                            ("APPLY", "APPLY"),
                            ("RELEASE", "RELEASE"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "PROPOSED"),
                            ("APPROVED", "APPROVED"),
                            ("NOTIFIED", "NOTIFIED"),
                            ("IN_FORCE", "IN_FORCE"),
                            ("RELEASED", "RELEASED"),
                            ("REJECTED", "REJECTED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("gate", models.JSONField(default=dict)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="sanctions.sanction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CourtEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("court", models.CharField(max_length=150)),
                ("case_number", models.CharField(max_length=80)),
                ("stands", models.BooleanField()),
                ("checked_on", models.DateField()),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "-id"], name="sanctions_court_of_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case_number", ""), _negated=True), models.Q(("court", ""), _negated=True)
                        ),
                        name="sanctions_court_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("content", models.JSONField()),
                ("reason", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="sanctions_ladder_says_why"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["state", "rung"], name="sanctions_by_state"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["customer", "company"], name="sanctions_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["APPROVED", "IN_FORCE", "NOTIFIED", "PROPOSED"])),
                fields=("customer", "company", "rung"),
                name="sanctions_rung_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_minor__gte", 1), ("asked_minor__lte", 10000000000000)),
                name="sanctions_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="sanctions_say_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("NOTIFIED", "IN_FORCE")), _negated=True),
                    models.Q(("letter__isnull", False), ("noticed_on__isnull", False)),
                    _connector="OR",
                ),
                name="sanctions_told_by_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rung", "STOP_SUPPLY"), ("state", "IN_FORCE"), _negated=True),
                    models.Q(("credit_stop_id__isnull", False), models.Q(("order_number", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sanctions_supply_stopped_in_credit",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lower_minor__gte", 0),
                    ("lower_minor__lte", 10000000000000),
                    ("lower_permille__lte", 1000),
                    models.Q(
                        models.Q(("rung", "CONTROLLED_SHIPPING"), _negated=True),
                        ("lower_minor__gt", 0),
                        ("lower_permille__gt", 0),
                        _connector="OR",
                    ),
                ),
                name="sanctions_control_lowers",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionitem",
            constraint=models.UniqueConstraint(fields=("sanction", "receivable"), name="sanctions_item_once"),
        ),
        migrations.AddConstraint(
            model_name="sanctionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_minor__gte", 1)), name="sanctions_item_amount"
            ),
        ),
        AppendOnly(
            "sanctions_sanctionitem", "sanctions_sanctionstep", "sanctions_ladderversion", "sanctions_courtentry"
        ),
        Kept("sanctions_sanction"),
    ]
