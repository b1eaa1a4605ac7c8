import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0002_append_only"),
        ("customers", "0003_name_pinyin"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayingVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("closing_day", models.PositiveSmallIntegerField(null=True)),
                (
                    "payment_day_kind",
                    models.CharField(
                        choices=[
                            ("ANY_DAY", "ANY_DAY"),
                            ("MONTH_DAYS", "MONTH_DAYS"),
                            ("LAST_BUSINESS_DAY", "LAST_BUSINESS_DAY"),
                            ("WEEKDAY", "WEEKDAY"),
                        ],
                        max_length=20,
                    ),
                ),
                ("month_days", models.CharField(blank=True, max_length=30)),
                ("weekday", models.PositiveSmallIntegerField(null=True)),
                (
                    "holiday_roll",
                    models.CharField(
                        choices=[("NONE", "NONE"), ("NEXT", "NEXT"), ("PREVIOUS", "PREVIOUS")], max_length=10
                    ),
                ),
                (
                    "invoice_form",
                    models.CharField(
                        choices=[("EITHER", "EITHER"), ("SPECIAL", "SPECIAL"), ("ORDINARY", "ORDINARY")], max_length=10
                    ),
                ),
                ("invoice_title", models.CharField(blank=True, max_length=200)),
                ("tax_rate", models.PositiveSmallIntegerField(null=True)),
                (
                    "invoice_delivery",
                    models.CharField(
                        choices=[
                            ("ANY_WAY", "ANY_WAY"),
                            ("ELECTRONIC", "ELECTRONIC"),
                            ("POST", "POST"),
                            ("BY_HAND", "BY_HAND"),
                            ("PORTAL", "PORTAL"),
                        ],
                        max_length=12,
                    ),
                ),
                ("invoice_deadline_day", models.PositiveSmallIntegerField(null=True)),
                ("needs_budget", models.BooleanField()),
                ("budget_through", models.DateField(null=True)),
                ("bank", models.CharField(blank=True, max_length=100)),
                ("cut_off", models.TimeField(null=True)),
                ("pays_at", models.TimeField(null=True)),
                ("transfer_days", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("restored_from", models.PositiveIntegerField(null=True)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "number"), name="paying_version_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="paying_version_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closing_day", None),
                                models.Q(("closing_day__gte", 1), ("closing_day__lte", 31)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("invoice_deadline_day", None),
                                models.Q(("invoice_deadline_day__gte", 1), ("invoice_deadline_day__lte", 31)),
                                _connector="OR",
                            ),
                        ),
                        name="paying_days_of_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("payment_day_kind", "MONTH_DAYS"),
                                ("weekday", None),
                                models.Q(("month_days", ""), _negated=True),
                            ),
                            models.Q(
                                ("month_days", ""),
                                ("payment_day_kind", "WEEKDAY"),
                                ("weekday__gte", 0),
                                ("weekday__lte", 6),
                            ),
                            models.Q(
                                ("month_days", ""),
                                ("payment_day_kind__in", ["ANY_DAY", "LAST_BUSINESS_DAY"]),
                                ("weekday", None),
                            ),
                            _connector="OR",
                        ),
                        name="paying_payment_days_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_rate", None), ("tax_rate__lte", 10000), _connector="OR"),
                        name="paying_tax_rate_at_most_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needs_budget", True), ("budget_through", None), _connector="OR"),
                        name="paying_budget_needed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("restored_from", None), ("restored_from__lt", models.F("number")), _connector="OR"
                        ),
                        name="paying_restored_from_before",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PayingStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("FORM", "FORM"),
                            ("ACCEPTANCE", "ACCEPTANCE"),
                            ("INVOICE_CHECK", "INVOICE_CHECK"),
                            ("BUDGET", "BUDGET"),
                            ("APPROVAL", "APPROVAL"),
                            ("PAYMENT", "PAYMENT"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=20,
                    ),
                ),
                ("owner_text", models.CharField(blank=True, max_length=100)),
                ("usual_days", models.PositiveSmallIntegerField()),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("blocked_since", models.DateField(null=True)),
                ("blocked_why", models.CharField(blank=True, max_length=300)),
                (
                    "mender",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.contact"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="paying.payingversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "ordinal"), name="paying_step_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="paying_step_named"),
                    models.CheckConstraint(
                        condition=models.Q(("owner", None), ("owner_text", ""), _connector="OR"),
                        name="paying_step_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("blocked_since", None), ("blocked_why", ""), ("mender", None)),
                            models.Q(("blocked_since__isnull", False), models.Q(("blocked_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="paying_step_block_whole",
                    ),
                ]
            },
        ),
    ]
