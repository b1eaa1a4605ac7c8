"""The refused rows of an import as a file: to be mended at the source, with where each stands and why."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.imports.queries import BatchRow, rejected_rows
from huikuan.web.pages.imports import Refusal, refusals
from huikuan.web.tables.columns import Column, Kind
from huikuan.web.tables.export import export, refuse_too_long

COLUMNS: tuple[Column[Refusal], ...] = (
    Column("file", gettext_lazy("File"), lambda row: row.file),
    Column("line", gettext_lazy("Line"), lambda row: row.line, Kind.NUMBER),
    Column("column", gettext_lazy("Column"), lambda row: row.column),
    Column("value", gettext_lazy("Value"), lambda row: row.value),
    Column("why", gettext_lazy("Why, and how to mend it"), lambda row: row.why),
)


def refused_file(*, batch: BatchRow, name: str, today: date) -> HttpResponse:
    """All refused rows of a batch in the format `name`, in the order of its files. Raises Refused as `refuse_too_long`."""
    refuse_too_long(count=batch.rejected)
    rows = (one for row in rejected_rows(batch_id=batch.id) for one in refusals(rows=(row,), kind=batch.kind))
    return export(name=name, title=_("Refused rows"), day=today, columns=COLUMNS, rows=rows)
