"""A write-off without the request and decision that the product asks for: what the ledger does, for tests beneath that room."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from huikuan.audit.operations import Intent, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Posting
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import Reduction, revive_written_off, write_off_items


def write_off(*, actor: Actor, now: datetime, key: str, reduction: Reduction) -> dict[str, Any]:
    """`{"posting_id"}`."""
    if reduction.amount_minor < 1:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=reduction.amount_minor)
    company_id = Receivable.objects.get(pk=reduction.receivable_id).company_id
    intent = Intent("decide_write_off", actor, now, key, company_id, plain(value=asdict(reduction)))

    def work(act: Any) -> dict[str, Any]:
        return {"posting_id": write_off_items(act=act, company_id=company_id, reductions=[reduction])[0]}

    return perform(intent=intent, work=work)


def revived(
    *, actor: Actor, now: datetime, key: str, posting_id: int, effective_date: date, reason: str
) -> dict[str, Any]:
    """A whole write-off open again; `{"posting_id"}`."""
    entry = Posting.objects.get(pk=posting_id).entries.get(account="RECEIVABLE")
    row = Receivable.objects.get(pk=entry.receivable_id or 0)
    company_id = row.company_id
    reduction = Reduction(row.pk, -entry.minor, effective_date, reason)
    intent = Intent("decide_write_off", actor, now, key, company_id, plain(value=asdict(reduction)))

    def work(act: Any) -> dict[str, Any]:
        return {"posting_id": revive_written_off(act=act, company_id=company_id, reductions=[reduction])[0]}

    return perform(intent=intent, work=work)
