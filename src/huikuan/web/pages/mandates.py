"""What lets another customer's money pay: the mandate in force, or the form to enter one."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.customers.queries import customer_rows
from huikuan.kernel.actor import Actor, Verb
from huikuan.paying.mandates import MandateRow, mandates_between
from huikuan.web.forms.mandates import MandateForm
from huikuan.web.pages.receipts import ReceiptPage


def lets_pay(*, shown: ReceiptPage) -> MandateRow | None:
    """The mandate by which the payer of a receipt may pay the debts that its page shows; one query."""
    payer_id, customer = shown.receipt.customer_id, shown.customer
    if payer_id is None or customer is None:
        return None
    found = mandates_between(company_id=shown.receipt.company_id, payer_id=payer_id, debtor_ids=[customer.id])
    return next((one for one in found if one.covers(on=shown.receipt.received_on)), None)


def is_others(*, shown: ReceiptPage) -> bool:
    """Whether the open items shown are another customer's than the payer."""
    return shown.customer is not None and shown.receipt.customer_id not in (None, shown.customer.id)


def of_page(*, actor: Actor, shown: ReceiptPage) -> dict[str, Any]:
    """What the page of a receipt says of the payer and of his mandate beside another customer's debts."""
    if not is_others(shown=shown):
        return {"is_others": False, "payer": None, "mandate": None}
    payers = customer_rows(actor=actor, ids=[shown.receipt.customer_id or 0])
    return {"is_others": True, "payer": payers[0] if payers else None, "mandate": lets_pay(shown=shown)}


def form_of(*, actor: Actor, today: date) -> MandateForm:
    """The empty form with what this person may enter."""
    return MandateForm(auto_id="mandate_%s", initial={"signed_on": today}, **rights_of(actor=actor))


def rights_of(*, actor: Actor) -> dict[str, bool]:
    """Whether this person may attach papers, or decide without."""
    return {"may_attach": actor.may(Verb.ALLOCATE), "may_decide": actor.may(Verb.WRITE_OFF)}
