from django.db import migrations, models

KINDS = (
    "INVOICES",
    "RECEIVABLES",
    "LEDGER",
    "STATEMENT",
    "CUSTOMERS",
    "PEOPLE",
    "ORDERS",
    "DELIVERIES",
    "ACCEPTANCES",
)


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_statement_layouts")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=12),
        )
        for name in ("importbatch", "savedmapping")
    ]
