"""What lets another customer's money pay: the mandate in force, or the form to enter one."""

from __future__ import annotations

from datetime import date

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


def form_of(*, actor: Actor, today: date) -> MandateForm:
    """The empty form with what this person may enter."""
    return MandateForm(auto_id="mandate_%s", initial={"signed_on": today}, **rights_of(actor=actor))


def rights_of(*, actor: Actor) -> dict[str, bool]:
    """Whether this person may attach papers, or decide without."""
    return {"may_attach": actor.may(Verb.ALLOCATE), "may_decide": actor.may(Verb.WRITE_OFF)}
