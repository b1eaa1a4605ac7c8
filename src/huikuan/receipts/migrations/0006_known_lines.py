"""What a statement's lines known before, and its refused rows, make of its sum: I3 is proved from the statement alone."""

from itertools import groupby
from typing import Any

from django.db import migrations, models
from django.db.models import Sum
from django.db.models.functions import Coalesce

from huikuan.audit.append_only import AppendOnly, refusing_triggers, without_triggers

_TABLES = ("receipts_statement",)


def _allow(apps: Any, schema_editor: Any) -> None:
    for statement in without_triggers(vendor=schema_editor.connection.vendor, tables=_TABLES):
        schema_editor.execute(statement, params=None)


def _refuse(apps: Any, schema_editor: Any) -> None:
    for statement in refusing_triggers(vendor=schema_editor.connection.vendor, tables=_TABLES):
        schema_editor.execute(statement, params=None)


def _fill(apps: Any, schema_editor: Any) -> None:
    statements = apps.get_model("receipts", "Statement").objects
    results = apps.get_model("audit", "ActResult").objects
    rows = statements.annotate(own=Coalesce(Sum("lines__amount_minor"), 0)).order_by("act_id", "id")
    for act_id, found in groupby(rows, key=lambda row: row.act_id):
        answer = results.filter(pk=act_id).values_list("result", flat=True).first() or {}
        _share(list(found), sum(answer.get("duplicate_totals", {}).values()))


def _share(rows: list[Any], duplicate_minor: int) -> None:
    """Give each statement of an act what its balances leave; what then is left of the duplicates goes where none say it."""
    for row in rows:
        is_proved = _is_stated(row) and row.direction_proof != "ignored"
        row.known_minor = row.closing_minor - row.opening_minor - row.own if is_proved else 0
    silent = [row for row in rows if not _is_stated(row) or row.direction_proof == "ignored"]
    (silent or rows)[0].known_minor += duplicate_minor - sum(row.known_minor for row in rows)
    for row in rows:
        if _is_stated(row):
            row.unread_minor = row.closing_minor - row.opening_minor - row.own - row.known_minor
        row.save(update_fields=["known_minor", "unread_minor"])


def _is_stated(row: Any) -> bool:
    return row.opening_minor is not None and row.closing_minor is not None


class Migration(migrations.Migration):
    dependencies = [("receipts", "0005_unapplied_covered"), ("audit", "0001_initial")]
    operations = [
        migrations.RunPython(_allow, _refuse),
        migrations.AddField("statement", "known_minor", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("statement", "unread_minor", models.BigIntegerField(null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        AppendOnly("receipts_statement"),
    ]
