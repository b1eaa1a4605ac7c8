import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0005_history_is_kept"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaxInvoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60)),
                ("code", models.CharField(blank=True, max_length=12)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("CN_XML", "CN_XML"),
                            ("CN_OFD", "CN_OFD"),
                            ("UBL", "UBL"),
                            ("CII", "CII"),
                            ("FACTUR_X", "FACTUR_X"),
                            ("JSON", "JSON"),
                            ("OFD_TEXT", "OFD_TEXT"),
                            ("PDF_TEXT", "PDF_TEXT"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("SPECIAL", "SPECIAL"), ("ORDINARY", "ORDINARY"), ("OTHER", "OTHER")], max_length=10
                    ),
                ),
                ("is_red", models.BooleanField()),
                ("issue_date", models.DateField(null=True)),
                ("due_date", models.DateField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("net_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField()),
                ("gross_minor", models.BigIntegerField()),
                ("adjustment_minor", models.BigIntegerField(default=0)),
                ("red_minor", models.BigIntegerField(default=0)),
                ("is_tax_stated", models.BooleanField(default=True)),
                ("words", models.CharField(blank=True, max_length=100)),
                ("seller_name", models.CharField(blank=True, max_length=200)),
                ("seller_tax_code", models.CharField(blank=True, max_length=60)),
                ("buyer_name", models.CharField(blank=True, max_length=200)),
                ("buyer_tax_code", models.CharField(blank=True, max_length=60)),
                ("remark", models.CharField(blank=True, max_length=500)),
                ("original_number", models.CharField(blank=True, max_length=60)),
                ("confirmation_number", models.CharField(blank=True, max_length=60)),
                ("contract_number", models.CharField(blank=True, max_length=100)),
                ("raised", models.BooleanField(default=False)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "WAITING"), ("BOOKED", "BOOKED"), ("PUT_ASIDE", "PUT_ASIDE")],
                        max_length=10,
                    ),
                ),
                (
                    "worst",
                    models.CharField(
                        blank=True, choices=[("ERROR", "ERROR"), ("WARNING", "WARNING"), ("NOTE", "NOTE")], max_length=8
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("ISSUED", "ISSUED"),
                            ("SENDING", "SENDING"),
                            ("SENT", "SENT"),
                            ("RECEIVED", "RECEIVED"),
                            ("RETURNED", "RETURNED"),
                        ],
                        default="ISSUED",
                        max_length=10,
                    ),
                ),
                ("way_since", models.DateField(null=True)),
                ("taken_at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "blue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reds",
                        to="invoicing.taxinvoice",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receivables.invoice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "state"], name="invoicing_of_customer"),
                    models.Index(
                        condition=models.Q(("invoice__isnull", False)), fields=["invoice"], name="invoicing_of_debt"
                    ),
                    models.Index(fields=["state", "worst"], name="invoicing_to_mend"),
                    models.Index(
                        condition=models.Q(("state", "BOOKED")),
                        fields=["way", "way_since"],
                        name="invoicing_on_the_way",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code", "number"), name="invoicing_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="invoicing_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gross_minor__gte", 1), ("gross_minor__lte", 10000000000000), ("is_red", False)),
                            models.Q(("gross_minor__gte", -10000000000000), ("gross_minor__lte", -1), ("is_red", True)),
                            _connector="OR",
                        ),
                        name="invoicing_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("red_minor__gte", 0),
                            models.Q(
                                models.Q(("is_red", True), ("red_minor", 0)),
                                models.Q(("is_red", False), ("red_minor__lte", models.F("gross_minor"))),
                                _connector="OR",
                            ),
                        ),
                        name="invoicing_red_within_blue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("customer__isnull", False),
                                ("invoice__isnull", False),
                                ("issue_date__isnull", False),
                                ("state", "BOOKED"),
                            ),
                            models.Q(models.Q(("state", "BOOKED"), _negated=True), ("invoice", None)),
                            _connector="OR",
                        ),
                        name="invoicing_booked_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "BOOKED"), _negated=True),
                            models.Q(("blue", None), ("is_red", False)),
                            models.Q(("blue__isnull", False), ("is_red", True)),
                            _connector="OR",
                        ),
                        name="invoicing_red_has_blue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("confirmation_number", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("APPLIED", "APPLIED"),
                            ("WAITING", "WAITING"),
                            ("CONFIRMED", "CONFIRMED"),
                            ("USED", "USED"),
                            ("GIVEN_UP", "GIVEN_UP"),
                        ],
                        max_length=10,
                    ),
                ),
                ("applied_on", models.DateField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "blue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="invoicing.taxinvoice",
                    ),
                ),
                (
                    "red",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="invoicing.taxinvoice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="invoicing_applied_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="invoicing_applied_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("red__isnull", False), ("state", "USED")),
                            models.Q(models.Q(("state", "USED"), _negated=True), ("red", None)),
                            _connector="OR",
                        ),
                        name="invoicing_applied_used",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "CONFIRMED"), _negated=True),
                            models.Q(("confirmation_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="invoicing_applied_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Happening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("how", models.CharField(blank=True, max_length=10)),
                ("who_there", models.CharField(blank=True, max_length=100)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "tax_invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="happenings",
                        to="invoicing.taxinvoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaxInvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=200)),
                ("item_code", models.CharField(blank=True, max_length=60)),
                ("specification", models.CharField(blank=True, max_length=200)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("quantity_micros", models.BigIntegerField(null=True)),
                ("unit_price", models.CharField(blank=True, max_length=40)),
                ("net_minor", models.BigIntegerField()),
                ("tax_minor", models.BigIntegerField(null=True)),
                ("rate_micros", models.PositiveIntegerField(null=True)),
                (
                    "tax_invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="invoicing.taxinvoice"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tax_invoice", "number"), name="invoicing_line_once")],
            },
        ),
        migrations.CreateModel(
            name="InvoiceWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("remark", models.CharField(blank=True, max_length=200)),
                ("most_minor", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                    models.UniqueConstraint(fields=("customer", "number"), name="invoicing_wish_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_minor", None),
                            models.Q(("most_minor__gte", 1), ("most_minor__lte", 10000000000000)),
                            _connector="OR",
                        ),
                        name="invoicing_wish_most",
                    ),
                ],
            },
        ),
    ]
