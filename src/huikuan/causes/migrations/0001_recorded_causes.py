import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("activities", "0005_conversations"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("documents", "0006_papers_after_the_due_date"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("NO_MONEY", "NO_MONEY"),
                            ("KEEPS_IT", "KEEPS_IT"),
                            ("LEVER", "LEVER"),
                            ("PROCESS_BLOCKED", "PROCESS_BLOCKED"),
                            ("NOT_SELLING", "NOT_SELLING"),
                            ("OUR_QUALITY", "OUR_QUALITY"),
                            ("OUR_DELIVERY", "OUR_DELIVERY"),
                            ("OUR_INVOICE", "OUR_INVOICE"),
                            ("OUR_ACCEPTANCE", "OUR_ACCEPTANCE"),
                            ("TERM_UNCLEAR", "TERM_UNCLEAR"),
                        ],
                        max_length=16,
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("owner_id", models.BigIntegerField()),
                ("owner_name", models.CharField(max_length=150)),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("recorded_by_name", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("IN_FORCE", "IN_FORCE"),
                            ("SETTLED", "SETTLED"),
                            ("REPLACED", "REPLACED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                        ],
                        max_length=10,
                    ),
                ),
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
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="causes_says_why"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("state", "IN_FORCE")),
                            models.Q(
                                models.Q(("state", "IN_FORCE"), _negated=True),
                                ("ended_on__gte", models.F("since")),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="causes_ended_when_over",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["customer", "state"], name="causes_of_customer"),
                    models.Index(fields=["since"], name="causes_by_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CauseEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="causes.cause"
                    ),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activity__isnull", False), ("document", None)),
                            models.Q(("activity", None), ("document__isnull", False)),
                            _connector="OR",
                        ),
                        name="causes_evidence_is_one_thing",
                    ),
                    models.UniqueConstraint(fields=("cause", "document"), name="causes_document_once"),
                    models.UniqueConstraint(fields=("cause", "activity"), name="causes_activity_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CauseItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("open_minor", models.BigIntegerField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="causes.cause"
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
                    models.UniqueConstraint(fields=("cause", "receivable"), name="causes_item_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("receivable",),
                        name="causes_one_in_force_an_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("open_minor__gte", 1), ("open_minor__lte", 10000000000000)),
                        name="causes_item_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CauseStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("RECORD", "RECORD"),
                            ("MEND", "MEND"),
                            ("REOPEN", "REOPEN"),
                            ("NARROW", "NARROW"),
                            ("SETTLE", "SETTLE"),
                            ("REPLACE", "REPLACE"),
                            ("WITHDRAW", "WITHDRAW"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("IN_FORCE", "IN_FORCE"),
                            ("SETTLED", "SETTLED"),
                            ("REPLACED", "REPLACED"),
                            ("WITHDRAWN", "WITHDRAWN"),
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
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="causes.cause"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MendTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=300)),
                ("who_id", models.BigIntegerField()),
                ("who_name", models.CharField(max_length=150)),
                ("until", models.DateField()),
                ("done_on", models.DateField(null=True)),
                ("done_by_name", models.CharField(blank=True, max_length=150)),
                (
                    "cause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mend", to="causes.cause"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="causes_mend_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by_name", ""), ("done_on", None)),
                            models.Q(("done_on__isnull", False), models.Q(("done_by_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="causes_mend_done_by_somebody",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("done_on", None)), fields=["until"], name="causes_to_mend"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("amounts", models.JSONField()),
                ("days", models.PositiveSmallIntegerField()),
                ("grace_days", models.PositiveSmallIntegerField()),
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
                        condition=models.Q(("days__gte", 1), ("days__lte", 366), ("grace_days__lte", 30)),
                        name="causes_policy_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="causes_policy_says_why"
                    ),
                ],
            },
        ),
        AppendOnly("causes_causeevidence", "causes_causestep", "causes_policyversion"),
        Kept("causes_cause", "causes_causeitem", "causes_mendtask"),
    ]
