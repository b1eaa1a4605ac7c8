import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("ledger", "0005_money_in_every_form"),
        ("receipts", "0008_taken_back_of_customer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wallet",
            fields=[
                (
                    "bank_account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="wallet",
                        serialize=False,
                        to="receipts.bankaccount",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BANK", "BANK"),
                            ("WECHAT_MERCHANT", "WECHAT_MERCHANT"),
                            ("ALIPAY_MERCHANT", "ALIPAY_MERCHANT"),
                        ],
                        max_length=16,
                    ),
                ),
                ("bill_format", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "BANK"), _negated=True), name="receipts_wallet_no_bank"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WalletLine",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="wallet",
                        serialize=False,
                        to="receipts.statementline",
                    ),
                ),
                ("day", models.DateField()),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("PAYMENT", "PAYMENT"),
                            ("REFUND", "REFUND"),
                            ("WITHDRAWAL", "WITHDRAWAL"),
                            ("OTHER", "OTHER"),
                        ],
                        max_length=12,
                    ),
                ),
                ("transaction_id", models.CharField(blank=True, max_length=80)),
                ("order_number", models.CharField(blank=True, max_length=80)),
                ("gross_minor", models.BigIntegerField()),
                ("fee_minor", models.BigIntegerField()),
                ("net_minor", models.BigIntegerField()),
                (
                    "bank_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.bankaccount"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bank_account", "day"], name="receipts_wallet_day"),
                    models.Index(fields=["bank_account", "transaction_id"], name="receipts_wallet_transaction"),
                    models.Index(fields=["bank_account", "order_number"], name="receipts_wallet_order"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net_minor"), "+", models.F("fee_minor")
                                ),
                            )
                        ),
                        name="receipts_wallet_p1",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WalletRefund",
            fields=[
                (
                    "posting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.posting",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="receipts.walletline"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WalletSettlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("net_minor", models.BigIntegerField()),
                ("is_automatic", models.BooleanField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
                ),
                (
                    "bank_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.bankaccount"
                    ),
                ),
                (
                    "bank_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.statementline"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.receipt"
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
                        condition=models.Q(("undone_act__isnull", True)),
                        fields=("bank_line",),
                        name="receipts_payout_line_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_day__lte", models.F("last_day")), ("net_minor__gte", 1)),
                        name="receipts_payout_of_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettledDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("net_minor", models.BigIntegerField()),
                ("is_live", models.BooleanField(default=True)),
                (
                    "bank_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="receipts.bankaccount"
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="receipts.walletsettlement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_live", True)),
                        fields=("bank_account", "day"),
                        name="receipts_day_paid_once",
                    )
                ],
            },
        ),
        AppendOnly("receipts_walletline", "receipts_walletrefund"),
    ]
