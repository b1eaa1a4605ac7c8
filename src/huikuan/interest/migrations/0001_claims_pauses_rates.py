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
        ("receivables", "0010_late_interest"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("from_day", models.DateField()),
                ("through_day", models.DateField()),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("AGREED", "AGREED"),
                            ("LPR_AT_DEFAULT", "LPR_AT_DEFAULT"),
                            ("LPR_SEGMENTS", "LPR_SEGMENTS"),
                            ("DAILY", "DAILY"),
                            ("JUDGMENT", "JUDGMENT"),
                        ],
                        max_length=16,
                    ),
                ),
                ("article", models.CharField(max_length=30)),
                ("rate_parts", models.BigIntegerField(null=True)),
                ("rate_is_daily", models.BooleanField(default=False)),
                ("factor_permille", models.PositiveIntegerField()),
                ("year_days", models.PositiveSmallIntegerField()),
                ("rates_number", models.PositiveIntegerField()),
                ("policy_number", models.PositiveIntegerField()),
                ("days", models.PositiveIntegerField()),
                ("interest_minor", models.BigIntegerField()),
                ("segments", models.JSONField()),
                ("cautions", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "PROPOSED"),
                            ("CHARGED", "CHARGED"),
                            ("WAIVED", "WAIVED"),
                            ("DROPPED", "DROPPED"),
                            ("REVERSED", "REVERSED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("freed_by", models.BigIntegerField(default=0)),
                ("request_id", models.BigIntegerField(null=True)),
                ("proposed_on", models.DateField()),
                ("proposed_by_id", models.BigIntegerField(null=True)),
                ("proposed_by_name", models.CharField(max_length=150)),
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
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receivables.invoice",
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receivables.receivable",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChargeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("PROPOSE", "PROPOSE"),
                            ("CHARGE", "CHARGE"),
                            ("ASK_WAIVER", "ASK_WAIVER"),
                            ("REFUSE_WAIVER", "REFUSE_WAIVER"),
                            ("WAIVE", "WAIVE"),
                            ("DROP", "DROP"),
                            ("REVERSE", "REVERSE"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "PROPOSED"),
                            ("CHARGED", "CHARGED"),
                            ("WAIVED", "WAIVED"),
                            ("DROPPED", "DROPPED"),
                            ("REVERSED", "REVERSED"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="interest.charge"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField()),
                ("through_day", models.DateField(null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[("BANKRUPTCY", "BANKRUPTCY"), ("AGREED", "AGREED"), ("SETTLEMENT", "SETTLEMENT")],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(max_length=300)),
                ("voided_by", models.BigIntegerField(default=0)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receivables.receivable",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("AGREED", "AGREED"),
                            ("LPR_AT_DEFAULT", "LPR_AT_DEFAULT"),
                            ("LPR_SEGMENTS", "LPR_SEGMENTS"),
                            ("DAILY", "DAILY"),
                            ("JUDGMENT", "JUDGMENT"),
                        ],
                        max_length=16,
                    ),
                ),
                ("factor_permille", models.PositiveIntegerField()),
                ("year_days", models.PositiveSmallIntegerField()),
                ("minimum_minor", models.BigIntegerField()),
                ("loss_permille", models.PositiveIntegerField()),
                ("payable_days", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PrimeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("since", models.DateField()),
                ("rate_bp", models.PositiveIntegerField()),
                ("as_of", models.DateField()),
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
            model_name="charge",
            index=models.Index(fields=["receivable", "id"], name="interest_of_item"),
        ),
        migrations.AddIndex(
            model_name="charge",
            index=models.Index(
                condition=models.Q(("request_id__isnull", False)), fields=["request_id"], name="interest_by_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("freed_by", 0)), fields=("receivable", "from_day"), name="interest_days_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("through_day__gte", models.F("from_day"))), name="interest_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("interest_minor__gte", 1), ("interest_minor__lte", 10000000000000)),
                name="interest_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["DROPPED", "REVERSED"]), models.Q(("freed_by", 0), _negated=True)),
                    models.Q(models.Q(("state__in", ["DROPPED", "REVERSED"]), _negated=True), ("freed_by", 0)),
                    _connector="OR",
                ),
                name="interest_freed_when_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", False), ("state__in", ["CHARGED", "REVERSED"])),
                    models.Q(models.Q(("state__in", ["CHARGED", "REVERSED"]), _negated=True), ("document", None)),
                    _connector="OR",
                ),
                name="interest_charged_with_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "WAIVED"), _negated=True), ("request_id__isnull", False), _connector="OR"
                ),
                name="interest_waived_on_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "AGREED"), _negated=True), ("rate_parts__isnull", False), _connector="OR"
                ),
                name="interest_agreed_rate_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(("article", ""), _negated=True), name="interest_article"
            ),
        ),
        migrations.AddIndex(
            model_name="pause",
            index=models.Index(fields=["customer", "company"], name="interest_pauses_of_customer"),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("through_day", None), ("through_day__gte", models.F("from_day")), _connector="OR"),
                name="interest_pause_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="interest_pause_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis__in", ["LPR_AT_DEFAULT", "LPR_SEGMENTS", "DAILY"]),
                    ("factor_permille__gte", 100),
                    ("factor_permille__lte", 4000),
                    ("loss_permille__gte", 100),
                    ("loss_permille__lte", 4000),
                    ("minimum_minor__gte", 1),
                    ("payable_days__lte", 90),
                    ("year_days__in", [360, 365]),
                ),
                name="interest_policy_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="interest_policy_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="primerate",
            constraint=models.CheckConstraint(
                condition=models.Q(("as_of__gte", models.F("since")), ("rate_bp__gte", 1), ("rate_bp__lte", 5000)),
                name="interest_prime_rate_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="primerate",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="interest_prime_rate_source"
            ),
        ),
        AppendOnly("interest_chargestep", "interest_primerate", "interest_policyversion"),
        Kept("interest_charge", "interest_pause"),
    ]
