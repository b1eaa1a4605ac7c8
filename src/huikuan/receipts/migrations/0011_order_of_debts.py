import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("receipts", "0010_forms_of_money"),
    ]

    operations = [
        migrations.CreateModel(
            name="DebtOrderVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "debt_order",
                    models.CharField(
                        choices=[
                            ("STATUTORY", "STATUTORY"),
                            ("NAMED", "NAMED"),
                            ("OLDEST_DUE", "OLDEST_DUE"),
                            ("OLDEST_INVOICE", "OLDEST_INVOICE"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="receipts_debt_order_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="receipts_debt_order_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debt_order__in", ["STATUTORY", "NAMED", "OLDEST_DUE", "OLDEST_INVOICE"])),
                        name="receipts_debt_order_known",
                    ),
                ],
            },
        ),
        AppendOnly("receipts_debtorderversion"),
    ]
