"""Who was reached in a contact and how it went; UPDATE and DELETE raise, as of the contact itself."""

import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0004_planned_visits"),
        ("customers", "0006_permissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="conversation",
                        serialize=False,
                        to="activities.activity",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=20)),
                ("opening", models.CharField(blank=True, max_length=1000)),
                ("bargaining", models.CharField(blank=True, max_length=1000)),
                ("action", models.CharField(blank=True, max_length=1000)),
                ("consequence", models.CharField(blank=True, max_length=1000)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.contact"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consequence", ""), models.Q(("action", ""), _negated=True), _connector="OR"
                        ),
                        name="activities_consequence_of_an_action",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("action", ""),
                            ("bargaining", ""),
                            ("contact", None),
                            ("opening", ""),
                            ("role", ""),
                            _negated=True,
                        ),
                        name="activities_conversation_says_something",
                    ),
                ],
            },
        ),
        AppendOnly("activities_conversation"),
    ]
