from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0004_agreed_by_silence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="statementline",
            name="kind",
            field=models.CharField(
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
                    ("LATE_INTEREST", "LATE_INTEREST"),
                    ("OTHER", "OTHER"),
                ],
                max_length=16,
            ),
        ),
    ]
