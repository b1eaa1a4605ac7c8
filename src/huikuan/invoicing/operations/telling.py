"""Puts on record what happened to a tax invoice, inside an open act."""

from __future__ import annotations

from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.invoicing.models import Happening


def tell(*, act: OpenAct, tax_invoice_id: int, event: str, on: date, **said: str) -> None:
    """Write one row of history; `said` are how, who_there, reference and note as far as there is something to say."""
    Happening.objects.create(
        tax_invoice_id=tax_invoice_id,
        event=event,
        on=on,
        at=act.now,
        who_name=act.actor.name,
        act_id=act.id,
        **{name: text[: {"how": 10, "note": 300}.get(name, 100)] for name, text in said.items()},
    )
