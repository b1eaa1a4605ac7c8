"""UPDATE and DELETE raise in the database: what was judged, sold and taken back is history."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_orders_and_deliveries")]
    operations = [
        AppendOnly("deliveries_acceptanceline", "deliveries_saleline", "deliveries_undoing", "deliveries_policyversion")
    ]
