"""Deadlines of cases among the others, warning days as policy, the night's reckoning. SQLite makes the table anew: what keeps its rows is put on again."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept

KEPT = Kept("clocks_deadline")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("clocks", "0001_events_and_clocks"),
        ("customers", "0006_permissions"),
    ]

    operations = [
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("first_days", models.PositiveSmallIntegerField()),
                ("second_days", models.PositiveSmallIntegerField()),
                ("last_days", models.PositiveSmallIntegerField()),
                ("short_first_days", models.PositiveSmallIntegerField()),
                ("short_second_days", models.PositiveSmallIntegerField()),
                ("short_last_days", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reckoning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("clocks", models.PositiveIntegerField()),
                ("acts_through", models.BigIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="deadline",
            name="clocks_deadline_whole",
        ),
        migrations.AddField(
            model_name="deadline",
            name="person_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="reference",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ENFORCEMENT", "ENFORCEMENT"),
                    ("BANKRUPTCY_CLAIM", "BANKRUPTCY_CLAIM"),
                    ("ORDER_BY_COURT", "ORDER_BY_COURT"),
                    ("PAYMENT_ORDER", "PAYMENT_ORDER"),
                    ("APPEAL", "APPEAL"),
                    ("INSPECTION", "INSPECTION"),
                    ("HEARING", "HEARING"),
                    ("EVIDENCE", "EVIDENCE"),
                    ("OTHER", "OTHER"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("reference", ""), _negated=True), fields=["reference"], name="clocks_deadlines_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("basis")), models.Q(("subject", ""), _negated=True)),
                name="clocks_deadline_whole",
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="act",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_days__lte", 1000),
                    ("last_days__lt", models.F("second_days")),
                    ("second_days__lt", models.F("first_days")),
                    ("short_first_days__lte", 1000),
                    ("short_last_days__lt", models.F("short_second_days")),
                    ("short_second_days__lt", models.F("short_first_days")),
                ),
                name="clocks_policy_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="clocks_policy_says_why"
            ),
        ),
        migrations.RunPython(KEPT.code, KEPT.reverse_code),
        AppendOnly("clocks_policyversion"),
    ]
