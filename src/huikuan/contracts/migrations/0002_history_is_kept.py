"""Versions, events, what they moved and what was taken back stay as they are; contracts are referred to for ever."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly
from huikuan.audit.references import Kept


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_contracts_and_their_plan")]
    operations = [
        AppendOnly(
            "contracts_contractversion",
            "contracts_contractevent",
            "contracts_milestonemove",
            "contracts_eventundoing",
        ),
        Kept("contracts_contract"),
    ]
