"""The triggers that keep history and references: which they are, and that `huikuan check` misses each by its name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import IntegrityError, connection, transaction

from huikuan.audit.append_only import append_only_tables
from huikuan.audit.triggers import declared_triggers
from huikuan.ledger.checks import check_ledger
from tests.audit.test_references import KEPT, REFERENCES
from tests.guards import claims, disputes

pytestmark = pytest.mark.django_db
BEFORE_THE_DEAL = (
    "approvals_request",
    "clocks_deadline",
    "contracts_contract",
    "interest_charge",
    "interest_pause",
    "limits_limitline",
    "openings_opening",
    "oversight_flag",
    "prices_confirmation",
    "securities_security",
)
"""Kept rows of the rooms before the deal; their own tests try to delete them."""
SAID_BY_OTHERS = (
    "claims_announcement",
    "claims_claim",
    "disputes_dispute",
    "guests_guestrequest",
    "guests_linkcode",
    "guests_portallink",
    "promises_extension",
    "promises_promise",
)
"""Kept rows of what customers and salespeople say and ask; none goes away, `test_what_others_said_never_goes_away`."""
AFTER_THE_DUE_DATE = (
    "cases_case",
    "cases_caseitem",
    "causes_cause",
    "causes_causeitem",
    "causes_mendtask",
    "clocks_deadline",
    "conduct_appeal",
    "conduct_judgement",
    "creditors_jointstep",
    "creditors_othercreditor",
    "interest_charge",
    "interest_pause",
    "provisions_provisionrun",
    "provisions_writeoff",
    "sanctions_letterversion",
    "sanctions_sanction",
    "sanctions_sanctiontask",
    "settlements_hold",
    "settlements_plan",
)
"""Kept rows of the rooms after the due date: their state moves, they never go."""
DISJOINT = ("interest_days_taken_once",)
"""Days taken once: on PostgreSQL an exclusion constraint."""
ON_SQLITE = declared_triggers(vendor="sqlite")
ON_POSTGRESQL = declared_triggers(vendor="postgresql")


def names(triggers: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {name for found in triggers.values() for name in found}


def test_every_declared_table_has_its_triggers() -> None:
    kept = [
        table
        for table in (*KEPT, *BEFORE_THE_DEAL, *SAID_BY_OTHERS, *AFTER_THE_DUE_DATE)
        if table not in append_only_tables()
    ]
    assert names(ON_SQLITE) == {
        *(f"{table}_no_{event}" for table in append_only_tables() for event in ("update", "delete")),
        *(f"{table}_kept_{event}" for table in kept for event in ("delete", "renumber")),
        *(f"{name}_{event}" for name in DISJOINT for event in ("insert", "update")),
    }
    everywhere = {f"{table}_{name}" for table in append_only_tables() for name in ("append_only", "no_truncate")}
    everywhere |= {f"{table}_kept_{event}" for table in kept for event in ("delete", "renumber", "truncate")}
    everywhere |= {f"{table}_{column}_refers_{event}" for table, column in REFERENCES for event in ("insert", "update")}
    assert names(ON_POSTGRESQL) == everywhere


@pytest.mark.parametrize("table", SAID_BY_OTHERS)
def test_what_others_said_never_goes_away(table: str) -> None:
    (claims if table.startswith("claims_") else disputes).ground()
    with pytest.raises(IntegrityError, match=f"DELETE on {table} is refused"), transaction.atomic():
        run(f"DELETE FROM {table}")


@pytest.mark.parametrize("name", ["ledger_entry_no_delete", "customers_customer_kept_delete"])
def test_a_trigger_gone_from_sqlite_is_named(name: str) -> None:
    only_on("sqlite")
    run(f"DROP TRIGGER {name}")
    assert missing() == [f"without {name}"]


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("ledger_entry", "ledger_entry_append_only"),
        ("ledger_entry", "ledger_entry_posting_id_refers_insert"),
        ("receipts_receipt", "receipts_receipt_customer_id_refers_update"),
        ("customers_customer", "customers_customer_kept_delete"),
    ],
)
@pytest.mark.parametrize("change", ["DROP TRIGGER {name} ON {table}", "ALTER TABLE {table} DISABLE TRIGGER {name}"])
def test_a_trigger_gone_from_postgresql_or_switched_off_is_named(table: str, name: str, change: str) -> None:
    only_on("postgresql")
    run(change.format(table=table, name=name))
    assert missing() == [f"without {name}"]


def only_on(vendor: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"belongs to the run on {vendor}")
    assert missing() == []


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def missing() -> list[str]:
    return [str(row.found) for found in check_ledger() if found.invariant == "J3" for row in found.broken]
