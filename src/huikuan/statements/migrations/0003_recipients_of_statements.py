"""Who at a customer gets his statements; append-only."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("customers", "0006_permissions"),
        ("statements", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecipientChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("role", models.CharField(blank=True, max_length=20)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.contact"
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
                    models.UniqueConstraint(fields=("customer", "number"), name="statements_choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("contact", None), ("role", ""), _connector="OR"),
                        name="statements_choice_of_one",
                    ),
                ],
            },
        ),
        AppendOnly("statements_recipientchoice"),
    ]
