import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0001_initial"),
        ("customers", "0003_name_pinyin"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactFile",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="customers.contact",
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=100)),
                ("mobile", models.CharField(blank=True, max_length=40)),
                ("wechat", models.CharField(blank=True, max_length=60)),
                ("wecom", models.CharField(blank=True, max_length=60)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("reachable_when", models.CharField(blank=True, max_length=200)),
                ("reachable_where", models.CharField(blank=True, max_length=200)),
                ("relationship", models.TextField(blank=True)),
                ("basis_on", models.DateField(null=True)),
                ("left_on", models.DateField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=100)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="customers.contact"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["contact", "-id"], name="customers_person_changes")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("field", ""), _negated=True), name="customers_person_change_of_a_field"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="customers.contact"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "role"), name="customers_contact_role_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                ("who_id", models.BigIntegerField(null=True)),
                ("who_name", models.CharField(max_length=100)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "-id"], name="customers_changes")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("field", ""), _negated=True), name="customers_change_of_a_field"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerFile",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("industry", models.CharField(blank=True, max_length=20)),
                ("buyer_type", models.CharField(default="OTHER", max_length=10)),
                ("distance_km", models.PositiveIntegerField(null=True)),
                ("market_position", models.CharField(blank=True, max_length=300)),
                ("business_condition", models.TextField(blank=True)),
                ("financial_condition", models.TextField(blank=True)),
                ("sales_network", models.TextField(blank=True)),
                ("organisation", models.TextField(blank=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None), models.Q(("parent", models.F("customer")), _negated=True), _connector="OR"
                        ),
                        name="customers_file_not_own_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("customer")), _negated=True),
                            _connector="OR",
                        ),
                        name="customers_file_not_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("buyer_type__in", ["PUBLIC", "LARGE", "OTHER"])),
                        name="customers_file_buyer_type",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("before", models.JSONField()),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=100)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(blank=True, max_length=100)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "undone_act",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("customer",),
                        name="customers_merge_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("customer", models.F("into")), _negated=True), name="customers_merge_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_act", None), ("undone_at", None)),
                            models.Q(("undone_act__isnull", False), ("undone_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="customers_merge_undone_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("normal", models.CharField(max_length=200)),
                ("valid_from", models.DateField(null=True)),
                ("valid_through", models.DateField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="other_names", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["normal"], name="customers_other_name")],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "kind", "normal"), name="customers_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("normal", ""), _negated=True), name="customers_name_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["FORMER", "ENGLISH", "SHORT", "BRAND"])),
                        name="customers_name_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_through", None),
                            ("valid_through__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="customers_name_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document_id", models.BigIntegerField()),
                ("issuer", models.CharField(max_length=100)),
                ("reported_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=100)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "document_id"), name="customers_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(("issuer", ""), _negated=True), name="customers_report_by_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SizeDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("declared_on", models.DateField()),
                ("industry", models.CharField(max_length=20)),
                ("staff", models.PositiveIntegerField(null=True)),
                ("revenue_minor", models.BigIntegerField(null=True)),
                ("assets_minor", models.BigIntegerField(null=True)),
                ("declared_size", models.CharField(blank=True, max_length=10)),
                ("computed_size", models.CharField(blank=True, max_length=10)),
                ("rule_version", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=100)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sizes",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "-declared_on", "-id"], name="customers_sizes"),
                    models.Index(fields=["company", "-declared_on", "-id"], name="customers_own_sizes"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("company__isnull", False), ("customer", None)),
                            models.Q(("company", None), ("customer__isnull", False)),
                            _connector="OR",
                        ),
                        name="customers_size_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("computed_size", ""), ("declared_size", ""), _negated=True),
                        name="customers_size_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revenue_minor", None), ("revenue_minor__gte", 0), _connector="OR"),
                            models.Q(("assets_minor", None), ("assets_minor__gte", 0), _connector="OR"),
                        ),
                        name="customers_size_not_negative",
                    ),
                ],
            },
        ),
    ]
