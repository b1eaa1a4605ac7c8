import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    """Plans to pay: terms, items and history that never change; holds that are released and never deleted."""

    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("INSTALMENTS", "INSTALMENTS"),
                            ("DISCOUNT_FOR_PAYMENT", "DISCOUNT_FOR_PAYMENT"),
                            ("PART_AND_REST", "PART_AND_REST"),
                        ],
                        max_length=20,
                    ),
                ),
                ("settled_minor", models.BigIntegerField()),
                ("discount_minor", models.BigIntegerField()),
                (
                    "interest",
                    models.CharField(
                        choices=[
                            ("CONTINUES", "CONTINUES"),
                            ("PAUSED", "PAUSED"),
                            ("WAIVED_IF_KEPT", "WAIVED_IF_KEPT"),
                        ],
                        max_length=14,
                    ),
                ),
                ("interest_loss_minor", models.BigIntegerField()),
                ("time_loss_minor", models.BigIntegerField()),
                ("policy_number", models.PositiveIntegerField()),
                ("begins_on", models.DateField()),
                ("text", models.CharField(blank=True, max_length=2000)),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by_name", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "DRAFT"),
                            ("WAITING", "WAITING"),
                            ("PROPOSED", "PROPOSED"),
                            ("AGREED", "AGREED"),
                            ("RUNNING", "RUNNING"),
                            ("DONE", "DONE"),
                            ("BROKEN", "BROKEN"),
                            ("CANCELLED", "CANCELLED"),
                            ("SUPERSEDED", "SUPERSEDED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("paid_minor", models.BigIntegerField(default=0)),
                ("held_through", models.DateField()),
                ("signed_by", models.CharField(blank=True, max_length=150)),
                ("signed_on", models.DateField(null=True)),
                ("signed_document_id", models.BigIntegerField(null=True)),
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
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("day", models.DateField()),
                ("held_through", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="settlements.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                ("pause_id", models.BigIntegerField(null=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="settlements.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanDiscount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("posting_id", models.BigIntegerField(unique=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="discounts", to="settlements.plan"
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("written_off_minor", models.BigIntegerField(default=0)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="settlements.plan"
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
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
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "DRAFT"),
                            ("WAITING", "WAITING"),
                            ("PROPOSED", "PROPOSED"),
                            ("AGREED", "AGREED"),
                            ("RUNNING", "RUNNING"),
                            ("DONE", "DONE"),
                            ("BROKEN", "BROKEN"),
                            ("CANCELLED", "CANCELLED"),
                            ("SUPERSEDED", "SUPERSEDED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("minor", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="settlements.plan"
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
                ("capital_rate_permyriad", models.PositiveIntegerField()),
                ("free_minor", models.BigIntegerField()),
                ("free_loss_minor", models.BigIntegerField()),
                ("tier_loss_minor", models.BigIntegerField()),
                ("reasonable_days", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("state__in", ["AGREED", "RUNNING"])),
                fields=["held_through"],
                name="settlements_live",
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["customer", "state"], name="settlements_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("discount_minor__gte", 0),
                    ("discount_minor__lt", models.F("settled_minor")),
                    ("interest_loss_minor__gte", 0),
                    ("paid_minor__gte", 0),
                    ("settled_minor__gte", 1),
                    ("settled_minor__lte", 10000000000000),
                    ("time_loss_minor__gte", 0),
                ),
                name="settlements_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "DISCOUNT_FOR_PAYMENT"), _negated=True),
                    ("discount_minor__gte", 1),
                    _connector="OR",
                ),
                name="settlements_discount_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("begins_on__gte", models.F("made_on")), ("held_through__gte", models.F("begins_on"))
                ),
                name="settlements_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["DRAFT", "WAITING", "PROPOSED"]),
                        ("signed_by", ""),
                        ("signed_document_id", None),
                        ("signed_on", None),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["AGREED", "RUNNING"]),
                            ("state__in", ["DONE", "BROKEN", "SUPERSEDED"]),
                            _connector="OR",
                        ),
                        ("signed_document_id__isnull", False),
                        ("signed_on__isnull", False),
                        models.Q(("signed_by", ""), _negated=True),
                    ),
                    ("state", "CANCELLED"),
                    _connector="OR",
                ),
                name="settlements_agreed_when_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("state__in", ["DRAFT", "WAITING", "PROPOSED"]),
                            ("state__in", ["AGREED", "RUNNING"]),
                            _connector="OR",
                        ),
                        ("ended_on", None),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["DRAFT", "WAITING", "PROPOSED"]),
                            ("state__in", ["AGREED", "RUNNING"]),
                            _connector="OR",
                            _negated=True,
                        ),
                        ("ended_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="settlements_ended_when_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="settlements_instalment_once"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gte", 1),
                    ("held_through__gte", models.F("day")),
                    ("number__gte", 1),
                    ("number__lte", 60),
                ),
                name="settlements_instalment_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)), fields=("receivable",), name="settlements_one_plan_an_item"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(("released_at", None), ("released_at__gte", models.F("since")), _connector="OR"),
                name="settlements_hold_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="plandiscount",
            constraint=models.UniqueConstraint(fields=("plan", "receivable"), name="settlements_discount_once"),
        ),
        migrations.AddConstraint(
            model_name="plandiscount",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 1)), name="settlements_discount_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.UniqueConstraint(fields=("plan", "receivable"), name="settlements_item_once"),
        ),
        migrations.AddConstraint(
            model_name="planitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 1), ("written_off_minor__gte", 0)),
                name="settlements_item_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("capital_rate_permyriad__lte", 10000),
                    ("free_loss_minor__gte", 0),
                    ("free_minor__gte", 0),
                    ("grace_days__lte", 30),
                    ("reasonable_days__gte", 1),
                    ("reasonable_days__lte", 180),
                    ("tier_loss_minor__gte", 0),
                ),
                name="settlements_policy_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="settlements_policy_says_why"
            ),
        ),
        AppendOnly(
            "settlements_planitem",
            "settlements_instalment",
            "settlements_plandiscount",
            "settlements_planstep",
            "settlements_policyversion",
        ),
        Kept("settlements_plan", "settlements_hold"),
    ]
