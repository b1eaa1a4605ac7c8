"""The act that books money for a written-off item: the claim revives for so much, and the receipt settles it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.ledger.operations import first_open_day
from huikuan.provisions.models import Recovery
from huikuan.receipts.access import receipt_for
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate
from huikuan.receivables.access import receivable_for
from huikuan.receivables.drafts import Reduction
from huikuan.receivables.operations import revive_written_off
from huikuan.receivables.parts import locked_receivables

if TYPE_CHECKING:
    from huikuan.receivables.models import Receivable

REASON = "RECOVERED"


@dataclass(frozen=True, slots=True)
class RecoveryDraft:
    """So much of a receipt is for this written-off item, minor units."""

    receipt_id: int
    receivable_id: int
    amount_minor: int


def book_recovery(*, actor: Actor, now: datetime, key: str, draft: RecoveryDraft) -> dict[str, Json]:
    """Use money for a written-off item (已核销坏账收回): `{"recovery_id", "posting_id"}`.

    Two postings in one act: the claim is open again against bad debts (借:应收账款 贷:坏账准备), then the receipt settles it.
    On the day the money came, or the day of the write-off if that is later. What is still written off stays so; where the
    money bounces or is used otherwise, both postings are taken back and the item is off the books again. Raises
    NotPermitted, Refused AMOUNT_OUT_OF_BOUNDS, RECOVERY_MORE_THAN_WRITTEN_OFF, and what `allocate_receipts` raises.
    """
    row = receivable_for(actor=actor, receivable_id=draft.receivable_id, need=Verb.ALLOCATE)
    receipt = receipt_for(actor=actor, receipt_id=draft.receipt_id, need=Verb.ALLOCATE)
    if draft.amount_minor < 1:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=draft.amount_minor)
    company_id, came_on = row.company_id, receipt.received_on

    def work(act: OpenAct) -> dict[str, Json]:
        item = locked_receivables(ids=[draft.receivable_id])[draft.receivable_id]
        if draft.amount_minor > item.written_off_minor:
            figures = {"open": item.written_off_minor, "wanted": draft.amount_minor}
            raise Refused("RECOVERY_MORE_THAN_WRITTEN_OFF", **figures, currency=item.currency)
        on = max(came_on, item.last_moved_on, first_open_day(company_id=company_id))
        recovery = _recovered(act, item, draft, on)
        return {"recovery_id": recovery.pk, "posting_id": recovery.allocated_id}

    return perform(intent=Intent("book_recovery", actor, now, key, company_id, plain(value=asdict(draft))), work=work)


def _recovered(act: OpenAct, item: Receivable, draft: RecoveryDraft, on: date) -> Recovery:
    """The claim open again on a day, settled by the receipt, and kept as recovered."""
    reduction = Reduction(draft.receivable_id, draft.amount_minor, on, REASON)
    (revived,) = revive_written_off(
        act=act, company_id=item.company_id, reductions=[reduction], receipt_id=draft.receipt_id
    )
    share = AllocationDraft(draft.receipt_id, (Share(draft.receivable_id, draft.amount_minor),))
    allocated = allocate(act=act, company_id=item.company_id, allocations=[share])["posting_ids"][0]
    return Recovery.objects.create(
        receivable_id=draft.receivable_id,
        customer_id=item.customer_id,
        company_id=item.company_id,
        currency=item.currency,
        receipt_id=draft.receipt_id,
        amount_minor=draft.amount_minor,
        on=on,
        revived_id=revived,
        allocated_id=allocated,
        who_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )
