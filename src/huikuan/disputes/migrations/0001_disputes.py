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
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("QUALITY", "QUALITY"),
                            ("QUANTITY", "QUANTITY"),
                            ("PRICE", "PRICE"),
                            ("DELIVERY", "DELIVERY"),
                            ("ACCEPTANCE", "ACCEPTANCE"),
                            ("INVOICE_WRONG", "INVOICE_WRONG"),
                            ("PAID_ALREADY", "PAID_ALREADY"),
                            ("NOT_OURS", "NOT_OURS"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=14,
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("said_by", models.CharField(blank=True, max_length=150)),
                ("link_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "OPEN"),
                            ("ACCEPTED", "ACCEPTED"),
                            ("REJECTED", "REJECTED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("SETTLED", "SETTLED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by_id", models.BigIntegerField(null=True)),
                ("opened_by_name", models.CharField(max_length=150)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("deadline", models.DateField()),
                ("policy_number", models.PositiveIntegerField()),
                ("ended_on", models.DateField(null=True)),
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
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_on", None)), fields=["deadline"], name="disputes_holding"),
                    models.Index(fields=["customer", "state"], name="disputes_of_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="disputes_says_why"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1)), name="disputes_about_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["OPEN", "ACCEPTED"]), ("ended_on", None)),
                            models.Q(
                                models.Q(("state__in", ["OPEN", "ACCEPTED"]), _negated=True),
                                ("ended_on__gte", models.F("opened_on")),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disputes_ended_when_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deadline__gte", models.F("opened_on"))), name="disputes_days_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisputeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("open_minor", models.BigIntegerField()),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="disputes.dispute"
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dispute", "receivable"), name="disputes_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gte", 1),
                            ("amount_minor__lte", models.F("open_minor")),
                            ("open_minor__lte", 10000000000000),
                        ),
                        name="disputes_item_within_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisputeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("RAISE", "RAISE"),
                            ("ASSIGN", "ASSIGN"),
                            ("ADD_EVIDENCE", "ADD_EVIDENCE"),
                            ("ACCEPT", "ACCEPT"),
                            ("REJECT", "REJECT"),
                            ("WITHDRAW", "WITHDRAW"),
                            ("SETTLE", "SETTLE"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "OPEN"),
                            ("ACCEPTED", "ACCEPTED"),
                            ("REJECTED", "REJECTED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("SETTLED", "SETTLED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=2000)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="disputes.dispute"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("days", models.JSONField()),
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
                        condition=models.Q(("reason", ""), _negated=True), name="disputes_policy_says_why"
                    )
                ],
            },
        ),
        AppendOnly("disputes_disputeitem", "disputes_disputestep", "disputes_policyversion"),
        Kept("disputes_dispute"),
    ]
