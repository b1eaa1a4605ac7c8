"""Statements that silence agreed to, where the contracts say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0003_recipients_of_statements"),
    ]

    operations = [
        migrations.AlterField(
            model_name="happening",
            name="event",
            field=models.CharField(
                choices=[
                    ("WRITE", "WRITE"),
                    ("ISSUE", "ISSUE"),
                    ("SEND", "SEND"),
                    ("ARRIVE", "ARRIVE"),
                    ("RETURN", "RETURN"),
                    ("CONFIRM", "CONFIRM"),
                    ("DISPUTE", "DISPUTE"),
                    ("LAPSE", "LAPSE"),
                    ("DEEM", "DEEM"),
                    ("REQUEST_AGAIN", "REQUEST_AGAIN"),
                    ("PROVE", "PROVE"),
                    ("WITHDRAW", "WITHDRAW"),
                    ("REPLACE", "REPLACE"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="happening",
            name="state",
            field=models.CharField(
                choices=[
                    ("DRAFT", "DRAFT"),
                    ("ISSUED", "ISSUED"),
                    ("SENT", "SENT"),
                    ("DELIVERED", "DELIVERED"),
                    ("CONFIRMED", "CONFIRMED"),
                    ("DISPUTED", "DISPUTED"),
                    ("NO_REPLY", "NO_REPLY"),
                    ("SECOND_REQUEST", "SECOND_REQUEST"),
                    ("ALTERNATIVE_DUE", "ALTERNATIVE_DUE"),
                    ("ALTERNATIVE_EVIDENCE", "ALTERNATIVE_EVIDENCE"),
                    ("DEEMED", "DEEMED"),
                    ("WITHDRAWN", "WITHDRAWN"),
                    ("REPLACED", "REPLACED"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="state",
            field=models.CharField(
                choices=[
                    ("DRAFT", "DRAFT"),
                    ("ISSUED", "ISSUED"),
                    ("SENT", "SENT"),
                    ("DELIVERED", "DELIVERED"),
                    ("CONFIRMED", "CONFIRMED"),
                    ("DISPUTED", "DISPUTED"),
                    ("NO_REPLY", "NO_REPLY"),
                    ("SECOND_REQUEST", "SECOND_REQUEST"),
                    ("ALTERNATIVE_DUE", "ALTERNATIVE_DUE"),
                    ("ALTERNATIVE_EVIDENCE", "ALTERNATIVE_EVIDENCE"),
                    ("DEEMED", "DEEMED"),
                    ("WITHDRAWN", "WITHDRAWN"),
                    ("REPLACED", "REPLACED"),
                ],
                max_length=20,
            ),
        ),
    ]
