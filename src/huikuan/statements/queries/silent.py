"""Reads: statements that were not answered in time, and that no newer one of the same account overtook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from huikuan.kernel.actor import Actor
from huikuan.statements.access import statements_for
from huikuan.statements.models import Statement
from huikuan.statements.rules.states import GONE, State, number_text

_SILENT = [State.NO_REPLY.value, State.ALTERNATIVE_DUE.value]
_NOT_SHOWN = [State.DRAFT.value, State.ISSUED.value, *(state.value for state in GONE)]


@dataclass(frozen=True, slots=True)
class SilentRow:
    """A statement nobody answered, minor units."""

    id: int
    number: str
    customer_id: int
    currency: str
    closing_minor: int
    reply_by: date
    state: State


def silent_statements(*, actor: Actor) -> tuple[SilentRow, ...]:
    """Those the actor may see, of balances other than zero, the largest first; one query."""
    account = {name: OuterRef(name) for name in ("customer_id", "company_id", "currency", "kind")}
    newer = Statement.objects.filter(**account, through__gt=OuterRef("through")).exclude(state__in=_NOT_SHOWN)
    rows = statements_for(actor=actor).filter(~Exists(newer), state__in=_SILENT).exclude(closing_minor=0)
    columns = ("pk", "number", "customer_id", "currency", "closing_minor", "reply_by", "state")
    found = [
        SilentRow(pk, number_text(number=number), customer_id, currency, minor, reply_by, State(state))
        for pk, number, customer_id, currency, minor, reply_by, state in rows.values_list(*columns)
    ]
    return tuple(sorted(found, key=lambda row: (-abs(row.closing_minor), row.id)))
