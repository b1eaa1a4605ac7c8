"""A stop of one order holds for one own company: another may have an order of the same number."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("credit", "0003_stops_of_one_order"),
        ("customers", "0006_permissions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="creditstop",
            name="credit_stopped_once",
        ),
        migrations.AddField(
            model_name="creditstop",
            name="company",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("company", None), ("lifted_at", None)),
                fields=("customer", "order_number"),
                name="credit_stopped_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("company__isnull", False), ("lifted_at", None)),
                fields=("customer", "company", "order_number"),
                name="credit_stopped_once_by_company",
            ),
        ),
    ]
