"""Acts of taking in lists of orders, deliveries and acceptances: in one act, every row accounted for (TRUST I1–I7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.imports.batches import BatchHead, begin_import, save_batch
from huikuan.imports.goods_lists.fields import FIELDS, GoodsField, goods_columns
from huikuan.imports.goods_lists.rows import ReadPapers, read_papers
from huikuan.imports.goods_lists.taking import books_of, take_papers
from huikuan.imports.operations.carrying_out import ImportOutcome, carry_out
from huikuan.imports.operations.customer_lists import PartyOrder, PartyPreview
from huikuan.imports.queries import latest_batch_id
from huikuan.imports.rules import Counts
from huikuan.kernel.actor import SYSTEM, Actor

KINDS = frozenset(FIELDS)
"""What this module takes in."""


class _Looked(Exception):
    """Ends the transaction of a preview: what was counted is kept, what was written is not."""

    def __init__(self, counts: Counts) -> None:
        super().__init__()
        self.counts = counts


def preview_goods(*, order: PartyOrder, now: datetime, today: date) -> PartyPreview:
    """Count what an import would accept, pass over and refuse, by doing it and taking all of it back at once.

    Nothing is left in the books. Raises Refused as `goods_columns`.
    """
    columns, read = _read(order)
    headers = {name.value: order.table.header[place] for name, place in columns.items()}
    first = tuple({name.value: _shown(row.values.get(name)) for name in columns} for row in read.first)
    return PartyPreview(_looked(order, columns, read, now, today), 0, headers, first)


def import_goods(*, actor: Actor, now: datetime, today: date, key: str, order: PartyOrder) -> ImportOutcome:
    """Take a list of orders, deliveries or acceptances in; the same file again changes nothing.

    Raises Refused as `goods_columns`.
    """
    columns, read = _read(order)
    known = latest_batch_id(company_id=order.company_id, kind=order.kind, sha256=order.table.sha256)
    if known is not None:
        counts = _looked(order, columns, read, now, today)
        if not counts.accepted:
            return ImportOutcome(known, counts)
    intent = Intent(f"import_{order.kind.value.lower()}", actor, now, key, order.company_id, _detail(order, columns))
    return carry_out(intent=intent, work=lambda act: _import(act, order, columns, read, today))


def _looked(
    order: PartyOrder, columns: Mapping[GoodsField, int], read: ReadPapers, now: datetime, today: date
) -> Counts:
    def work(act: OpenAct) -> Mapping[str, Json]:
        raise _Looked(_taken(act, order, columns, read, today))

    key = f"look-{order.kind.value}-{order.company_id}-{order.table.sha256}"
    try:
        perform(intent=Intent("look_at_import", SYSTEM, now, key, order.company_id), work=work)
    except _Looked as looked:
        return looked.counts
    raise AssertionError("unreachable")


def _import(
    act: OpenAct, order: PartyOrder, columns: Mapping[GoodsField, int], read: ReadPapers, today: date
) -> Mapping[str, Json]:
    number, table = begin_import(), order.table
    counts = _taken(act, order, columns, read, today)
    files = [(table.file_name, table.sha256)]
    head = BatchHead(number, order.kind, order.company_id, table.file_name, table.sha256, files)
    return {"batch_id": save_batch(act=act, head=head, counts=counts, reading=_detail(order, columns))}


def _taken(act: OpenAct, order: PartyOrder, columns: Mapping[GoodsField, int], read: ReadPapers, today: date) -> Counts:
    books = books_of(company_id=order.company_id, currency=order.currency, today=today, papers=read.papers)
    headers = {name: order.table.header[place] for name, place in columns.items()}
    taken = take_papers(
        act=act, kind=order.kind, papers=read.papers, books=books, file=order.table.file_name, headers=headers
    )
    rejected = sorted([*read.rejected, *taken.rejected], key=lambda row: row.line)
    return Counts(
        accepted=taken.accepted,
        duplicate=taken.duplicate,
        rejected=tuple(rejected),
        accepted_minor={},
        duplicate_minor={},
    )


def _read(order: PartyOrder) -> tuple[dict[GoodsField, int], ReadPapers]:
    columns = goods_columns(kind=order.kind, header=order.table.header, mapping=order.mapping)
    return columns, read_papers(kind=order.kind, table=order.table, columns=columns)


def _detail(order: PartyOrder, columns: Mapping[GoodsField, int]) -> dict[str, Json]:
    return {
        "file": order.table.file_name[-255:],
        "sha256": order.table.sha256,
        "read": order.table.read,
        "columns": {name.value: order.table.header[place] for name, place in columns.items()},
        "currency": order.currency,
    }


def _shown(value: object) -> str:
    return "" if value is None else str(value)
