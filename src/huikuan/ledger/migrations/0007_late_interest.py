from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_entries_of_a_customer"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="account",
            field=models.CharField(
                choices=[
                    ("RECEIVABLE", "RECEIVABLE"),
                    ("UNAPPLIED", "UNAPPLIED"),
                    ("CONTRACT_ASSET", "CONTRACT_ASSET"),
                    ("REVENUE_CLEARING", "REVENUE_CLEARING"),
                    ("OPENING_BALANCE", "OPENING_BALANCE"),
                    ("BANK_CLEARING", "BANK_CLEARING"),
                    ("BANK_FEE", "BANK_FEE"),
                    ("DISCOUNT", "DISCOUNT"),
                    ("BAD_DEBT", "BAD_DEBT"),
                    ("BILLS_HELD", "BILLS_HELD"),
                    ("VOUCHERS_HELD", "VOUCHERS_HELD"),
                    ("CASH_HELD", "CASH_HELD"),
                    ("DEPOSIT", "DEPOSIT"),
                    ("SET_OFF", "SET_OFF"),
                    ("FINANCE_COST", "FINANCE_COST"),
                    ("INTERCOMPANY", "INTERCOMPANY"),
                    ("EXCHANGE", "EXCHANGE"),
                    ("LATE_INTEREST", "LATE_INTEREST"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("INVOICE", "INVOICE"),
                    ("OPENING", "OPENING"),
                    ("CREDIT_NOTE", "CREDIT_NOTE"),
                    ("RECEIPT", "RECEIPT"),
                    ("IDENTIFY", "IDENTIFY"),
                    ("ALLOCATE", "ALLOCATE"),
                    ("SHORT_PAYMENT", "SHORT_PAYMENT"),
                    ("REFUND", "REFUND"),
                    ("WRITE_OFF", "WRITE_OFF"),
                    ("RETENTION", "RETENTION"),
                    ("PAPER", "PAPER"),
                    ("DISHONOUR", "DISHONOUR"),
                    ("CASH_BANKED", "CASH_BANKED"),
                    ("DEPOSIT", "DEPOSIT"),
                    ("INTERCOMPANY", "INTERCOMPANY"),
                    ("EXCHANGE", "EXCHANGE"),
                    ("INTEREST", "INTEREST"),
                ],
                max_length=16,
            ),
        ),
    ]
