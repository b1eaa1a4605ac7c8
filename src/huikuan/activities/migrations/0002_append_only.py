"""UPDATE and DELETE of the contact record raise in the database: it is evidence (HANDBOOK C14)."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]
    operations = [AppendOnly("activities_activity", "activities_activitysubject")]
