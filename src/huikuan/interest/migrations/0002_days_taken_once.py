"""No day of an item is claimed twice: ranges of days, where only their first day was unique before."""

from django.db import migrations

from huikuan.audit.disjoint_days import Days, DisjointDays

TAKEN = Days("interest_days_taken_once", "interest_charge", "receivable_id", "from_day", "through_day", "freed_by")


class Migration(migrations.Migration):
    dependencies = [
        ("interest", "0001_claims_pauses_rates"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="charge", name="interest_days_taken_once"),
        DisjointDays(TAKEN),
    ]
