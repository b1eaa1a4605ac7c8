"""Payments of contracts that amendments put off, as facts."""

from __future__ import annotations

from huikuan.contracts.watched import AmendedRow, terms_amended_since
from huikuan.oversight.look import Look, day_of
from huikuan.oversight.rules.facts import TermAmended
from huikuan.oversight.rules.flags import Person


def terms_amended(*, look: Look) -> tuple[TermAmended, ...]:
    """Amendments since the last look, each with the payment whose term grew most; at most four queries."""
    return tuple(_fact(row) for row in terms_amended_since(since=look.moment()))


def _fact(row: AmendedRow) -> TermAmended:
    most = max(row.put_off, key=lambda one: one.after_days - one.before_days)
    return TermAmended(
        version_id=row.version_id,
        contract_id=row.contract_id,
        number=row.number,
        company_id=row.company_id,
        customer_id=row.customer_id,
        day=day_of(moment=row.at),
        title=most.title,
        before_days=most.before_days,
        after_days=most.after_days,
        is_moved=any(one.is_moved for one in row.put_off),
        payments=len(row.put_off),
        delivered=row.delivered,
        people=(Person(row.adopted_by_id, row.adopted_by), Person(row.drafted_by_id, row.drafted_by)),
    )
