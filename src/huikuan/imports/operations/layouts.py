"""Acts on the layouts of bank statements: a person says what the columns mean, changes it, ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError
from django.db.models import Max

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.imports.batches import begin_import
from huikuan.imports.layouts import signature_of
from huikuan.imports.models import StatementLayout
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, Refused

DAY = "TRADED_DAY"
AMOUNTS = ("AMOUNT", "MONEY_IN", "MONEY_OUT")
LONGEST_NAME, MOST_COLUMNS = 60, 300


@dataclass(frozen=True, slots=True)
class LayoutDraft:
    """What a person says of a table with these column names; `seen` is the version he looked at, 0 for a new layout."""

    name: str
    headings: tuple[str, ...]
    columns: Mapping[str, int] = field(default_factory=dict)
    minus_is_in: bool = False
    seen: int = 0


def save_layout(*, actor: Actor, now: datetime, key: str, layout: LayoutDraft) -> dict[str, Json]:
    """Keep how statements with these column names are read; `{"number", "version"}`.

    The next file with the same names is read by it. One that is there already gets its next version, which replaces what was;
    statements keep the version they were read by. Raises Refused LAYOUT_INCOMPLETE (no day or no amount), LAYOUT_TWICE (one
    column with two meanings), LAYOUT_NAME_TAKEN, Changed LAYOUT_CHANGED.
    """
    _refuse_incomplete(layout)
    detail: dict[str, Json] = {
        "name": layout.name,
        "headings": list(layout.headings),
        "columns": dict(layout.columns),
        "minus_is_in": layout.minus_is_in,
    }
    intent = Intent("save_statement_layout", actor, now, key, None, detail)
    try:
        return perform(intent=intent, work=lambda act: _save(act, actor, now, layout))
    except IntegrityError as error:
        if not StatementLayout.objects.filter(name=layout.name, is_live=True).exists():
            raise
        raise Refused("LAYOUT_NAME_TAKEN", name=layout.name) from error


def end_layout(*, actor: Actor, now: datetime, key: str, number: int) -> dict[str, Json]:
    """Read no more statements by a layout; what was read by it stays. Raises Changed LAYOUT_ENDED."""
    intent = Intent("end_statement_layout", actor, now, key, None, {"number": number})

    def work(act: OpenAct) -> Mapping[str, Json]:
        if not StatementLayout.objects.filter(number=number, is_live=True).update(is_live=False):
            raise Changed("LAYOUT_ENDED")
        return {"number": number}

    return perform(intent=intent, work=work)


def _save(act: OpenAct, actor: Actor, now: datetime, layout: LayoutDraft) -> dict[str, Json]:
    begin_import()  # layouts are saved one after the other, as imports are
    signature = signature_of(headings=layout.headings)
    live = StatementLayout.objects.filter(signature=signature, is_live=True).first()
    if layout.seen and (live is None or live.version != layout.seen):
        raise Changed("LAYOUT_CHANGED")
    if live is not None:
        StatementLayout.objects.filter(pk=live.pk, is_live=True).update(is_live=False)
        number, version = live.number, live.version + 1
    else:
        last = StatementLayout.objects.aggregate(last=Max("number"))["last"]
        number, version = (last or 0) + 1, 1
    StatementLayout.objects.create(
        number=number,
        version=version,
        name=layout.name,
        signature=signature,
        headings=list(layout.headings),
        columns=dict(layout.columns),
        minus_is_in=layout.minus_is_in,
        act_id=act.id,
        saved_at=now,
        saved_by=actor.name,
    )
    return {"number": number, "version": version}


def _refuse_incomplete(layout: LayoutDraft) -> None:
    if not layout.name.strip() or len(layout.name) > LONGEST_NAME or len(layout.headings) > MOST_COLUMNS:
        raise Refused("LAYOUT_INCOMPLETE")
    if DAY not in layout.columns or not any(one in layout.columns for one in AMOUNTS):
        raise Refused("LAYOUT_INCOMPLETE")
    if "AMOUNT" in layout.columns and ("MONEY_IN" in layout.columns or "MONEY_OUT" in layout.columns):
        raise Refused("LAYOUT_INCOMPLETE")
    numbers = list(layout.columns.values())
    if len(set(numbers)) < len(numbers) or not all(0 <= one < len(layout.headings) for one in numbers):
        raise Refused("LAYOUT_TWICE")
