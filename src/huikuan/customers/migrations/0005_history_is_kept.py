"""What was changed, declared and reported is history: UPDATE and DELETE raise in the database."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_customer_file")]
    operations = [AppendOnly("customers_customerchange", "customers_sizedeclaration", "customers_customerreport")]
