"""The record of an import inside its act: the batch, its refused rows, the mapping it taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huikuan.audit.operations import Json, OpenAct
from huikuan.imports.models import ImportBatch, RejectedRow, SavedMapping
from huikuan.imports.new_customers import EVERY_COMPANY
from huikuan.imports.rules import Counts, ImportKind, ImportStatus, Options, Reading, header_signature
from huikuan.imports.tables import SourceTable
from huikuan.ledger import bulk as ledger
from huikuan.ledger.operations import take_numbers
from huikuan.receipts import bulk as receipts
from huikuan.receivables import bulk as receivables

IMPORT_SERIES = "IMPORT"
BOOKS = (*ledger.TABLES, *receivables.TABLES, *receipts.TABLES)
"""The tables that a list or a ledger fills."""


@dataclass(frozen=True, slots=True)
class BatchHead:
    """What was imported as what: a file, or a folder of several with one hash over theirs; a statement's bank account."""

    number: int
    kind: ImportKind
    company_id: int
    name: str
    sha256: str
    files: Sequence[tuple[str, str]]
    bank_account_id: int | None = None


def begin_import() -> int:
    """Lock the series of imports until the transaction ends, so that one import at a time judges and writes; its number."""
    return take_numbers(company_id=EVERY_COMPANY, code=IMPORT_SERIES, count=1)


def save_batch(*, act: OpenAct, head: BatchHead, counts: Counts, reading: Json) -> int:
    """Keep what came of an import and every refused row; the id of the batch."""
    batch = ImportBatch.objects.create(
        company_id=head.company_id,
        act_id=act.id,
        number=head.number,
        kind=head.kind.value,
        status=(ImportStatus.APPLIED if counts.accepted else ImportStatus.NOTHING_NEW).value,
        file_name=head.name[-255:],
        sha256=head.sha256,
        bank_account_id=head.bank_account_id,
        files=[{"name": name, "sha256": sha256} for name, sha256 in head.files],
        imported_at=act.now,
        imported_by=act.actor.name,
        read=counts.read,
        accepted=counts.accepted,
        duplicate=counts.duplicate,
        rejected=len(counts.rejected),
        totals=_totals(counts),
        warnings=dict(counts.warnings),
        reading=reading,
    )
    RejectedRow.objects.bulk_create(
        [
            RejectedRow(
                batch=batch,
                file_name=row.file[-255:],
                line=row.line,
                column=row.column[:200],
                value=row.value[:200],
                code=row.code,
                parameters=dict(row.parameters),
            )
            for row in counts.rejected
        ],
        batch_size=1_000,
    )
    return batch.pk


def learn_mapping(*, act: OpenAct, kind: ImportKind, table: SourceTable, reading: Reading, options: Options) -> None:
    """Keep what the user said about files of this layout; what he did not say is asked of each file again."""
    SavedMapping.objects.update_or_create(
        kind=kind.value,
        signature=header_signature(header=table.header),
        defaults={
            "columns": {name.value: table.header[index] for name, index in reading.columns.items()},
            "date_order": options.date_order or "",
            "number_format": options.number_format or "",
            "currency": reading.currency if options.currency else "",
            "saved_at": act.now,
            "saved_by": act.actor.name,
        },
    )


def described(*, table: SourceTable, reading: Reading) -> Mapping[str, Json]:
    """How a file was read, as kept with the batch and shown in the preview."""
    return {
        "columns": {name.value: table.header[index] for name, index in reading.columns.items()},
        "header_line": table.header_line,
        "encoding": table.encoding,
        "date_order": reading.date_order.value if reading.date_order else None,
        "number_format": reading.number_format.value if reading.number_format else None,
        "currency": reading.currency,
        "currency_from": reading.currency_from,
        "amount_power": reading.amount_power,
        "minor_units": reading.minor_units,
        "numbers_were_floats": reading.numbers_were_floats,
        "round_amounts": reading.round_amounts,
        "unused_amounts": list(reading.unused_amounts),
        "mixed_formats": [dict(one) for one in reading.mixed_formats],
    }


def _totals(counts: Counts) -> dict[str, dict[str, int]]:
    return {
        "accepted": dict(counts.accepted_minor),
        "duplicate": dict(counts.duplicate_minor),
        "rejected": dict(counts.rejected_minor),
    }
