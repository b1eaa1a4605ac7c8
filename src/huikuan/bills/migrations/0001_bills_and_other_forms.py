import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_exchange_rates"),
        ("audit", "0002_append_only"),
        ("customers", "0005_history_is_kept"),
        ("documents", "0005_seal_of_an_own_company"),
        ("ledger", "0005_money_in_every_form"),
        ("receipts", "0010_forms_of_money"),
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_key", models.CharField(max_length=200, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("is_derecognised", models.BooleanField()),
                ("source", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BANK_BILL", "BANK_BILL"),
                            ("COMMERCIAL_BILL", "COMMERCIAL_BILL"),
                            ("FINANCE_BILL", "FINANCE_BILL"),
                            ("VOUCHER", "VOUCHER"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True)),
                ("drawer", models.CharField(max_length=200)),
                ("acceptor", models.CharField(max_length=200)),
                ("acceptor_key", models.CharField(max_length=200)),
                ("acceptor_bank", models.CharField(blank=True, max_length=200)),
                ("payee", models.CharField(blank=True, max_length=200)),
                ("issued_on", models.DateField()),
                ("matures_on", models.DateField(null=True)),
                ("is_transferable", models.BooleanField(default=True)),
                ("is_paper", models.BooleanField(default=False)),
                ("has_recourse", models.BooleanField(default=True)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("matures_on", None), ("matures_on__gte", models.F("issued_on")), _connector="OR"
                        ),
                        name="bills_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), models.Q(("acceptor", ""), _negated=True)
                        ),
                        name="bills_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "VOUCHER"), ("has_recourse", True), _connector="OR"),
                        name="bills_have_recourse",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.BigIntegerField()),
                ("end", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("HELD", "HELD"),
                            ("PLEDGED", "PLEDGED"),
                            ("PRESENTED", "PRESENTED"),
                            ("ENDORSED", "ENDORSED"),
                            ("DISCOUNTED", "DISCOUNTED"),
                            ("SETTLED", "SETTLED"),
                            ("CLEARED", "CLEARED"),
                            ("DISHONOURED", "DISHONOURED"),
                            ("IN_RECOURSE", "IN_RECOURSE"),
                            ("RECOVERED", "RECOVERED"),
                            ("TURNED_BACK", "TURNED_BACK"),
                            ("SPLIT", "SPLIT"),
                            ("CANCELLED", "CANCELLED"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("dishonoured_on", models.DateField(null=True)),
                ("paid_again_on", models.DateField(null=True)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="bills.bill"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="bills.billpart",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state"], name="bills_part_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", 0), ("start", 0)),
                            models.Q(
                                (
                                    "amount_minor",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("end"), "-", models.F("start")
                                        ),
                                        "+",
                                        models.Value(1),
                                    ),
                                ),
                                ("end__gte", models.F("start")),
                                ("start__gte", 1),
                            ),
                            _connector="OR",
                        ),
                        name="bills_part_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="bills_part_amount",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["HELD", "PLEDGED", "PRESENTED"])),
                        fields=("bill", "start"),
                        name="bills_range_in_hand_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("RECEIVE", "RECEIVE"),
                            ("ENDORSE", "ENDORSE"),
                            ("DISCOUNT", "DISCOUNT"),
                            ("PLEDGE", "PLEDGE"),
                            ("RELEASE", "RELEASE"),
                            ("PRESENT", "PRESENT"),
                            ("SETTLE", "SETTLE"),
                            ("CLEAR", "CLEAR"),
                            ("DISHONOUR", "DISHONOUR"),
                            ("SEEK_RECOURSE", "SEEK_RECOURSE"),
                            ("RECOVER", "RECOVER"),
                            ("TURN_BACK", "TURN_BACK"),
                            ("LINK", "LINK"),
                            ("UNDO", "UNDO"),
                            ("TAKE_BACK", "TAKE_BACK"),
                        ],
                        max_length=14,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=12)),
                ("after", models.CharField(max_length=12)),
                ("on", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("interest_minor", models.BigIntegerField(default=0)),
                ("counterparty", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "line_receipt",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.posting"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="bills.billpart"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["on"], name="bills_event_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("interest_minor__gte", 0)),
                        name="bills_event_amounts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CashStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("on", models.DateField()),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "line_receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
                    ),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.posting"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="bills_cash_amount",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deposit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("EARNEST", "EARNEST"), ("SECURITY", "SECURITY"), ("ADVANCE", "ADVANCE")],
                        max_length=10,
                    ),
                ),
                ("contract_number", models.CharField(blank=True, max_length=100)),
                ("contract_minor", models.BigIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField()),
                ("held_minor", models.BigIntegerField()),
                ("applied_minor", models.BigIntegerField(default=0)),
                ("paid_back_minor", models.BigIntegerField(default=0)),
                ("forfeited_minor", models.BigIntegerField(default=0)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="bills_deposit_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount_minor",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("held_minor"), "+", models.F("applied_minor")
                                        ),
                                        "+",
                                        models.F("paid_back_minor"),
                                    ),
                                    "+",
                                    models.F("forfeited_minor"),
                                ),
                            ),
                            ("applied_minor__gte", 0),
                            ("forfeited_minor__gte", 0),
                            ("held_minor__gte", 0),
                            ("paid_back_minor__gte", 0),
                        ),
                        name="bills_deposit_parts_sum",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DepositStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("TAKE", "TAKE"),
                            ("APPLY", "APPLY"),
                            ("PAY_BACK", "PAY_BACK"),
                            ("FORFEIT", "FORFEIT"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "deposit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="bills.deposit"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.posting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="bills_deposit_step_amount",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Iou",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("DEBT", "DEBT"), ("LOAN", "LOAN")], max_length=6)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("signed_on", models.DateField()),
                ("due_on", models.DateField()),
                ("signed_by", models.CharField(max_length=100)),
                ("rate_ppm", models.PositiveIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("amount_minor__lte", 10000000000000)),
                        name="bills_iou_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("signed_on"))), name="bills_iou_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IouItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "iou",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="bills.iou"
                    ),
                ),
                (
                    "receivable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receivables.receivable"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("iou", "receivable"), name="bills_iou_item_once")],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("values", models.JSONField()),
                ("source", models.CharField(max_length=400)),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="bills_policy_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SetOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("NOTICE", "NOTICE"), ("AGREEMENT", "AGREEMENT"), ("THREE_PARTY", "THREE_PARTY")],
                        max_length=12,
                    ),
                ),
                ("parties", models.CharField(max_length=400)),
                ("our_debt", models.CharField(max_length=300)),
                ("signed_on", models.DateField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parties", ""), _negated=True), models.Q(("our_debt", ""), _negated=True)
                        ),
                        name="bills_set_off_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("source", models.CharField(max_length=300)),
                ("file_sha256", models.CharField(max_length=64)),
                ("rows_read", models.PositiveIntegerField()),
                ("rows_accepted", models.PositiveIntegerField()),
                ("rows_duplicate", models.PositiveIntegerField()),
                ("rows_rejected", models.PositiveIntegerField()),
                ("who_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows_read",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("rows_accepted"), "+", models.F("rows_duplicate")
                                    ),
                                    "+",
                                    models.F("rows_rejected"),
                                ),
                            )
                        ),
                        name="bills_watch_rows_sum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="bills_watch_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedAcceptor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                ("tax_code", models.CharField(blank=True, max_length=30)),
                (
                    "kind",
                    models.CharField(choices=[("OVERDUE", "OVERDUE"), ("PERSISTENT", "PERSISTENT")], max_length=10),
                ),
                ("from_day", models.DateField()),
                ("through_day", models.DateField(null=True)),
                (
                    "watch_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to="bills.watchlist",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["watch_list", "name_key"], name="bills_listed_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("through_day", None), ("through_day__gte", models.F("from_day")), _connector="OR"
                        ),
                        name="bills_listed_days",
                    )
                ],
            },
        ),
    ]
