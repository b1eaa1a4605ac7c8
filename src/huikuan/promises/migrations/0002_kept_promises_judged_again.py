"""A kept promise whose money went back runs again: the step that says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("promises", "0001_promises"),
    ]

    operations = [
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
                    ("SUPERSEDE", "SUPERSEDE"),
                    ("CANCEL", "CANCEL"),
                ],
                max_length=12,
            ),
        ),
    ]
