"""`huikuan check`: every invariant that can be proved from the rows, each broken row by name."""

from __future__ import annotations

from huikuan.audit.checks import check_audit
from huikuan.bills.checks import check_bills
from huikuan.causes.checks import check_causes
from huikuan.claims.checks import check_claims
from huikuan.clocks.checks import check_clocks
from huikuan.conduct.checks import check_conduct
from huikuan.credit.checks import check_credit_control
from huikuan.customers.checks import check_customers
from huikuan.deliveries.checks import check_deliveries
from huikuan.disputes.checks import check_disputes
from huikuan.documents.checks import check_documents
from huikuan.evidence.checks import check_bundles
from huikuan.imports.checks import check_imports
from huikuan.interest.checks import check_interest
from huikuan.invoicing.checks import check_invoicing
from huikuan.kernel.findings import Broken, Finding
from huikuan.ledger.checks import check_ledger
from huikuan.limits.checks import check_limits
from huikuan.outbox.checks import check_outbox
from huikuan.paying.checks import check_paying
from huikuan.playbook.checks import check_playbook
from huikuan.portfolio.checks import check_portfolio
from huikuan.promises.checks import check_promises
from huikuan.provisions.checks import check_provisions
from huikuan.ratings.checks import check_ratings
from huikuan.receipts.checks import check_receipts
from huikuan.receipts.passing_checks import check_passed_money
from huikuan.receipts.statement_checks import check_statements
from huikuan.receipts.wallet_checks import check_wallets
from huikuan.receivables.checks import check_receivables
from huikuan.receivables.plan_checks import check_plans
from huikuan.reminders.checks import check_reminders
from huikuan.sanctions.checks import check_sanctions
from huikuan.settlements.checks import check_settlements
from huikuan.statements.checks import check_customer_statements

CHECKS = (
    check_ledger,
    check_receivables,
    check_plans,
    check_receipts,
    check_statements,
    check_wallets,
    check_passed_money,
    check_claims,
    check_disputes,
    check_promises,
    check_playbook,
    check_causes,
    check_conduct,
    check_settlements,
    check_interest,
    check_bills,
    check_portfolio,
    check_provisions,
    check_ratings,
    check_credit_control,
    check_deliveries,
    check_limits,
    check_imports,
    check_invoicing,
    check_paying,
    check_customer_statements,
    check_reminders,
    check_sanctions,
    check_clocks,
    check_documents,
    check_bundles,
    check_customers,
    check_outbox,
    check_audit,
)


def check_all() -> list[Finding]:
    """Findings of every room, in the order of the floors."""
    return [found for check in CHECKS for found in check()]


def summary(*, findings: list[Finding]) -> tuple[dict[str, int], list[Broken]]:
    """Objects checked by invariant, and the broken ones."""
    checked: dict[str, int] = {}
    for found in findings:
        checked[found.invariant] = checked.get(found.invariant, 0) + found.checked
    return checked, [broken for found in findings for broken in found.broken]


def notes_of(*, findings: list[Finding]) -> list[Broken]:
    """What the product allows and a person should still look at, such as a bank statement that is missing."""
    return [note for found in findings for note in found.notes]
