"""Reads of imports: batches with their counts, refused rows, mappings learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from huikuan.imports.models import ImportBatch, RejectedRow, SavedMapping
from huikuan.imports.rules import Counts, ImportKind, Options, Rejection, header_signature
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.kernel.text_amounts import NumberFormat
from huikuan.kernel.text_dates import DateOrder


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import as people see it; totals in minor units by class and currency."""

    id: int
    number: int
    company_id: int
    kind: str
    status: str
    file_name: str
    sha256: str
    imported_at: datetime
    imported_by: str
    read: int
    accepted: int
    duplicate: int
    rejected: int
    totals: Mapping[str, Mapping[str, int]]
    warnings: Mapping[str, int]
    reading: Mapping[str, Any]


def batches(*, actor: Actor, number: int = 1) -> Page[BatchRow]:
    """One page of the imports into own companies that the actor may see, newest first."""
    rows = _visible(actor)
    first, last = page_bounds(number=number, size=PAGE_SIZE)
    found = tuple(_batch(row) for row in rows.order_by("-number")[first:last])
    return Page(rows=found, number=number, size=PAGE_SIZE, count=rows.count(), totals={})


def batch_row(*, actor: Actor, batch_id: int) -> BatchRow | None:
    """One import, None if there is none the actor may see."""
    row = _visible(actor).filter(pk=batch_id).first()
    return None if row is None else _batch(row)


def rejected_rows(*, batch_id: int, most: int | None = None) -> tuple[Rejection, ...]:
    """The refused rows of an import in the order of its files, at most `most`."""
    rows = RejectedRow.objects.filter(batch_id=batch_id).order_by("pk")
    return tuple(
        Rejection(row.file_name, row.line, row.column, row.value, row.code, row.parameters)
        for row in rows[:most].iterator()
    )


def source_file(*, actor: Actor, sha256: str) -> tuple[int, str] | None:
    """(batch, file name) of the newest import the actor may see that took in the file with this hash, also of a ledger."""
    rows = _visible(actor).filter(Q(sha256=sha256) | Q(kind=ImportKind.LEDGER.value)).order_by("-number")
    for batch_id, files in rows.values_list("pk", "files"):
        for file in files:
            if file["sha256"] == sha256:
                return batch_id, file["name"]
    return None


def latest_batch_id(*, company_id: int, kind: ImportKind, sha256: str) -> int | None:
    """The last import of exactly this file as this kind into this company."""
    rows = ImportBatch.objects.filter(company_id=company_id, kind=kind.value, sha256=sha256)
    return rows.order_by("-number").values_list("pk", flat=True).first()


def batch_outcome(*, batch_id: int) -> Counts:
    """The counts an import was answered with."""
    row = ImportBatch.objects.get(pk=batch_id)
    return Counts(
        accepted=row.accepted,
        duplicate=row.duplicate,
        rejected=rejected_rows(batch_id=batch_id),
        accepted_minor=row.totals["accepted"],
        duplicate_minor=row.totals["duplicate"],
        rejected_minor=row.totals["rejected"],
        warnings=row.warnings,
        unused_amounts=tuple(row.reading.get("unused_amounts", ())),
        mixed_formats=tuple(row.reading.get("mixed_formats", ())),
    )


def options_learned(*, kind: ImportKind, header: Sequence[str]) -> Options | None:
    """What the user said about the last file with these headers; None if he never said anything."""
    row = SavedMapping.objects.filter(kind=kind.value, signature=header_signature(header=header)).first()
    if row is None:
        return None
    return Options(
        mapping=row.columns,
        date_order=DateOrder(row.date_order) if row.date_order else None,
        number_format=NumberFormat(row.number_format) if row.number_format else None,
        currency=row.currency or None,
    )


def _visible(actor: Actor) -> QuerySet[ImportBatch]:
    rows = ImportBatch.objects.all()
    return rows if actor.company_ids is None else rows.filter(company_id__in=actor.company_ids)


def _batch(row: ImportBatch) -> BatchRow:
    return BatchRow(
        id=row.pk,
        number=row.number,
        company_id=row.company_id,
        kind=row.kind,
        status=row.status,
        file_name=row.file_name,
        sha256=row.sha256,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
        read=row.read,
        accepted=row.accepted,
        duplicate=row.duplicate,
        rejected=row.rejected,
        totals=row.totals,
        warnings=row.warnings,
        reading=row.reading,
    )
