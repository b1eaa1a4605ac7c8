import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("ledger", "0005_money_in_every_form"),
        ("receipts", "0011_order_of_debts"),
    ]

    operations = [
        migrations.AddField(
            model_name="matchoutcome",
            name="splits",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="method",
            field=models.CharField(
                choices=[
                    ("BANK", "BANK"),
                    ("CASH", "CASH"),
                    ("CHEQUE", "CHEQUE"),
                    ("ALIPAY", "ALIPAY"),
                    ("WECHAT_PAY", "WECHAT_PAY"),
                    ("BANK_BILL", "BANK_BILL"),
                    ("FINANCE_BILL", "FINANCE_BILL"),
                    ("COMMERCIAL_BILL", "COMMERCIAL_BILL"),
                    ("VOUCHER", "VOUCHER"),
                    ("SET_OFF", "SET_OFF"),
                    ("CONSIGNMENT", "CONSIGNMENT"),
                    ("INTERCOMPANY", "INTERCOMPANY"),
                    ("EXCHANGE", "EXCHANGE"),
                    ("OTHER", "OTHER"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="PassedMoney",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_minor", models.BigIntegerField()),
                ("worth_minor", models.BigIntegerField()),
                ("rate_micros", models.BigIntegerField(null=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.act"),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="passed_on", to="receipts.receipt"
                    ),
                ),
                (
                    "target",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passed_from", to="receipts.receipt"
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
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 1), ("worth_minor__gte", 1)),
                        name="receipts_passed_some",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rate_micros__isnull", True), ("worth_minor", models.F("amount_minor"))),
                            models.Q(("rate_micros__gte", 1), ("rate_micros__isnull", False)),
                            _connector="OR",
                        ),
                        name="receipts_passed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("receipt", models.F("target")), _negated=True),
                        name="receipts_passed_to_another",
                    ),
                ],
            },
        ),
    ]
