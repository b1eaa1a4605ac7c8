from django.db import migrations, models


class Migration(migrations.Migration):
    """A policy may wait until what is open on our side is mended.

    The column is added to the table as it stands: on SQLite Django would make the table anew, and the triggers that keep
    policies unchanged would go with the old one.
    """

    dependencies = [("reminders", "0005_channels")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE reminders_policyversion ADD COLUMN waits_for_our_side bool DEFAULT false NOT NULL",
            reverse_sql="ALTER TABLE reminders_policyversion DROP COLUMN waits_for_our_side",
            state_operations=[
                migrations.AddField(
                    model_name="policyversion",
                    name="waits_for_our_side",
                    field=models.BooleanField(db_default=False, default=False),
                )
            ],
        ),
    ]
