"""Reads: what a run would state, without writing anything."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.accounts.access import company_for
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.paging import portions
from huikuan.ledger.customer_accounts import Window, customers_with_account, last_number
from huikuan.statements.facts import accounts_of
from huikuan.statements.queries.recipients import recipients_of
from huikuan.statements.rules.account import Sums
from huikuan.statements.rules.policy import Period
from huikuan.statements.rules.recipients import Recipient


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """An account that a run would state, minor units, and whom it would go to."""

    customer_id: int
    customer_name: str
    currency: str
    lines: int
    sums: Sums
    overdue_minor: int
    recipient: Recipient


def preview_of(*, actor: Actor, company_id: int, period: Period) -> tuple[PreviewRow, ...]:
    """Every account a run over the period would state now, the largest balance first. Raises NotPermitted."""
    company_for(actor=actor, company_id=company_id, need=Verb.SEND_STATEMENT)
    window = Window(company_id, period.through, last_number(company_id=company_id))
    found: list[PreviewRow] = []
    for some in portions(values=customers_with_account(window=window, since=period.since)):
        accounts, _ = accounts_of(
            company_id=company_id, customer_ids=some, period=period, through_number=window.through_number
        )
        names = customers_by_id(ids=some)
        recipients = recipients_of(customer_ids=some)
        found += [
            PreviewRow(
                one.customer_id,
                names[one.customer_id].name,
                one.currency,
                len(one.lines),
                one.sums,
                one.overdue_minor,
                recipients[one.customer_id],
            )
            for one in accounts
        ]
    return tuple(sorted(found, key=lambda row: (-abs(row.sums.closing_minor), row.customer_id)))
