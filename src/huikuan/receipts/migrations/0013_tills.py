from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("receipts", "0012_passed_on")]

    operations = [
        migrations.AlterField(
            model_name="wallet",
            name="kind",
            field=models.CharField(
                choices=[
                    ("BANK", "BANK"),
                    ("WECHAT_MERCHANT", "WECHAT_MERCHANT"),
                    ("ALIPAY_MERCHANT", "ALIPAY_MERCHANT"),
                    ("CASH", "CASH"),
                ],
                max_length=16,
            ),
        ),
    ]
