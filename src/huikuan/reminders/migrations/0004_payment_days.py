from django.db import migrations, models


class Migration(migrations.Migration):
    """A policy may wait for the customer's own payment day.

    The columns are added to the table as it stands: on SQLite Django would make the table anew, and the triggers that keep
    policies unchanged would go with the old one.
    """

    dependencies = [("reminders", "0003_small_runs_and_lone_desks")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE reminders_policyversion ADD COLUMN payment_day_within smallint DEFAULT 10 NOT NULL "
            "CONSTRAINT reminders_policyversion_payment_day_within_check CHECK (payment_day_within >= 0)",
            reverse_sql="ALTER TABLE reminders_policyversion DROP COLUMN payment_day_within",
            state_operations=[
                migrations.AddField(
                    model_name="policyversion",
                    name="payment_day_within",
                    field=models.PositiveSmallIntegerField(db_default=10, default=10),
                )
            ],
        ),
        migrations.RunSQL(
            sql="ALTER TABLE reminders_policyversion ADD COLUMN waits_for_payment_day bool DEFAULT false NOT NULL",
            reverse_sql="ALTER TABLE reminders_policyversion DROP COLUMN waits_for_payment_day",
            state_operations=[
                migrations.AddField(
                    model_name="policyversion",
                    name="waits_for_payment_day",
                    field=models.BooleanField(db_default=False, default=False),
                )
            ],
        ),
    ]
