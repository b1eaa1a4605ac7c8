"""Tables that refuse changes: which they are, and that `huikuan check` misses the triggers of each."""

from __future__ import annotations

import pytest
from django.db import connection

from huikuan.audit.append_only import append_only_tables, without_triggers
from huikuan.jobs.checks import check_all, summary

TABLES = (
    "activities_activity",
    "activities_activitysubject",
    "audit_act",
    "audit_actresult",
    "audit_seal",
    "audit_sealedact",
    "documents_document",
    "documents_documentuse",
    "ledger_entry",
    "ledger_posting",
    "outbox_attempt",
    "receipts_allocationreason",
    "receipts_statement",
    "receipts_statementline",
    "reminders_policystep",
    "reminders_policyversion",
)


def test_every_room_says_which_of_its_tables_are_append_only() -> None:
    assert append_only_tables() == TABLES


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_triggers_that_are_gone_are_missed_by_name(table: str) -> None:
    assert summary(findings=check_all())[1] == []
    with connection.cursor() as cursor:
        for statement in without_triggers(vendor=connection.vendor, tables=[table]):
            cursor.execute(statement)
    (fault,) = summary(findings=check_all())[1]
    assert (fault.invariant, fault.object) == ("J3", f"table {table}")
