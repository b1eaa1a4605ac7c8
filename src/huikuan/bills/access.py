"""The only door to bills, deposits, set-off and IOUs: they follow the money, that is its own company and its customer."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.bills.models import BillPart, CashStep, Deposit, Iou, SetOff
from huikuan.customers.access import of_visible
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.access import receipts_for


def parts_for(*, actor: Actor) -> QuerySet[BillPart]:
    """The parts of bills whose receipts `actor` may see."""
    return BillPart.objects.filter(receipt__in=receipts_for(actor=actor).values("pk"))


def part_for(*, actor: Actor, part_id: int, need: Verb = Verb.VIEW) -> BillPart:
    """One part, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = parts_for(actor=actor).filter(pk=part_id).select_related("bill", "receipt").first()
    if row is None:
        raise NotPermitted("BILL_NOT_VISIBLE", part=part_id)
    return row


def deposits_for(*, actor: Actor) -> QuerySet[Deposit]:
    """The deposits of customers `actor` may see."""
    return Deposit.objects.filter(receipt__in=receipts_for(actor=actor).values("pk"))


def deposit_for(*, actor: Actor, deposit_id: int, need: Verb = Verb.VIEW) -> Deposit:
    """One deposit, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = deposits_for(actor=actor).filter(pk=deposit_id).select_related("receipt").first()
    if row is None:
        raise NotPermitted("DEPOSIT_NOT_VISIBLE", deposit=deposit_id)
    return row


def set_offs_for(*, actor: Actor) -> QuerySet[SetOff]:
    """The set-offs of customers `actor` may see."""
    return SetOff.objects.filter(receipt__in=receipts_for(actor=actor).values("pk"))


def ious_for(*, actor: Actor) -> QuerySet[Iou]:
    """The IOUs of customers and own companies `actor` may see."""
    return of_visible(actor=actor, rows=Iou.objects.all())


def cash_steps_for(*, actor: Actor) -> QuerySet[CashStep]:
    """The cash brought to the bank of receipts `actor` may see."""
    return CashStep.objects.filter(receipt__in=receipts_for(actor=actor).values("pk"))
