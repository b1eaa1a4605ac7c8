from typing import Any

from django.db import migrations, models

from huikuan.customers.rules import pinyin_key

_AT_ONCE = 2_000


def spell_names(apps: Any, _schema_editor: Any) -> None:
    """Give every customer the key his name is found by."""
    customers = apps.get_model("customers", "Customer").objects
    some = list(customers.order_by("pk")[:_AT_ONCE])
    while some:
        for customer in some:
            customer.name_pinyin = pinyin_key(name=customer.name)
        customers.bulk_update(some, ["name_pinyin"], batch_size=200)
        some = list(customers.filter(pk__gt=some[-1].pk).order_by("pk")[:_AT_ONCE])


class Migration(migrations.Migration):
    """A customer is found by the pinyin of his name, without tones, and by its initials.

    The column is added to the table as it stands: on SQLite Django would make the table anew, and the triggers that keep
    customers would go with the old one.
    """

    dependencies = [("customers", "0002_department_of_salesperson")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE customers_customer ADD COLUMN name_pinyin varchar(1000) DEFAULT '' NOT NULL",
            reverse_sql="ALTER TABLE customers_customer DROP COLUMN name_pinyin",
            state_operations=[
                migrations.AddField(
                    model_name="customer",
                    name="name_pinyin",
                    field=models.CharField(blank=True, db_default="", max_length=1_000),
                )
            ],
        ),
        migrations.RunPython(spell_names, migrations.RunPython.noop),
    ]
