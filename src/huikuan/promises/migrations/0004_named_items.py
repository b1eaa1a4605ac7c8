"""Whether a promise names the items it is for; a promise may fall away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0003_promises_by_sms"),
    ]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="names_items",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="promisestep",
            name="event",
            field=models.CharField(
                choices=[
                    ("MAKE", "MAKE"),
                    ("KEEP", "KEEP"),
                    ("KEEP_IN_PART", "KEEP_IN_PART"),
                    ("BREAK", "BREAK"),
                    ("REOPEN", "REOPEN"),
                    ("LAPSE", "LAPSE"),
                    ("SUPERSEDE", "SUPERSEDE"),
                    ("CANCEL", "CANCEL"),
                ],
                max_length=12,
            ),
        ),
    ]
