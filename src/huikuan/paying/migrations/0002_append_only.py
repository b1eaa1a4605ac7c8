"""UPDATE and DELETE of versions raise in the database: how a customer paid before stays to be read."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("paying", "0001_how_customers_pay")]
    operations = [AppendOnly("paying_payingversion", "paying_payingstep")]
