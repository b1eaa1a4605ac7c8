import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("ledger", "0006_entries_of_a_customer"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatrixVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "method",
                    models.CharField(
                        choices=[("FLOW", "FLOW"), ("MIGRATION", "MIGRATION"), ("SET", "SET")], max_length=10
                    ),
                ),
                ("basis", models.CharField(choices=[("due", "due"), ("invoice", "invoice")], max_length=8)),
                ("edges", models.JSONField()),
                ("segment_by", models.CharField(blank=True, max_length=12)),
                ("figures", models.JSONField()),
                ("forward_ppm", models.IntegerField()),
                ("forward_source", models.CharField(blank=True, max_length=400)),
                ("accounts", models.JSONField()),
                ("source", models.CharField(max_length=400)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProvisionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("as_of", models.DateField()),
                ("balance_minor", models.BigIntegerField()),
                ("allowance_minor", models.BigIntegerField()),
                ("previous_minor", models.BigIntegerField()),
                ("used_minor", models.BigIntegerField()),
                ("bad_debt_minor", models.BigIntegerField()),
                ("charge_minor", models.BigIntegerField()),
                ("reason", models.CharField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "PROPOSED"),
                            ("APPROVED", "APPROVED"),
                            ("EXPORTED", "EXPORTED"),
                            ("REJECTED", "REJECTED"),
                            ("WITHDRAWN", "WITHDRAWN"),
                        ],
                        max_length=10,
                    ),
                ),
                ("request_id", models.BigIntegerField(null=True, unique=True)),
                ("proposed_by_name", models.CharField(max_length=150)),
                ("proposed_at", models.DateTimeField()),
                ("exported_at", models.DateTimeField(null=True)),
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
                    "matrix",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="provisions.matrixversion"
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provisions.provisionrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer_id", models.BigIntegerField()),
                ("company_id", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("receipt_id", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("on", models.DateField()),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "allocated",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.posting"
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
                (
                    "revived",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.posting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RunCustomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("balance_minor", models.BigIntegerField()),
                ("expected_minor", models.BigIntegerField()),
                ("allowance_minor", models.BigIntegerField()),
                ("reason", models.CharField(max_length=1000)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="provisions.provisionrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RunLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("segment", models.CharField(blank=True, max_length=60)),
                ("bucket", models.SmallIntegerField()),
                ("balance_minor", models.BigIntegerField()),
                ("rate_ppb", models.BigIntegerField(null=True)),
                ("historic_ppb", models.BigIntegerField(null=True)),
                ("is_capped", models.BooleanField()),
                ("is_raised", models.BooleanField()),
                ("allowance_minor", models.BigIntegerField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="provisions.provisionrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("BANKRUPT", "BANKRUPT"),
                            ("DECEASED", "DECEASED"),
                            ("OVERDUE_3_YEARS", "OVERDUE_3_YEARS"),
                            ("RESTRUCTURED", "RESTRUCTURED"),
                            ("FORCE_MAJEURE", "FORCE_MAJEURE"),
                            ("SMALL_1_YEAR", "SMALL_1_YEAR"),
                            ("ENFORCEMENT_ENDED", "ENFORCEMENT_ENDED"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=20,
                    ),
                ),
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
            name="WriteOffItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
                (
                    "write_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="provisions.writeoff"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("expected_minor", models.BigIntegerField()),
                ("is_over", models.BooleanField(default=False)),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=1000)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
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
                "indexes": [models.Index(fields=["company", "currency", "customer", "on"], name="provisions_assessed")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="provisions_assessment_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expected_minor__gte", 0), ("expected_minor__lte", 10000000000000)),
                        name="provisions_assessment_amount",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="matrixversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="provisions_matrix_has_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="matrixversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("forward_ppm", 0), models.Q(("forward_source", ""), _negated=True), _connector="OR"
                ),
                name="provisions_forward_has_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="matrixversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("forward_ppm__gte", -1000000), ("forward_ppm__lte", 10000000)),
                name="provisions_forward_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="provisionrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "charge_minor",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("allowance_minor"), "-", models.F("previous_minor")
                            ),
                            "+",
                            models.F("used_minor"),
                        ),
                    )
                ),
                name="provisions_charge_is_movement",
            ),
        ),
        migrations.AddConstraint(
            model_name="provisionrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allowance_minor__gte", 0),
                    ("allowance_minor__lte", models.F("balance_minor")),
                    ("previous_minor__gte", 0),
                ),
                name="provisions_allowance_within_balance",
            ),
        ),
        migrations.AddConstraint(
            model_name="provisionrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exported_at__isnull", False), ("state", "EXPORTED")),
                    models.Q(models.Q(("state", "EXPORTED"), _negated=True), ("exported_at", None)),
                    _connector="OR",
                ),
                name="provisions_exported_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="provisionrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["PROPOSED", "APPROVED", "EXPORTED"])),
                fields=("company", "currency", "as_of"),
                name="provisions_once_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="recovery",
            index=models.Index(fields=["customer_id"], name="provisions_recoveries"),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                name="provisions_recovery_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="runcustomer",
            constraint=models.UniqueConstraint(fields=("run", "customer"), name="provisions_customer_once"),
        ),
        migrations.AddConstraint(
            model_name="runcustomer",
            constraint=models.CheckConstraint(
                condition=models.Q(("allowance_minor__gte", 0), ("allowance_minor__lte", models.F("balance_minor"))),
                name="provisions_customer_within_balance",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.UniqueConstraint(fields=("run", "segment", "bucket"), name="provisions_line_once"),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(("allowance_minor__gte", 0), ("allowance_minor__lte", models.F("balance_minor"))),
                name="provisions_line_within_balance",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rate_ppb__gte", 0), ("rate_ppb__lte", 1000000000)),
                    models.Q(("balance_minor", 0), ("rate_ppb", None)),
                    _connector="OR",
                ),
                name="provisions_line_rate",
            ),
        ),
        migrations.AddIndex(
            model_name="writeoff",
            index=models.Index(fields=["customer", "state"], name="provisions_write_offs"),
        ),
        migrations.AddConstraint(
            model_name="writeoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                name="provisions_write_off_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="provisions_write_off_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posted_on__isnull", False), ("state", "POSTED")),
                    models.Q(models.Q(("state", "POSTED"), _negated=True), ("posted_on", None)),
                    _connector="OR",
                ),
                name="provisions_posted_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoffitem",
            constraint=models.UniqueConstraint(fields=("write_off", "receivable"), name="provisions_item_once"),
        ),
        migrations.AddConstraint(
            model_name="writeoffitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                name="provisions_item_amount",
            ),
        ),
        AppendOnly(
            "provisions_matrixversion",
            "provisions_assessment",
            "provisions_runline",
            "provisions_runcustomer",
            "provisions_writeoffitem",
            "provisions_recovery",
        ),
        Kept("provisions_provisionrun", "provisions_writeoff"),
    ]
