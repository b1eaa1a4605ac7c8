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
        ("outbox", "0003_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("PORTAL", "PORTAL"), ("PAPER", "PAPER"), ("EMAIL", "EMAIL")], max_length=8
                    ),
                ),
                (
                    "result",
                    models.CharField(choices=[("CONFIRMED", "CONFIRMED"), ("DISPUTED", "DISPUTED")], max_length=10),
                ),
                ("replied_on", models.DateField()),
                ("name", models.CharField(max_length=100)),
                ("role", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "factor",
                    models.CharField(choices=[("NONE", "NONE"), ("CODE", "CODE"), ("STAMP", "STAMP")], max_length=6),
                ),
                (
                    "seal",
                    models.CharField(
                        choices=[
                            ("COMPANY", "COMPANY"),
                            ("FINANCIAL", "FINANCIAL"),
                            ("CONTRACT", "CONTRACT"),
                            ("SIGNATURE", "SIGNATURE"),
                            ("NONE", "NONE"),
                        ],
                        max_length=10,
                    ),
                ),
                ("their_closing_minor", models.BigIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("code_id", models.BigIntegerField(null=True, unique=True)),
                ("answered_sha256", models.CharField(max_length=64)),
                ("said_hash", models.CharField(max_length=64)),
                ("acknowledged_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "CONFIRMED"), _negated=True),
                            ("factor", "CODE"),
                            models.Q(("document__isnull", False), ("factor", "STAMP")),
                            _connector="OR",
                        ),
                        name="statements_confirmed_by_factor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code_id__isnull", False), ("factor", "CODE")),
                            models.Q(models.Q(("factor", "CODE"), _negated=True), ("code_id", None)),
                            _connector="OR",
                        ),
                        name="statements_code_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("answered_sha256", ""), _negated=True),
                            models.Q(("said_hash", ""), _negated=True),
                        ),
                        name="statements_reply_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel", "PORTAL"), ("document__isnull", False), _connector="OR"),
                        name="statements_paper_is_kept",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("on", models.DateField()),
                ("minor", models.BigIntegerField()),
                (
                    "strength",
                    models.CharField(
                        choices=[("STRONG", "STRONG"), ("MEDIUM", "MEDIUM"), ("WEAK", "WEAK")], max_length=8
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "reply",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgement",
                        to="statements.reply",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer_id", "on"], name="statements_acknowledged")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minor__gt", 0)), name="statements_acknowledged_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("STATEMENT", "STATEMENT"),
                            ("AUDIT_POSITIVE", "AUDIT_POSITIVE"),
                            ("AUDIT_NEGATIVE", "AUDIT_NEGATIVE"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("since", models.DateField()),
                ("through", models.DateField()),
                ("dated_on", models.DateField()),
                ("through_number", models.BigIntegerField()),
                ("opening_minor", models.BigIntegerField()),
                ("earlier_minor", models.BigIntegerField()),
                ("billed_minor", models.BigIntegerField()),
                ("credited_minor", models.BigIntegerField()),
                ("received_minor", models.BigIntegerField()),
                ("allowed_minor", models.BigIntegerField()),
                ("other_minor", models.BigIntegerField()),
                ("closing_minor", models.BigIntegerField()),
                ("open_minor", models.BigIntegerField()),
                ("on_account_minor", models.BigIntegerField()),
                ("overdue_minor", models.BigIntegerField()),
                ("retained_minor", models.BigIntegerField()),
                ("papers_minor", models.BigIntegerField()),
                ("deposit_minor", models.BigIntegerField()),
                ("written_off_minor", models.BigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("deemed_contract", models.CharField(blank=True, max_length=100)),
                ("chain_head", models.CharField(max_length=64)),
                ("policy_number", models.PositiveIntegerField()),
                ("reply_by", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "DRAFT"),
                            ("ISSUED", "ISSUED"),
                            ("SENT", "SENT"),
                            ("DELIVERED", "DELIVERED"),
                            ("CONFIRMED", "CONFIRMED"),
                            ("DISPUTED", "DISPUTED"),
                            ("NO_REPLY", "NO_REPLY"),
                            ("SECOND_REQUEST", "SECOND_REQUEST"),
                            ("ALTERNATIVE_DUE", "ALTERNATIVE_DUE"),
                            ("ALTERNATIVE_EVIDENCE", "ALTERNATIVE_EVIDENCE"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("REPLACED", "REPLACED"),
                        ],
                        max_length=20,
                    ),
                ),
                ("pdf_sha256", models.CharField(blank=True, max_length=64)),
                ("xlsx_sha256", models.CharField(blank=True, max_length=64)),
                ("second_request_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(max_length=150)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="statements.statement",
                    ),
                ),
                (
                    "xlsx",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "company", "currency", "-through"], name="statements_of_customer"),
                    models.Index(fields=["through", "state"], name="statements_by_month"),
                    models.Index(
                        condition=models.Q(("state__in", ["SENT", "DELIVERED", "SECOND_REQUEST"])),
                        fields=["reply_by"],
                        name="statements_answers_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="statements_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["WITHDRAWN", "REPLACED"]), _negated=True),
                        fields=("company", "customer", "currency", "kind", "since", "through"),
                        name="statements_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("through__gte", models.F("since"))), name="statements_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closing_minor",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("opening_minor"), "+", models.F("earlier_minor")
                                                    ),
                                                    "+",
                                                    models.F("billed_minor"),
                                                ),
                                                "-",
                                                models.F("credited_minor"),
                                            ),
                                            "-",
                                            models.F("received_minor"),
                                        ),
                                        "-",
                                        models.F("allowed_minor"),
                                    ),
                                    "+",
                                    models.F("other_minor"),
                                ),
                            )
                        ),
                        name="statements_account_ties",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closing_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("open_minor"), "-", models.F("on_account_minor")
                                ),
                            )
                        ),
                        name="statements_open_ties",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("overdue_minor__gte", 0), ("overdue_minor__lte", models.F("open_minor"))),
                        name="statements_overdue_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["DRAFT", "WITHDRAWN"]),
                            models.Q(
                                ("pdf__isnull", False),
                                ("xlsx__isnull", False),
                                models.Q(("pdf_sha256", ""), _negated=True),
                                models.Q(("xlsx_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statements_issued_with_files",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("version__gte", 1)), name="statements_numbered"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="reply",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="statements.statement"
            ),
        ),
        migrations.CreateModel(
            name="Happening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("WRITE", "WRITE"),
                            ("ISSUE", "ISSUE"),
                            ("SEND", "SEND"),
                            ("ARRIVE", "ARRIVE"),
                            ("RETURN", "RETURN"),
                            ("CONFIRM", "CONFIRM"),
                            ("DISPUTE", "DISPUTE"),
                            ("LAPSE", "LAPSE"),
                            ("REQUEST_AGAIN", "REQUEST_AGAIN"),
                            ("PROVE", "PROVE"),
                            ("WITHDRAW", "WITHDRAW"),
                            ("REPLACE", "REPLACE"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "DRAFT"),
                            ("ISSUED", "ISSUED"),
                            ("SENT", "SENT"),
                            ("DELIVERED", "DELIVERED"),
                            ("CONFIRMED", "CONFIRMED"),
                            ("DISPUTED", "DISPUTED"),
                            ("NO_REPLY", "NO_REPLY"),
                            ("SECOND_REQUEST", "SECOND_REQUEST"),
                            ("ALTERNATIVE_DUE", "ALTERNATIVE_DUE"),
                            ("ALTERNATIVE_EVIDENCE", "ALTERNATIVE_EVIDENCE"),
                            ("WITHDRAWN", "WITHDRAWN"),
                            ("REPLACED", "REPLACED"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="happenings",
                        to="statements.statement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(choices=[("EMAIL", "EMAIL"), ("POST", "POST"), ("HAND", "HAND")], max_length=8),
                ),
                ("is_second", models.BooleanField()),
                ("waybill", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.message"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="statements.statement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message__isnull", False), ("way", "EMAIL")),
                            models.Q(models.Q(("way", "EMAIL"), _negated=True), ("message", None)),
                            _connector="OR",
                        ),
                        name="statements_mailed_by_message",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receivable_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=80)),
                ("contract", models.CharField(blank=True, max_length=100)),
                ("issue_date", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("open_minor", models.BigIntegerField()),
                ("overdue_days", models.PositiveIntegerField()),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="statements.statement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "receivable_id"), name="statements_item_once"),
                    models.CheckConstraint(condition=models.Q(("open_minor__gt", 0)), name="statements_item_open"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("INVOICE", "INVOICE"),
                            ("OPENING_ITEM", "OPENING_ITEM"),
                            ("CREDIT_NOTE", "CREDIT_NOTE"),
                            ("RECEIPT", "RECEIPT"),
                            ("PAPER", "PAPER"),
                            ("DISHONOUR", "DISHONOUR"),
                            ("REFUND", "REFUND"),
                            ("ALLOWANCE", "ALLOWANCE"),
                            ("PAID_FOR_ANOTHER", "PAID_FOR_ANOTHER"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=16,
                    ),
                ),
                ("is_reversal", models.BooleanField()),
                ("is_earlier", models.BooleanField()),
                ("on", models.DateField()),
                ("number", models.CharField(blank=True, max_length=80)),
                ("contract", models.CharField(blank=True, max_length=100)),
                ("delivery", models.CharField(blank=True, max_length=100)),
                ("due_on", models.DateField(null=True)),
                ("debit_minor", models.BigIntegerField()),
                ("credit_minor", models.BigIntegerField()),
                ("balance_minor", models.BigIntegerField()),
                ("posting_id", models.BigIntegerField()),
                ("receivable_id", models.BigIntegerField(null=True)),
                ("receipt_id", models.BigIntegerField(null=True)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="statements.statement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "position"), name="statements_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit_minor", 0), ("debit_minor__gt", 0)),
                            models.Q(("credit_minor__gt", 0), ("debit_minor", 0)),
                            _connector="OR",
                        ),
                        name="statements_line_one_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("reply_days", models.PositiveSmallIntegerField()),
                ("second_days", models.PositiveSmallIntegerField()),
                ("makes_runs", models.BooleanField()),
                ("requests_again", models.BooleanField()),
                ("prints_seal", models.BooleanField()),
                ("language", models.CharField(choices=[("CUSTOMER", "CUSTOMER"), ("BOTH", "BOTH")], max_length=10)),
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
                        condition=models.Q(
                            ("reply_days__gte", 1),
                            ("reply_days__lte", 120),
                            ("second_days__gte", 1),
                            ("second_days__lte", 120),
                        ),
                        name="statements_policy_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="statements_policy_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("through", models.DateField()),
                ("dated_on", models.DateField()),
                ("through_number", models.BigIntegerField()),
                ("policy_number", models.PositiveIntegerField()),
                ("customers", models.PositiveIntegerField()),
                ("after_customer", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "OPEN"), ("DONE", "DONE"), ("CANCELLED", "CANCELLED")], max_length=10
                    ),
                ),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "CANCELLED"), _negated=True),
                        fields=("company", "since", "through"),
                        name="statements_run_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("through__gte", models.F("since"))), name="statements_run_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "OPEN")),
                            models.Q(models.Q(("state", "OPEN"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="statements_run_ended_whole",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="statement",
            name="run",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statements",
                to="statements.statementrun",
            ),
        ),
        migrations.CreateModel(
            name="StatementText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("INTRODUCTION", "INTRODUCTION"),
                            ("RESERVATION", "RESERVATION"),
                            ("REPLY", "REPLY"),
                            ("DEEMED", "DEEMED"),
                            ("WITNESS", "WITNESS"),
                            ("AUDIT_POSITIVE", "AUDIT_POSITIVE"),
                            ("AUDIT_NEGATIVE", "AUDIT_NEGATIVE"),
                            ("MAIL_SUBJECT", "MAIL_SUBJECT"),
                            ("MAIL", "MAIL"),
                            ("MAIL_AGAIN", "MAIL_AGAIN"),
                        ],
                        max_length=16,
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("body", models.TextField()),
                ("author_id", models.BigIntegerField()),
                ("author_name", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField()),
                ("approver_id", models.BigIntegerField(null=True)),
                ("approver_name", models.CharField(blank=True, max_length=150)),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "language", "number"), name="statements_text_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approver_id", None),
                            models.Q(("approver_id", models.F("author_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="statements_text_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approver_id", None)),
                            models.Q(("approved_at__isnull", False), ("approver_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="statements_text_approval_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AcknowledgedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receivable_id", models.BigIntegerField()),
                ("minor", models.BigIntegerField()),
                (
                    "acknowledgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="statements.acknowledgement",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["receivable_id"], name="statements_acknowledged_item")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("acknowledgement", "receivable_id"), name="statements_acknowledged_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("minor__gt", 0)), name="statements_acknowledged_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receivable_id", models.BigIntegerField(null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("QUALITY", "QUALITY"),
                            ("QUANTITY", "QUANTITY"),
                            ("PRICE", "PRICE"),
                            ("DELIVERY", "DELIVERY"),
                            ("ACCEPTANCE", "ACCEPTANCE"),
                            ("INVOICE_WRONG", "INVOICE_WRONG"),
                            ("PAID_ALREADY", "PAID_ALREADY"),
                            ("NOT_OURS", "NOT_OURS"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=16,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("text", models.CharField(blank=True, max_length=500)),
                ("dispute_id", models.BigIntegerField(null=True)),
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
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="statements.reply"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reply", "receivable_id"), name="statements_objection_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="statements_objection_amount"
                    ),
                ],
            },
        ),
    ]
