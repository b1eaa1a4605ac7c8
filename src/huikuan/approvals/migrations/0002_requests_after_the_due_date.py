from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0001_requests_and_tiers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="request",
            name="kind",
            field=models.CharField(
                choices=[
                    ("LIMIT", "LIMIT"),
                    ("RATING", "RATING"),
                    ("OPENING_CHECK", "OPENING_CHECK"),
                    ("OPENING", "OPENING"),
                    ("WAIVER", "WAIVER"),
                    ("SCORECARD", "SCORECARD"),
                    ("CONTRACT", "CONTRACT"),
                    ("PRICES", "PRICES"),
                    ("PROVISION", "PROVISION"),
                    ("WRITE_OFF", "WRITE_OFF"),
                    ("INTEREST_WAIVER", "INTEREST_WAIVER"),
                    ("SETTLEMENT", "SETTLEMENT"),
                    ("SANCTION", "SANCTION"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="tierversion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("LIMIT", "LIMIT"),
                    ("RATING", "RATING"),
                    ("OPENING_CHECK", "OPENING_CHECK"),
                    ("OPENING", "OPENING"),
                    ("WAIVER", "WAIVER"),
                    ("SCORECARD", "SCORECARD"),
                    ("CONTRACT", "CONTRACT"),
                    ("PRICES", "PRICES"),
                    ("PROVISION", "PROVISION"),
                    ("WRITE_OFF", "WRITE_OFF"),
                    ("INTEREST_WAIVER", "INTEREST_WAIVER"),
                    ("SETTLEMENT", "SETTLEMENT"),
                    ("SANCTION", "SANCTION"),
                ],
                max_length=20,
            ),
        ),
    ]
