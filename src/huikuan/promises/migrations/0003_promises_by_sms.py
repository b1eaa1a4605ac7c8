"""Promises that were heard by SMS."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0002_kept_promises_judged_again"),
    ]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="channel",
            field=models.CharField(
                choices=[
                    ("CALL", "CALL"),
                    ("VISIT", "VISIT"),
                    ("MEETING", "MEETING"),
                    ("CHAT", "CHAT"),
                    ("SMS", "SMS"),
                    ("EMAIL", "EMAIL"),
                    ("LETTER", "LETTER"),
                    ("PORTAL", "PORTAL"),
                ],
                max_length=8,
            ),
        ),
    ]
