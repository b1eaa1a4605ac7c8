"""Acts of taking in lists of invoices and open items: entirely or not at all, every row accounted for (TRUST I1–I7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction

from huikuan.accounts.queries import company
from huikuan.audit.operations import Intent, Json, OpenAct
from huikuan.imports.amount_columns import refuse_doubtful_open, unused_amounts
from huikuan.imports.applying import write_plan
from huikuan.imports.batches import BOOKS, BatchHead, begin_import, described, learn_mapping, save_batch
from huikuan.imports.columns import TypedRows, typed_rows
from huikuan.imports.credit_warnings import with_credit
from huikuan.imports.number_formats import mixed_formats
from huikuan.imports.operations.carrying_out import ImportOutcome, carry_out
from huikuan.imports.plans import Plan, plan_of
from huikuan.imports.queries import latest_batch_id
from huikuan.imports.rules import Counts, Guess, ImportKind, Options, Reading
from huikuan.imports.tables import Evidence, SourceTable, reading_of
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.ledger.first_load import indexed_last


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """A file to take into the books of one own company, the guess of its columns, and what the user said about it."""

    kind: ImportKind
    company_id: int
    table: SourceTable
    guess: Guess
    options: Options


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, and how the file is read and why; nothing is written."""

    counts: Counts
    reading: Reading
    evidence: Evidence
    described: Mapping[str, Json]
    new_customers: int


def preview_import(*, order: ImportOrder, today: date) -> Preview:
    """Count what an import would accept, pass over and refuse. Raises Refused as `reading_of`, OPEN_COLUMN_UNCLEAR."""
    reading, evidence, typed = _read(order, today)
    with transaction.atomic():
        plan = _plan(order, reading, typed)
    return Preview(
        plan.counts, reading, evidence, described(table=order.table, reading=reading), len(plan.directory.new)
    )


def import_file(*, actor: Actor, now: datetime, today: date, key: str, order: ImportOrder) -> ImportOutcome:
    """Take a list of invoices or open items into the books in one act.

    A file that brings nothing new and was imported before leaves no trace at all. Raises NotPermitted COMPANY_NOT_VISIBLE,
    Refused as `reading_of`, OPEN_COLUMN_UNCLEAR.
    """
    refuse_other_company(actor=actor, company_id=order.company_id)
    reading, _, typed = _read(order, today)
    known = latest_batch_id(company_id=order.company_id, kind=order.kind, sha256=order.table.sha256)
    if known is not None:
        with transaction.atomic():
            plan = _plan(order, reading, typed)
        if not plan.counts.accepted:
            return ImportOutcome(known, plan.counts)
    intent = Intent(f"import_{order.kind.value.lower()}", actor, now, key, order.company_id, _detail(order, reading))
    return carry_out(intent=intent, work=lambda act: _import(act, order, reading, typed, today))


def _read(order: ImportOrder, today: date) -> tuple[Reading, Evidence, TypedRows]:
    reading, evidence = reading_of(
        kind=order.kind,
        table=order.table,
        guess=order.guess,
        options=order.options,
        company_currency=company(company_id=order.company_id).currency,
    )
    unused = unused_amounts(table=order.table, columns=reading.columns)
    refuse_doubtful_open(kind=order.kind, table=order.table, columns=reading.columns, unused=unused)
    mixed = () if reading.minor_units else mixed_formats(table=order.table, columns=reading.columns)
    reading = replace(
        reading,
        unused_amounts=tuple(order.table.header[place] for place in unused),
        mixed_formats=tuple(asdict(one) for one in mixed),
    )
    return reading, evidence, typed_rows(kind=order.kind, table=order.table, reading=reading, today=today)


def _plan(order: ImportOrder, reading: Reading, typed: TypedRows) -> Plan:
    return plan_of(kind=order.kind, company_id=order.company_id, table=order.table, reading=reading, typed=typed)


def _import(act: OpenAct, order: ImportOrder, reading: Reading, typed: TypedRows, today: date) -> Mapping[str, Json]:
    number, table = begin_import(), order.table
    plan = _plan(order, reading, typed)
    with indexed_last(tables=BOOKS, rows=plan.documents.height):
        billed = write_plan(act=act, kind=order.kind, company_id=order.company_id, sha256=table.sha256, plan=plan)
    counts = with_credit(counts=plan.counts, customer_ids=billed, today=today)
    if order.options.says_something:
        learn_mapping(act=act, kind=order.kind, table=table, reading=reading, options=order.options)
    files = [(table.file_name, table.sha256)]
    head = BatchHead(number, order.kind, order.company_id, table.file_name, table.sha256, files)
    reading_kept = dict(described(table=table, reading=reading))
    batch_id = save_batch(act=act, head=head, counts=counts, reading=reading_kept)
    return {"batch_id": batch_id}


def _detail(order: ImportOrder, reading: Reading) -> dict[str, Json]:
    return {
        "file": order.table.file_name[-255:],
        "sha256": order.table.sha256,
        "read": order.table.read,
        "reading": dict(described(table=order.table, reading=reading)),
    }
