"""Money booked after the judgement that had come in time mends a broken plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("settlements", "0003_demands_with_their_paper"),
    ]

    operations = [
        migrations.AlterField(
            model_name="planstep",
            name="event",
            field=models.CharField(
                choices=[
                    ("MAKE", "MAKE"),
                    ("ASK", "ASK"),
                    ("PROPOSE", "PROPOSE"),
                    ("APPROVE", "APPROVE"),
                    ("REJECT", "REJECT"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("SIGN", "SIGN"),
                    ("START", "START"),
                    ("FINISH", "FINISH"),
                    ("BREAK", "BREAK"),
                    ("MEND", "MEND"),
                    ("CANCEL", "CANCEL"),
                    ("SUPERSEDE", "SUPERSEDE"),
                    ("DEMAND", "DEMAND"),
                    ("ACCELERATE", "ACCELERATE"),
                    ("TAKE_BACK", "TAKE_BACK"),
                ],
                max_length=10,
            ),
        ),
    ]
