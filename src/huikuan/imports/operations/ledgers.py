"""The act of taking in a whole ledger: customers, invoices, receipts and allocations, entirely or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huikuan.accounts.queries import company
from huikuan.audit.operations import Intent, Json, OpenAct
from huikuan.audit.rules import digest
from huikuan.imports.batches import BOOKS, BatchHead, begin_import, save_batch
from huikuan.imports.credit_warnings import with_credit
from huikuan.imports.ledger_applying import write_ledger
from huikuan.imports.ledger_plans import TypedLedger, plan_ledger, typed_ledger
from huikuan.imports.operations.carrying_out import ImportOutcome, carry_out
from huikuan.imports.queries import latest_batch_id
from huikuan.imports.rules import Counts, ImportKind
from huikuan.imports.tables import SourceTable
from huikuan.kernel.actor import Actor
from huikuan.ledger.first_load import indexed_last


@dataclass(frozen=True, slots=True)
class LedgerOrder:
    """Four lists by file name (see `ledger_columns`) to take into the books of one own company; `name` is their folder's.

    `currency` holds for rows that name none, the company's own if it is None.
    """

    company_id: int
    name: str
    tables: Mapping[str, SourceTable]
    currency: str | None = None

    @property
    def sha256(self) -> str:
        """One hash over the files' hashes."""
        return digest(value=self.hashes)

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 by file."""
        return {name: table.sha256 for name, table in sorted(self.tables.items())}


def preview_ledger(*, order: LedgerOrder, today: date) -> Counts:
    """Count what an import would accept, pass over and refuse. Raises Refused as `typed_ledger`."""
    typed = _typed(order, today)
    with transaction.atomic():
        return plan_ledger(company_id=order.company_id, typed=typed).counts


def import_ledger(*, actor: Actor, now: datetime, today: date, key: str, order: LedgerOrder) -> ImportOutcome:
    """Take a whole ledger into the books in one act; nothing new leaves no trace. Raises Refused as `typed_ledger`."""
    typed = _typed(order, today)
    known = latest_batch_id(company_id=order.company_id, kind=ImportKind.LEDGER, sha256=order.sha256)
    if known is not None:
        with transaction.atomic():
            counts = plan_ledger(company_id=order.company_id, typed=typed).counts
        if not counts.accepted:
            return ImportOutcome(known, counts)
    detail = {"folder": order.name, "files": order.hashes, "read": sum(table.read for table in order.tables.values())}
    intent = Intent("import_ledger", actor, now, key, order.company_id, detail)
    return carry_out(intent=intent, work=lambda act: _import(act, order, typed, today))


def _typed(order: LedgerOrder, today: date) -> TypedLedger:
    currency = order.currency or company(company_id=order.company_id).currency
    return typed_ledger(tables=order.tables, currency=currency, today=today)


def _import(act: OpenAct, order: LedgerOrder, typed: TypedLedger, today: date) -> Mapping[str, Json]:
    number = begin_import()
    plan = plan_ledger(company_id=order.company_id, typed=typed)
    with indexed_last(tables=BOOKS, rows=plan.documents.height):
        billed = write_ledger(act=act, company_id=order.company_id, plan=plan, hashes=order.hashes)
    counts = with_credit(counts=plan.counts, customer_ids=billed, today=today)
    files = list(order.hashes.items())
    head = BatchHead(number, ImportKind.LEDGER, order.company_id, order.name, order.sha256, files)
    return {"batch_id": save_batch(act=act, head=head, counts=counts, reading={})}
