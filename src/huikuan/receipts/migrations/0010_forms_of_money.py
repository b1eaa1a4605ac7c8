"""Bills, vouchers, set-off and consignment as forms of money; deposits as a part of a receipt; who took cash."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from huikuan.audit.references import kept_statements

METHODS = (
    "BANK",
    "CASH",
    "CHEQUE",
    "ALIPAY",
    "WECHAT_PAY",
    "BANK_BILL",
    "FINANCE_BILL",
    "COMMERCIAL_BILL",
    "VOUCHER",
    "SET_OFF",
    "CONSIGNMENT",
    "OTHER",
)


def keep_again(apps, schema_editor):
    """SQLite makes the table anew to change a CHECK and drops its triggers with it."""
    if schema_editor.connection.vendor != "postgresql":
        for statement in kept_statements(tables=("receipts_receipt",), vendor="sqlite"):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("receipts", "0009_merchant_wallets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "receipt", "method", models.CharField(choices=[(one, one) for one in METHODS], max_length=16)
        ),
        migrations.AddField("receipt", "deposit_minor", models.BigIntegerField(default=0)),
        migrations.AddField(
            "receipt",
            "taken_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint("receipt", "receipts_parts_sum"),
        migrations.RemoveConstraint("receipt", "receipts_parts_not_negative"),
        migrations.AddConstraint(
            "receipt",
            models.CheckConstraint(
                condition=Q(
                    amount_minor=F("allocated_minor")
                    + F("unapplied_minor")
                    + F("refunded_minor")
                    + F("reversed_minor")
                    + F("deposit_minor")
                ),
                name="receipts_parts_sum",
            ),
        ),
        migrations.AddConstraint(
            "receipt",
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=1,
                    amount_minor__lte=10**13,
                    fee_minor__gte=0,
                    fee_minor__lt=F("amount_minor"),
                    allocated_minor__gte=0,
                    unapplied_minor__gte=0,
                    refunded_minor__gte=0,
                    reversed_minor__gte=0,
                    deposit_minor__gte=0,
                ),
                name="receipts_parts_not_negative",
            ),
        ),
        migrations.AddConstraint(
            "receipt",
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(method="CASH", bank_account=None), name="receipts_taken_in_cash"
            ),
        ),
        migrations.AddIndex(
            "receipt",
            models.Index(fields=["taken_by"], name="receipts_cash_taken", condition=Q(taken_by__isnull=False)),
        ),
        migrations.RunPython(keep_again, migrations.RunPython.noop),
    ]
