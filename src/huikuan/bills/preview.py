"""What an act on a part of a bill would post, before anybody does it; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.bills.access import part_for
from huikuan.bills.models import BillPart
from huikuan.bills.operations.moving import held_on, money_of
from huikuan.bills.operations.passing import Terms, discount_of
from huikuan.bills.rules.entries import discounted, endorsed, settled
from huikuan.bills.rules.life import Event, State
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import Actor
from huikuan.ledger.rules import Account, PostingDraft, PostingKind


@dataclass(frozen=True, slots=True)
class Asked:
    """What would happen, when, to which range, on which terms."""

    what: Event
    on: date
    range: BillRange | None = None
    terms: Terms | None = None


def would_post(*, actor: Actor, part_id: int, asked: Asked) -> PostingDraft | None:
    """The posting of an act, None where it posts nothing. Raises NotPermitted, Refused as the act does."""
    part = part_for(actor=actor, part_id=part_id)
    minor = part.amount_minor if asked.range is None else asked.range.amount_minor
    of, held = money_of(part=part), held_on(part=part)
    if asked.what is Event.ENDORSE:
        return endorsed(of=of, held=held, minor=minor, on=asked.on)
    if asked.what is Event.DISCOUNT and asked.terms is not None:
        cost = discount_of(part=part, minor=minor, on=asked.on, terms=asked.terms)
        return discounted(of=of, line=None, held=held, parts=(minor, cost.interest_minor), on=asked.on)
    if asked.what is Event.SETTLE:
        return settled(of=of, line=None, held=held, minor=minor, on=asked.on)
    return _dishonour(part, minor, asked.on) if asked.what is Event.DISHONOUR else None


def _dishonour(part: BillPart, minor: int, on: date) -> PostingDraft:
    """What the customer owes again beside what is gone: through the unapplied money it passes in the act itself."""
    sides = {State.DISCOUNTED.value: Account.BANK_CLEARING, State.ENDORSED.value: Account.SET_OFF}
    of = money_of(part=part)
    side = sides.get(part.state) or held_on(part=part)
    return PostingDraft(PostingKind.DISHONOUR, on, (of.on(Account.RECEIVABLE, minor), of.on(side, -minor)))
