"""The only door to money received: identified money follows its customer, unidentified money is finance's."""

from __future__ import annotations

from django.db.models import QuerySet

from huikuan.customers.access import customers_for, of_visible, sees_everything
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.receipts.models import AllocationReason, BankAccount, Receipt


def receipts_for(*, actor: Actor) -> QuerySet[Receipt]:
    """The receipts of the customers and own companies that `actor` may see; unidentified ones only to who sees all."""
    return of_visible(actor=actor, rows=Receipt.objects.all())


def receipt_for(*, actor: Actor, receipt_id: int, need: Verb = Verb.VIEW) -> Receipt:
    """One receipt, if `actor` may see it and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = receipts_for(actor=actor).filter(pk=receipt_id).select_related("customer", "bank_account").first()
    if row is None:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)
    return row


def allocations_for(*, actor: Actor) -> QuerySet[AllocationReason]:
    """The allocations of which `actor` may see both sides: the receipt and the customer whose debt it paid."""
    rows = AllocationReason.objects.all()
    if actor.company_ids is not None:
        rows = rows.filter(receipt__company_id__in=actor.company_ids)
    if not sees_everything(actor=actor):
        visible = customers_for(actor=actor).values("pk")
        rows = rows.filter(
            receipt__customer_id__in=visible,
            posting__entries__account="RECEIVABLE",
            posting__entries__customer_id__in=visible,
        )
    return rows


def allocation_for(*, actor: Actor, posting_id: int, need: Verb = Verb.VIEW) -> AllocationReason:
    """One allocation, if `actor` may see both its sides and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = allocations_for(actor=actor).filter(posting_id=posting_id).first()
    if row is None:
        raise NotPermitted("ALLOCATION_NOT_VISIBLE", posting=posting_id)
    return row


def bank_account_for(*, actor: Actor, bank_account_id: int, company_id: int) -> BankAccount:
    """One bank account in use of an own company that `actor` may see. Raises NotPermitted (also for an unknown id)."""
    rows = BankAccount.objects.filter(pk=bank_account_id, company_id=company_id, is_active=True)
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    row = rows.first()
    if row is None:
        raise NotPermitted("BANK_ACCOUNT_NOT_VISIBLE", bank_account=bank_account_id)
    return row
