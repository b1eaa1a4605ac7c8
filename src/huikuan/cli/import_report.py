"""What came of an import, as the JSON document other programs read and as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.language import ngettext, pgettext
from huikuan.cli.output import amounts, print_table

if TYPE_CHECKING:
    from huikuan.imports.operations.lists import Preview
    from huikuan.imports.rules import Counts, Rejection

SHOWN_REJECTIONS = 20


def import_document(*, counts: Counts) -> dict[str, Any]:
    """Rows read, accepted, known already, and each refused one; `totals` are minor units of the accepted rows.

    Totals of open items are what is open on them. `warnings`, each with its code and text, are there if there are any; those
    of credit control (CREDIT_…) count customers, the others rows.
    """
    warnings = _warnings(counts)
    return {
        "read": counts.read,
        "accepted": counts.accepted,
        "duplicate": counts.duplicate,
        "rejected": rejection_documents(rejections=counts.rejected),
        "totals": dict(counts.accepted_minor),
        **({"warnings": warnings} if warnings else {}),
    }


def rejection_documents(*, rejections: Iterable[Rejection]) -> list[dict[str, Any]]:
    """Refused rows; the reason begins with its code and says how to mend the row."""
    from huikuan.wording.imports import row_reason

    return [
        {
            "file": row.file,
            "line": row.line,
            "column": row.column,
            "value": row.value,
            "reason": f"{row.code}: {row_reason(rejection=row)}",
        }
        for row in rejections
    ]


def print_import(*, document: Mapping[str, Any], counts: Counts | None = None, dry_run: bool) -> None:
    """Print the counts, the sums, what was settled by rule, and the first refused rows."""
    known = counts.duplicate_minor if counts else {}
    refused = counts.rejected_minor if counts else {}
    rows = [
        (_("accepted"), f"{document['accepted']:,}", amounts(sums=document["totals"])),
        (_("known already"), f"{document['duplicate']:,}", amounts(sums=known)),
        (_("refused"), f"{len(document['rejected']):,}", amounts(sums=refused)),
        (pgettext("rows of a file", "read"), f"{document['read']:,}", ""),
    ]
    title = _("This would be imported; nothing was written") if dry_run else _("Imported")
    print_table(title=title, headings=(_("rows"), "", _("amounts")), rows=rows, numbers=2)
    if counts is not None:
        _print_warnings(counts)
    for row in document["rejected"][:SHOWN_REJECTIONS]:
        click.echo(f"{row['file']}:{row['line']} {row['column']} {row['value']!r}: {row['reason']}")
    left = len(document["rejected"]) - SHOWN_REJECTIONS
    if left > 0:
        told = ngettext(
            "… and %(rows)s more refused row; --json lists them all.",
            "… and %(rows)s more refused rows; --json lists them all.",
            left,
        )
        click.echo(told % {"rows": left})


def print_reading(*, preview: Preview) -> None:
    """Print how the file is read: columns, order of days, decimal mark, currency."""
    shown = preview.described
    print_table_of_columns(columns=shown["columns"])
    for name in ("header_line", "encoding", "date_order", "number_format", "currency", "currency_from"):
        click.echo(f"{name}: {shown[name]}")
    click.echo(_("new customers: %(count)s") % {"count": preview.new_customers})


def print_table_of_columns(*, columns: Mapping[str, str]) -> None:
    """Print which column of the file each field is read from."""
    print_table(title=_("Columns"), headings=(_("field"), _("column of the file")), rows=list(columns.items()))


def _print_warnings(counts: Counts) -> None:
    for warning in _warnings(counts):
        click.echo(warning["text"], err=True)


def _warnings(counts: Counts) -> list[dict[str, Any]]:
    """What was settled by rule, what credit control says, which amounts are read from nowhere or written in two ways.

    Each has its code, details and sentence.
    """
    from huikuan.imports.rules import CREDIT
    from huikuan.wording.imports import mixed_format_said, unused_amounts_said, warning_said

    said: list[dict[str, Any]] = [
        {
            "code": code,
            "customers" if code.startswith(CREDIT) else "rows": number,
            "text": warning_said(code=code, count=number),
        }
        for code, number in sorted(counts.warnings.items())
    ]
    if counts.unused_amounts:
        text = unused_amounts_said(columns=counts.unused_amounts)
        said.append({"code": "UNUSED_AMOUNTS", "columns": list(counts.unused_amounts), "text": text})
    for mixed in counts.mixed_formats:
        line = max(mixed["point_line"], mixed["comma_line"])
        text = mixed_format_said(mixed=mixed)
        said.append({"code": "MIXED_NUMBER_FORMATS", "line": line, **mixed, "text": text})
    return said
