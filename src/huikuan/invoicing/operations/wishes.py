"""The act that writes down what a customer wants of his invoices beyond his way of paying."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.invoicing.models import InvoiceWish
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.rules import address_fault


@dataclass(frozen=True, slots=True)
class WishDraft:
    """Address for invoices, the text every remark must hold, the largest invoice he takes (minor units of CNY)."""

    email: str = ""
    remark: str = ""
    most_minor: int | None = None


def set_wishes(
    *, actor: Actor, now: datetime, key: str, customer_id: int, wish: WishDraft, seen: int
) -> dict[str, Json]:
    """Write the next version of a customer's wishes; `{"number"}`. `seen` is the version the editor saw.

    Raises NotPermitted, Refused ADDRESS_INVALID, AMOUNT_OUT_OF_BOUNDS, Changed CHANGED.
    """
    customer = customer_for(actor=actor, customer_id=customer_id, need=Verb.EDIT_FILE)
    if wish.email and address_fault(address=wish.email):
        raise Refused("ADDRESS_INVALID", recipient=wish.email)
    if wish.most_minor is not None and not 1 <= wish.most_minor <= DOCUMENT_MAX_MINOR:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=wish.most_minor)
    intent = Intent(
        "set_invoice_wishes", actor, now, key, None, {"customer": customer.pk, **asdict(wish), "seen": seen}
    )

    def work(act: OpenAct) -> dict[str, Json]:
        newest = InvoiceWish.objects.filter(customer=customer).count()
        if newest != seen:
            raise Changed("CHANGED")
        InvoiceWish.objects.create(
            customer=customer, number=seen + 1, at=now, who_name=actor.name, act_id=act.id, **asdict(wish)
        )
        return {"number": seen + 1}

    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        raise Changed("CHANGED") from error
