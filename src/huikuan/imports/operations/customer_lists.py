"""Acts of taking in lists of customers and of their people: entirely or not at all, every row accounted for (TRUST I1–I7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huikuan.audit.operations import Intent, Json, OpenAct
from huikuan.imports.batches import BatchHead, begin_import, save_batch
from huikuan.imports.customer_lists.customers import CustomerPlan, plan_customers, write_customers
from huikuan.imports.customer_lists.fields import PartyField, party_columns
from huikuan.imports.customer_lists.people import PeoplePlan, plan_people, write_people
from huikuan.imports.customer_lists.rows import ReadRows, read_rows
from huikuan.imports.operations.carrying_out import ImportOutcome, carry_out
from huikuan.imports.queries import latest_batch_id
from huikuan.imports.rules import Counts, ImportKind
from huikuan.imports.tables import SourceTable
from huikuan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PartyOrder:
    """A list of customers or people to take in; limits count in `currency`.

    `mapping` is field → header, where the user says so. With `may_change` a row of somebody known changes what it says
    otherwise; without, such a row is refused.
    """

    kind: ImportKind
    company_id: int
    currency: str
    table: SourceTable
    mapping: Mapping[str, str] = field(default_factory=dict)
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class PartyPreview:
    """What an import would do: counts, how many of the accepted rows change somebody known, the header of each field."""

    counts: Counts
    changes: int
    columns: Mapping[str, str]
    first: tuple[Mapping[str, str], ...]


Plan = CustomerPlan | PeoplePlan
SHOWN = 5


def preview_parties(*, order: PartyOrder) -> PartyPreview:
    """Count what an import would accept, change, pass over and refuse; nothing is written. Raises Refused as `party_columns`."""
    columns, read = _read(order)
    with transaction.atomic():
        plan = _plan(order, columns, read)
    headers = {name.value: order.table.header[place] for name, place in columns.items()}
    first = tuple({name.value: _shown(value) for name, value in row.values.items()} for row in read.rows[:SHOWN])
    return PartyPreview(_counts(plan, read), len(plan.judged.changes), headers, first)


def import_parties(*, actor: Actor, now: datetime, key: str, order: PartyOrder) -> ImportOutcome:
    """Take a list of customers or people in, in one act; the same file again changes nothing.

    Raises Refused as `party_columns`.
    """
    columns, read = _read(order)
    known = latest_batch_id(company_id=order.company_id, kind=order.kind, sha256=order.table.sha256)
    if known is not None:
        with transaction.atomic():
            counts = _counts(_plan(order, columns, read), read)
        if not counts.accepted:
            return ImportOutcome(known, counts)
    intent = Intent(f"import_{order.kind.value.lower()}", actor, now, key, order.company_id, _detail(order, columns))
    return carry_out(intent=intent, work=lambda act: _import(act, order, columns, read))


def _read(order: PartyOrder) -> tuple[dict[PartyField, int], ReadRows]:
    columns = party_columns(kind=order.kind, header=order.table.header, mapping=order.mapping)
    return columns, read_rows(kind=order.kind, table=order.table, columns=columns, currency=order.currency)


def _plan(order: PartyOrder, columns: Mapping[PartyField, int], read: ReadRows) -> Plan:
    plan = plan_customers if order.kind is ImportKind.CUSTOMERS else plan_people
    return plan(table=order.table, columns=columns, rows=read.rows, may_change=order.may_change)


def _import(act: OpenAct, order: PartyOrder, columns: Mapping[PartyField, int], read: ReadRows) -> Mapping[str, Json]:
    number = begin_import()
    plan = _plan(order, columns, read)
    if isinstance(plan, CustomerPlan):
        write_customers(act=act, plan=plan, currency=order.currency, company_id=order.company_id)
    else:
        write_people(act=act, plan=plan)
    table = order.table
    files: Sequence[tuple[str, str]] = [(table.file_name, table.sha256)]
    head = BatchHead(number, order.kind, order.company_id, table.file_name, table.sha256, files)
    reading = _detail(order, columns)
    return {"batch_id": save_batch(act=act, head=head, counts=_counts(plan, read), reading=reading)}


def _counts(plan: Plan, read: ReadRows) -> Counts:
    judged = plan.judged
    rejected = sorted([*read.rejected, *judged.rejected], key=lambda row: row.line)
    return Counts(
        accepted=len(judged.new) + len(judged.changes),
        duplicate=judged.duplicate,
        rejected=tuple(rejected),
        accepted_minor={},
        duplicate_minor={},
        warnings={**read.warnings, **plan.warnings},
    )


def _detail(order: PartyOrder, columns: Mapping[PartyField, int]) -> dict[str, Json]:
    return {
        "file": order.table.file_name[-255:],
        "sha256": order.table.sha256,
        "read": order.table.read,
        "columns": {name.value: order.table.header[place] for name, place in columns.items()},
        "may_change": order.may_change,
        "currency": order.currency,
    }


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
