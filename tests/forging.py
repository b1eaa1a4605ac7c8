"""Rows changed behind the ledger's back, as by somebody with the database in his hands."""

from __future__ import annotations

from django.db import connection

from huikuan.audit.append_only import append_only_tables, without_triggers


def forge(*forgeries: str) -> None:
    """Drop the triggers that refuse changes and change rows; the test's transaction brings both back."""
    with connection.cursor() as cursor:
        for statement in (*without_triggers(vendor=connection.vendor, tables=append_only_tables()), *forgeries):
            cursor.execute(statement)
