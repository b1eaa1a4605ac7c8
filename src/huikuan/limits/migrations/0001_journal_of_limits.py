import django.db.models.deletion
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    """Limits as a journal that only grows."""

    initial = True

    dependencies = [
        ("approvals", "0001_requests_and_tiers"),
        ("audit", "0002_append_only"),
        ("customers", "0003_name_pinyin"),
    ]

    operations = [
        migrations.CreateModel(
            name="LimitLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PERMANENT", "PERMANENT"),
                            ("TEMPORARY", "TEMPORARY"),
                            ("SINGLE_ORDER", "SINGLE_ORDER"),
                        ],
                        max_length=20,
                    ),
                ),
                ("order_number", models.CharField(blank=True, max_length=60)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "kind", "order_number"), name="limits_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "SINGLE_ORDER"), models.Q(("order_number", ""), _negated=True)),
                            models.Q(models.Q(("kind", "SINGLE_ORDER"), _negated=True), ("order_number", "")),
                            _connector="OR",
                        ),
                        name="limits_line_order_named",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="LimitEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("valid_from", models.DateField()),
                ("valid_through", models.DateField(null=True)),
                ("reason", models.CharField(max_length=1000)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("REQUEST", "REQUEST"),
                            ("RATING", "RATING"),
                            ("IMPORT", "IMPORT"),
                            ("REVOCATION", "REVOCATION"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.request"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="limits.limitline"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_minor", None), ("source", "REVOCATION")),
                            models.Q(
                                models.Q(("source", "REVOCATION"), _negated=True), ("amount_minor__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="limits_entry_none_revokes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor", None),
                            models.Q(("amount_minor__gte", 0), ("amount_minor__lte", 10000000000000)),
                            _connector="OR",
                        ),
                        name="limits_entry_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_through", None), ("valid_through__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="limits_entry_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "REQUEST"), _negated=True), ("request__isnull", False), _connector="OR"
                        ),
                        name="limits_entry_requested",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="limits_entry_reason"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("request__isnull", False)),
                        fields=("request", "line"),
                        name="limits_entry_once",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="LimitProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("valid_from", models.DateField()),
                ("valid_through", models.DateField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="limits.limitline"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.request"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0), ("amount_minor__lte", 10000000000000)),
                        name="limits_proposal_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_through", None), ("valid_through__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="limits_proposal_period",
                    ),
                ]
            },
        ),
        AppendOnly("limits_limitproposal", "limits_limitentry"),
        Kept("limits_limitline"),
    ]
