"""UPDATE and DELETE of policies raise in the database: a decision names the version that made it."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]
    operations = [AppendOnly("reminders_policyversion", "reminders_policystep")]
