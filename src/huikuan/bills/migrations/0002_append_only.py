"""UPDATE and DELETE raise in the database (HOUSE ledger law 4)."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("bills", "0001_bills_and_other_forms")]
    operations = [
        AppendOnly(
            "bills_policyversion",
            "bills_watchlist",
            "bills_listedacceptor",
            "bills_billevent",
            "bills_cashstep",
            "bills_depositstep",
            "bills_setoff",
            "bills_iou",
            "bills_iouitem",
        )
    ]
