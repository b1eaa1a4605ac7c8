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
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("day", models.DateField()),
                ("held_through", models.DateField()),
                ("kept_permille", models.PositiveSmallIntegerField()),
                ("policy_number", models.PositiveIntegerField()),
                ("said_by", models.CharField(max_length=150)),
                ("role", models.CharField(blank=True, max_length=40)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("CALL", "CALL"),
                            ("VISIT", "VISIT"),
                            ("MEETING", "MEETING"),
                            ("CHAT", "CHAT"),
                            ("EMAIL", "EMAIL"),
                            ("LETTER", "LETTER"),
                            ("PORTAL", "PORTAL"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=2000)),
                ("link_id", models.BigIntegerField(null=True)),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("recorded_by_name", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "RUNNING"),
                            ("KEPT", "KEPT"),
                            ("PARTLY_KEPT", "PARTLY_KEPT"),
                            ("BROKEN", "BROKEN"),
                            ("SUPERSEDED", "SUPERSEDED"),
                            ("CANCELLED", "CANCELLED"),
                        ],
                        max_length=12,
                    ),
                ),
                ("paid_minor", models.BigIntegerField(default=0)),
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
                    models.Index(
                        condition=models.Q(("state", "RUNNING")), fields=["held_through"], name="promises_running"
                    ),
                    models.Index(fields=["customer", "state"], name="promises_of_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000), ("paid_minor__gte", 0)
                        ),
                        name="promises_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__gte", models.F("made_on")), ("held_through__gte", models.F("day"))),
                        name="promises_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("state", "RUNNING")),
                            models.Q(models.Q(("state", "RUNNING"), _negated=True), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="promises_ended_when_judged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("said_by", ""), _negated=True), name="promises_by_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("receivable_ids", models.JSONField()),
                ("day", models.DateField()),
                ("text", models.CharField(max_length=2000)),
                ("said_by", models.CharField(blank=True, max_length=150)),
                ("link_id", models.BigIntegerField(null=True)),
                ("asked_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by_name", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[("ASKED", "ASKED"), ("ACCEPTED", "ACCEPTED"), ("REFUSED", "REFUSED")], max_length=8
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=150)),
                ("note", models.CharField(blank=True, max_length=2000)),
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
                    "promise",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ASKED")), fields=["asked_on"], name="promises_extensions"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="promises_extension_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1)), name="promises_extension_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("promise", None), ("state", "ASKED")),
                            models.Q(("decided_at__isnull", False), ("promise", None), ("state", "REFUSED")),
                            models.Q(("decided_at__isnull", False), ("promise__isnull", False), ("state", "ACCEPTED")),
                            _connector="OR",
                        ),
                        name="promises_extension_decided_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="promises.promise"
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
                    models.UniqueConstraint(fields=("promise", "receivable"), name="promises_item_once"),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gte", 1)), name="promises_item_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("MAKE", "MAKE"),
                            ("KEEP", "KEEP"),
                            ("KEEP_IN_PART", "KEEP_IN_PART"),
                            ("BREAK", "BREAK"),
                            ("SUPERSEDE", "SUPERSEDE"),
                            ("CANCEL", "CANCEL"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "RUNNING"),
                            ("KEPT", "KEPT"),
                            ("PARTLY_KEPT", "PARTLY_KEPT"),
                            ("BROKEN", "BROKEN"),
                            ("SUPERSEDED", "SUPERSEDED"),
                            ("CANCELLED", "CANCELLED"),
                        ],
                        max_length=12,
                    ),
                ),
                ("paid_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="promises.promise"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("grace_days", models.PositiveSmallIntegerField()),
                ("kept_permille", models.PositiveSmallIntegerField()),
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
                        condition=models.Q(
                            ("grace_days__lte", 30), ("kept_permille__gte", 500), ("kept_permille__lte", 1000)
                        ),
                        name="promises_policy_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="promises_policy_says_why"
                    ),
                ],
            },
        ),
        AppendOnly("promises_promiseitem", "promises_promisestep", "promises_policyversion"),
        Kept("promises_promise", "promises_extension"),
    ]
