"""Acts on a customer's fields in short form."""

from __future__ import annotations

from itertools import count

from huikuan.audit.operations import Intent, OpenAct, perform
from huikuan.customers.fields import change_customer
from huikuan.kernel.actor import SYSTEM, Actor
from tests.books import NOW

_KEYS = count(1)


def change(customer_id: int, *, actor: Actor = SYSTEM, reason: str = "", **changes: object) -> None:
    """Change fields of a customer as an act of its own."""

    def work(act: OpenAct) -> dict[str, int]:
        change_customer(act=act, customer_id=customer_id, changes=changes, reason=reason)
        return {}

    perform(intent=Intent("change_customer", actor, NOW, f"change-{next(_KEYS)}"), work=work)
