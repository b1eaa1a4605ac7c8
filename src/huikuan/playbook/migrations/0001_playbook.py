import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("activities", "0004_planned_visits"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="StrategyUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("strategy", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("used_on", models.DateField()),
                ("cause", models.CharField(blank=True, max_length=20)),
                ("nature", models.CharField(blank=True, max_length=20)),
                ("grade", models.CharField(blank=True, max_length=8)),
                (
                    "age",
                    models.CharField(
                        choices=[
                            ("NOT_DUE", "NOT_DUE"),
                            ("TO_30", "TO_30"),
                            ("TO_60", "TO_60"),
                            ("TO_90", "TO_90"),
                            ("TO_180", "TO_180"),
                            ("OVER_180", "OVER_180"),
                        ],
                        max_length=10,
                    ),
                ),
                ("days_overdue", models.IntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("asked_minor", models.BigIntegerField()),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activity"
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
        ),
        migrations.CreateModel(
            name="StrategyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("document", models.JSONField()),
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
            name="UsedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("open_minor", models.BigIntegerField()),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
                (
                    "use",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="playbook.strategyuse"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UseResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("strategy", models.CharField(max_length=40)),
                ("cause", models.CharField(blank=True, max_length=20)),
                ("grade", models.CharField(blank=True, max_length=8)),
                ("age", models.CharField(max_length=10)),
                ("paid_minor", models.BigIntegerField()),
                ("paid_permille", models.PositiveSmallIntegerField()),
                ("has_succeeded", models.BooleanField()),
                ("within_days", models.PositiveSmallIntegerField()),
                ("policy_number", models.PositiveIntegerField()),
                ("judged_on", models.DateField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "use",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="result", to="playbook.strategyuse"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeasureVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("within_days", models.PositiveSmallIntegerField()),
                ("success_permille", models.PositiveSmallIntegerField()),
                ("enough_cases", models.PositiveSmallIntegerField()),
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
                            ("enough_cases__gte", 2),
                            ("enough_cases__lte", 1000),
                            ("success_permille__gte", 1),
                            ("success_permille__lte", 1000),
                            ("within_days__gte", 1),
                            ("within_days__lte", 180),
                        ),
                        name="playbook_measure_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="playbook_measure_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NegotiationPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("aim", models.CharField(max_length=1000)),
                ("bottom_line", models.CharField(max_length=1000)),
                ("alternatives", models.CharField(blank=True, max_length=2000)),
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
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "number"), name="playbook_plan_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aim", ""), _negated=True), models.Q(("bottom_line", ""), _negated=True)
                        ),
                        name="playbook_plan_whole",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="strategyuse",
            index=models.Index(fields=["used_on"], name="playbook_uses_by_day"),
        ),
        migrations.AddConstraint(
            model_name="strategyuse",
            constraint=models.CheckConstraint(condition=models.Q(("asked_minor__gte", 1)), name="playbook_use_amount"),
        ),
        migrations.AddConstraint(
            model_name="strategyuse",
            constraint=models.CheckConstraint(
                condition=models.Q(("strategy", ""), _negated=True), name="playbook_use_of_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=models.UniqueConstraint(fields=("code", "number"), name="playbook_version_once"),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="playbook_version_numbered"),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="playbook_version_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="useditem",
            constraint=models.UniqueConstraint(fields=("use", "receivable"), name="playbook_item_once"),
        ),
        migrations.AddConstraint(
            model_name="useditem",
            constraint=models.CheckConstraint(condition=models.Q(("open_minor__gte", 1)), name="playbook_item_amount"),
        ),
        migrations.AddIndex(
            model_name="useresult",
            index=models.Index(
                fields=["strategy", "cause", "grade", "age", "has_succeeded"], name="playbook_results_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="useresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid_minor__gte", 0), ("paid_permille__gte", 0), ("paid_permille__lte", 1000)),
                name="playbook_result_share",
            ),
        ),
        AppendOnly(
            "playbook_strategyversion",
            "playbook_strategyuse",
            "playbook_useditem",
            "playbook_useresult",
            "playbook_measureversion",
            "playbook_negotiationplan",
        ),
    ]
