"""Who else may pay for a customer, by a signed paper or a decision; nothing may be there without one of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("documents", "0005_seal_of_an_own_company"),
        ("paying", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("signed_on", models.DateField()),
                ("valid_through", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=150)),
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
                (
                    "debtor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
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
                (
                    "payer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["debtor", "payer"], name="paying_mandate_pair"),
                    models.Index(fields=["payer"], name="paying_mandate_payer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("payer", models.F("debtor")), _negated=True),
                        name="paying_mandate_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("document__isnull", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="paying_mandate_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_through", None), ("valid_through__gte", models.F("signed_on")), _connector="OR"
                        ),
                        name="paying_mandate_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by_name", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_by_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="paying_mandate_end_whole",
                    ),
                ],
            },
        ),
    ]
