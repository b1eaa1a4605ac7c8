"""UPDATE and DELETE of decisions, policies and moves of orders raise in the database: they are history."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_orders_decisions_holds")]
    operations = [AppendOnly("credit_decision", "credit_policyversion", "credit_ordermove")]
