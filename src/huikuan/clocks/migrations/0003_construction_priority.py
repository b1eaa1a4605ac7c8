"""The priority of the price of construction work among the deadlines. SQLite makes the table anew: what keeps its rows is put on again."""

from django.db import migrations, models

from huikuan.audit.references import Kept

KEPT = Kept("clocks_deadline")


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0002_deadlines_of_cases"),
    ]

    operations = [
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.AlterField(
            model_name="deadline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("ENFORCEMENT", "ENFORCEMENT"),
                    ("BANKRUPTCY_CLAIM", "BANKRUPTCY_CLAIM"),
                    ("ORDER_BY_COURT", "ORDER_BY_COURT"),
                    ("PAYMENT_ORDER", "PAYMENT_ORDER"),
                    ("APPEAL", "APPEAL"),
                    ("INSPECTION", "INSPECTION"),
                    ("CONSTRUCTION_PRIORITY", "CONSTRUCTION_PRIORITY"),
                    ("HEARING", "HEARING"),
                    ("EVIDENCE", "EVIDENCE"),
                    ("OTHER", "OTHER"),
                ],
                max_length=21,
            ),
        ),
        migrations.RunPython(KEPT.code, KEPT.reverse_code),
    ]
