"""How a sanction moves: one conditional update, one step on record, the gate of today beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed, Refused
from huikuan.sanctions.models import Sanction, SanctionItem, SanctionStep
from huikuan.sanctions.queries.debtors import CASE, AskedOf, debtors, supply_gates
from huikuan.sanctions.rules.facts import plain_gate, stated_from
from huikuan.sanctions.rules.gates import Gate
from huikuan.sanctions.rules.ladder import Item, left_to_pay
from huikuan.sanctions.rules.rungs import TRANSITIONS, Event, Rung, State


def gate_now(*, row: Sanction, today: date, is_effective: bool = False) -> Gate | None:
    """What the law says to a sanction on the facts of today; None for a rung without a gate."""
    return gates_now(rows=[row], today=today, is_effective=is_effective).get(row.pk)


def gates_now(*, rows: Sequence[Sanction], today: date, is_effective: bool = False) -> dict[int, Gate]:
    """What the law says to each sanction that has a gate; six queries for any number, none where no rung has one."""
    gated = [row for row in rows if Rung(row.rung) is Rung.STOP_SUPPLY]
    if not gated:
        return {}
    items: dict[int, list[int]] = {row.pk: [] for row in gated}
    for pk, receivable_id in SanctionItem.objects.filter(sanction__in=gated).values_list("sanction", "receivable"):
        items[pk].append(receivable_id)
    asked = {
        row.pk: AskedOf(
            row.company_id,
            tuple(sorted(items[row.pk])),
            replace(stated_from(content=row.facts), order_number=row.order_number),
            row.noticed_on,
            is_effective,
            row.customer_id,
        )
        for row in gated
    }
    return supply_gates(asked=asked, today=today)


def refuse_closed(*, gate: Gate | None) -> None:
    """Raise Refused SANCTION_GATE_CLOSED, naming every missing fact, where the law does not let the sanction be used."""
    if gate is not None and not gate.is_open:
        codes = dict.fromkeys(one.code for one in gate.missing)
        raise Refused("SANCTION_GATE_CLOSED", missing=", ".join(codes))


def item_ids(*, row: Sanction) -> tuple[int, ...]:
    """The items a sanction asks for."""
    return tuple(SanctionItem.objects.filter(sanction=row).order_by("pk").values_list("receivable_id", flat=True))


def refuse_idle(*, row: Sanction, today: date) -> None:
    """Refuse to go on with a sanction of which nothing is asked today: all is paid or disputed, or something holds it.

    Legal action goes on in a case that runs already. Raises Refused SANCTION_NOTHING_LEFT, LADDER_HELD_….
    """
    asked = _asked_items(row, today)
    if left_to_pay(items=asked, asked=frozenset(item_ids(row=row)), today=today) <= 0:
        raise Refused("SANCTION_NOTHING_LEFT")
    held = sorted(one.held_by for one in asked if not _is_free(row, one))
    if len(held) == len(asked):
        raise Refused(f"LADDER_HELD_{held[0]}")


def left_of(*, row: Sanction, today: date) -> int:
    """What is still overdue and undisputed of what a sanction asked for, minor units."""
    return left_to_pay(items=_asked_items(row, today), asked=frozenset(item_ids(row=row)), today=today)


def owed_items(*, row: Sanction, today: date) -> dict[int, int]:
    """What is asked for today of each item of a sanction, in its currency, minor units; nothing of what something holds."""
    return {
        one.receivable_id: one.undisputed_minor
        for one in _asked_items(row, today)
        if one.currency == row.currency and _is_free(row, one)
    }


def _asked_items(row: Sanction, today: date) -> tuple[Item, ...]:
    """The items of a sanction of which something undisputed is late."""
    debtor = debtors(today=today, customer_id=row.customer_id).get((row.customer_id, row.company_id))
    asked = frozenset(item_ids(row=row))
    items = debtor.items if debtor else ()
    return tuple(one for one in items if one.receivable_id in asked and one.undisputed_minor > 0)


def _is_free(row: Sanction, item: Item) -> bool:
    return not item.held_by or (item.held_by == CASE and row.rung == Rung.LEGAL.value)


def moved(
    *, act: OpenAct, row: Sanction, event: Event, on: date, gate: Gate | None = None, note: str = "", **values: Any
) -> None:
    """Let a step of `TRANSITIONS` happen to a sanction inside an open act. Raises Changed SANCTION_CHANGED."""
    after = TRANSITIONS.get((State(row.state), event))
    kept = {} if gate is None else plain_gate(gate=gate)
    if after is None:
        raise Changed("SANCTION_CHANGED")
    changes = {"state": after.value, "moved_on": on, **({"gate": kept} if kept else {}), **values}
    if not Sanction.objects.filter(pk=row.pk, state=row.state).update(**changes):
        raise Changed("SANCTION_CHANGED")
    row.refresh_from_db()
    told(act=act, row=row, event=event, on=on, note=note)


def told(*, act: OpenAct, row: Sanction, event: Event, on: date, note: str = "") -> None:
    """Put what happened on record, with what the gate said last."""
    SanctionStep.objects.create(
        sanction=row,
        event=event.value,
        state=row.state,
        on=on,
        at=act.now,
        who_name=act.actor.name,
        note=note.strip()[:1_000],
        gate=row.gate,
        act_id=act.id,
    )
