"""The entries of one customer are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_money_in_every_form"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("customer_id__isnull", False)),
                fields=["customer_id", "effective_date"],
                name="ledger_entry_customer",
            ),
        ),
    ]
