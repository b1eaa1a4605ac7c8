"""Tables that refuse changes: which they are, and that `huikuan check` misses the triggers of each."""

from __future__ import annotations

import pytest
from django.db import connection

from huikuan.audit.append_only import append_only_tables, without_triggers
from huikuan.jobs.checks import check_all, summary

TABLES = (
    "accounts_exchangerate",
    "activities_activity",
    "activities_activitysubject",
    "approvals_approvaltier",
    "approvals_tierversion",
    "audit_act",
    "audit_actresult",
    "audit_seal",
    "audit_sealedact",
    "bills_billevent",
    "bills_cashstep",
    "bills_depositstep",
    "bills_iou",
    "bills_iouitem",
    "bills_listedacceptor",
    "bills_policyversion",
    "bills_rejectedlisting",
    "bills_setoff",
    "bills_watchlist",
    "cases_casecost",
    "cases_casedate",
    "cases_casestep",
    "causes_causeevidence",
    "causes_causestep",
    "causes_policyversion",
    "claims_claimmove",
    "claims_concerned",
    "clocks_acceptedloss",
    "clocks_eventitem",
    "clocks_recordedevent",
    "clocks_withdrawal",
    "conduct_judgementstep",
    "conduct_policyversion",
    "conduct_sign",
    "conduct_signtakenback",
    "contracts_contractevent",
    "contracts_contractversion",
    "contracts_eventundoing",
    "contracts_milestonemove",
    "credit_decision",
    "credit_ordermove",
    "credit_policyversion",
    "customers_contactpermission",
    "customers_customerchange",
    "customers_customerreport",
    "customers_sizedeclaration",
    "deliveries_acceptanceline",
    "deliveries_policyversion",
    "deliveries_saleline",
    "deliveries_undoing",
    "disputes_disputeitem",
    "disputes_disputestep",
    "disputes_policyversion",
    "documents_document",
    "documents_documentuse",
    "evidence_bundle",
    "evidence_piece",
    "evidence_pieceitem",
    "evidence_withdrawal",
    "guests_requeststep",
    "interest_chargestep",
    "interest_policyversion",
    "interest_primerate",
    "invoicing_happening",
    "invoicing_invoicewish",
    "invoicing_taxinvoiceline",
    "ledger_entry",
    "ledger_posting",
    "limits_limitentry",
    "limits_limitproposal",
    "openings_fieldcheck",
    "openings_openingdocument",
    "openings_openingstep",
    "openings_requirementversion",
    "outbox_attempt",
    "oversight_flagevent",
    "oversight_flagperson",
    "oversight_policyversion",
    "oversight_run",
    "paying_payingstep",
    "paying_payingversion",
    "prices_happening",
    "prices_tolerancepolicy",
    "promises_policyversion",
    "promises_promiseitem",
    "promises_promisestep",
    "ratings_answer",
    "ratings_creditterms",
    "ratings_rating",
    "ratings_ratingrun",
    "ratings_ruleversion",
    "receipts_allocationreason",
    "receipts_debtorderversion",
    "receipts_statement",
    "receipts_statementline",
    "receipts_walletline",
    "receipts_walletrefund",
    "receivables_invoiceline",
    "reminders_policystep",
    "reminders_policyversion",
    "sanctions_courtentry",
    "sanctions_ladderversion",
    "sanctions_sanctionitem",
    "sanctions_sanctionstep",
    "securities_haircutversion",
    "securities_securityconfirmation",
    "securities_securitystep",
    "statements_acknowledgeditem",
    "statements_acknowledgement",
    "statements_happening",
    "statements_objection",
    "statements_recipientchoice",
    "statements_reply",
    "statements_statementitem",
    "statements_statementline",
    "statements_statementpolicy",
)


def test_every_room_says_which_of_its_tables_are_append_only() -> None:
    assert append_only_tables() == TABLES


@pytest.mark.django_db
def test_triggers_that_are_gone_are_missed_by_name() -> None:
    """Those of every second table first: each that lost them is named, and no other one with it."""
    assert summary(findings=check_all())[1] == []
    gone: set[str] = set()
    for tables in (TABLES[::2], TABLES[1::2]):
        with connection.cursor() as cursor:
            for statement in without_triggers(vendor=connection.vendor, tables=tables):
                cursor.execute(statement)
        gone |= set(tables)
        faults = [(fault.invariant, fault.object) for fault in summary(findings=check_all())[1]]
        assert sorted(faults) == [("J3", f"table {table}") for table in sorted(gone)]
