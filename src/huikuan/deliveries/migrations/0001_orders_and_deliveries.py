import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("contracts", "0002_history_is_kept"),
        ("customers", "0005_history_is_kept"),
        ("documents", "0004_papers_of_the_deal"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60)),
                ("delivered_on", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("accepted_minor", models.BigIntegerField(default=0)),
                ("rejected_minor", models.BigIntegerField(default=0)),
                ("sold_minor", models.BigIntegerField(default=0)),
                ("accepted_on", models.DateField(null=True)),
                ("sold_on", models.DateField(null=True)),
                ("is_consignment", models.BooleanField(default=False)),
                ("completes", models.BooleanField(default=False)),
                ("needs_acceptance", models.BooleanField(default=False)),
                ("inspection_days", models.PositiveSmallIntegerField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("UNSIGNED", "UNSIGNED"), ("SIGNED", "SIGNED"), ("TAKEN_BACK", "TAKEN_BACK")],
                        max_length=10,
                    ),
                ),
                ("signed_on", models.DateField(null=True)),
                ("signatory", models.CharField(blank=True, default="", max_length=100)),
                ("signatory_role", models.CharField(blank=True, default="", max_length=100)),
                ("made_by_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
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
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="deliveries.note",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "TAKEN_BACK"), _negated=True),
                        fields=["contract"],
                        name="deliveries_of_contract",
                    ),
                    models.Index(fields=["delivered_on", "id"], name="deliveries_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "TAKEN_BACK"), _negated=True),
                        fields=("company", "number"),
                        name="deliveries_note_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gte", 1),
                            ("amount_minor__lte", 10000000000000),
                            models.Q(("number", ""), _negated=True),
                        ),
                        name="deliveries_note_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_minor__gte", 0),
                            ("rejected_minor__gte", 0),
                            ("sold_minor__gte", 0),
                            (
                                "amount_minor__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("accepted_minor"), "+", models.F("rejected_minor")
                                ),
                            ),
                            (
                                "amount_minor__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("sold_minor"), "+", models.F("rejected_minor")
                                ),
                            ),
                        ),
                        name="deliveries_note_parts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "SIGNED"), _negated=True),
                            models.Q(
                                ("signed_on__gte", models.F("delivered_on")), models.Q(("signatory", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="deliveries_note_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_consignment", True), ("sold_minor", 0), _connector="OR"),
                        name="deliveries_only_consigned_is_sold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_on", models.DateField()),
                ("signatory", models.CharField(blank=True, max_length=100)),
                ("signatory_role", models.CharField(blank=True, max_length=100)),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("STANDS", "STANDS"), ("TAKEN_BACK", "TAKEN_BACK")], default="STANDS", max_length=10
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60)),
                ("is_deemed", models.BooleanField(default=False)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
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
                    "note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="deliveries.note",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("note__isnull", False), ("contract__isnull", False), _connector="OR"),
                        name="deliveries_acceptance_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_deemed", True), models.Q(("signatory", ""), _negated=True), _connector="OR"
                        ),
                        name="deliveries_acceptance_signed_or_deemed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("item_code", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("specification", models.CharField(blank=True, max_length=200)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("quantity_micros", models.BigIntegerField()),
                ("unit_price_micros", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("accepted_micros", models.BigIntegerField(default=0)),
                ("rejected_micros", models.BigIntegerField(default=0)),
                ("sold_micros", models.BigIntegerField(default=0)),
                (
                    "note",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="deliveries.note",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("note", "number"), name="deliveries_note_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gte", 0),
                            ("quantity_micros__gte", 1),
                            ("quantity_micros__lte", 1000000000000000),
                            ("unit_price_micros__gte", 0),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="deliveries_note_line_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_micros__gte", 0),
                            ("rejected_micros__gte", 0),
                            (
                                "quantity_micros__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("accepted_micros"), "+", models.F("rejected_micros")
                                ),
                            ),
                        ),
                        name="deliveries_accepted_not_above",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sold_micros__gte", 0),
                            (
                                "quantity_micros__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("sold_micros"), "+", models.F("rejected_micros")
                                ),
                            ),
                        ),
                        name="deliveries_sold_not_above",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AcceptanceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted_micros", models.BigIntegerField()),
                ("rejected_micros", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "remedy",
                    models.CharField(blank=True, choices=[("REPLACE", "REPLACE"), ("RETURN", "RETURN")], max_length=10),
                ),
                (
                    "acceptance",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="deliveries.acceptance",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgments", to="deliveries.noteline"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("acceptance", "line"), name="deliveries_judged_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_micros__gte", 0),
                            ("rejected_micros__gte", 0),
                            models.Q(("accepted_micros", 0), ("rejected_micros", 0), _negated=True),
                            models.Q(
                                ("rejected_micros", 0),
                                models.Q(
                                    models.Q(("reason", ""), _negated=True), models.Q(("remedy", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="deliveries_rejected_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60)),
                ("placed_on", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("needs_acceptance", models.BooleanField(default=False)),
                ("inspection_days", models.PositiveSmallIntegerField(null=True)),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "OPEN"), ("CLOSED", "CLOSED"), ("CANCELLED", "CANCELLED")], max_length=10
                    ),
                ),
                ("placed_by_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
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
                    models.UniqueConstraint(fields=("company", "number"), name="deliveries_order_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="deliveries_order_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="deliveries_order_numbered"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="note",
            name="order",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="deliveries.order"
            ),
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("item_code", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("specification", models.CharField(blank=True, max_length=200)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("quantity_micros", models.BigIntegerField()),
                ("unit_price_micros", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("most_micros", models.BigIntegerField()),
                ("delivered_micros", models.BigIntegerField(default=0)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="deliveries.order",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "number"), name="deliveries_order_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gte", 0),
                            ("quantity_micros__gte", 1),
                            ("quantity_micros__lte", 1000000000000000),
                            ("unit_price_micros__gte", 0),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="deliveries_order_line_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivered_micros__gte", 0),
                            ("delivered_micros__lte", models.F("most_micros")),
                            ("most_micros__gte", models.F("quantity_micros")),
                        ),
                        name="deliveries_not_above_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="noteline",
            name="order_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="deliveries.orderline",
            ),
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("over_permille", models.PositiveSmallIntegerField()),
                ("short_permille", models.PositiveSmallIntegerField()),
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
                        condition=models.Q(("over_permille__lte", 200), ("short_permille__lte", 200)),
                        name="deliveries_tolerance_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="deliveries_policy_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_on", models.DateField()),
                ("signatory", models.CharField(blank=True, max_length=100)),
                ("signatory_role", models.CharField(blank=True, max_length=100)),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("STANDS", "STANDS"), ("TAKEN_BACK", "TAKEN_BACK")], default="STANDS", max_length=10
                    ),
                ),
                ("progress_permille", models.PositiveSmallIntegerField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
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
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contractevent",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("progress_permille__gte", 1), ("progress_permille__lte", 1000)),
                        name="deliveries_progress_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signatory", ""), _negated=True), name="deliveries_progress_signed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaleReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_on", models.DateField()),
                ("signatory", models.CharField(blank=True, max_length=100)),
                ("signatory_role", models.CharField(blank=True, max_length=100)),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("STANDS", "STANDS"), ("TAKEN_BACK", "TAKEN_BACK")], default="STANDS", max_length=10
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
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
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sale_reports", to="deliveries.note"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "STANDS")),
                        fields=("company", "number"),
                        name="deliveries_sale_report_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), models.Q(("signatory", ""), _negated=True)
                        ),
                        name="deliveries_sale_report_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SaleLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sold_micros", models.BigIntegerField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sales", to="deliveries.noteline"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="deliveries.salereport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "line"), name="deliveries_sold_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sold_micros__gte", 1)), name="deliveries_sold_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Undoing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("NOTE", "NOTE"),
                            ("ACCEPTANCE", "ACCEPTANCE"),
                            ("PROGRESS", "PROGRESS"),
                            ("SALES", "SALES"),
                        ],
                        max_length=10,
                    ),
                ),
                ("paper_id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "paper_id"), name="deliveries_undone_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="deliveries_undone_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FiredEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("DELIVERY", "DELIVERY"), ("ACCEPTANCE", "ACCEPTANCE")], max_length=20),
                ),
                ("is_undone", models.BooleanField(default=False)),
                (
                    "contract",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contractevent"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_undone", False)),
                        fields=("contract", "kind"),
                        name="deliveries_fired_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoicedShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("is_undone", models.BooleanField(default=False)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.invoice"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoiced", to="deliveries.note"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_undone", False)),
                        fields=("note", "invoice"),
                        name="deliveries_share_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="deliveries_share_amount",
                    ),
                ],
            },
        ),
    ]
