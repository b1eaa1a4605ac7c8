from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("receivables", "0009_plan_firings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invoice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("INVOICE", "INVOICE"),
                    ("OPENING", "OPENING"),
                    ("CREDIT_NOTE", "CREDIT_NOTE"),
                    ("INTEREST", "INTEREST"),
                ],
                max_length=12,
            ),
        ),
    ]
