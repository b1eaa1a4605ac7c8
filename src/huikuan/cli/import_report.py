"""What came of an import, as the JSON document other programs read and as text for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.output import amounts, print_table

if TYPE_CHECKING:
    from huikuan.imports.operations.lists import Preview
    from huikuan.imports.rules import Counts, Rejection

SHOWN_REJECTIONS = 20


def import_document(*, counts: Counts) -> dict[str, Any]:
    """Rows read, accepted, known already, and each refused one; `totals` are minor units of the accepted rows."""
    return {
        "read": counts.read,
        "accepted": counts.accepted,
        "duplicate": counts.duplicate,
        "rejected": rejection_documents(rejections=counts.rejected),
        "totals": dict(counts.accepted_minor),
    }


def rejection_documents(*, rejections: Iterable[Rejection]) -> list[dict[str, Any]]:
    """Refused rows; the reason begins with its code and says how to mend the row."""
    return [
        {
            "file": row.file,
            "line": row.line,
            "column": row.column,
            "value": row.value,
            "reason": f"{row.code}: {reason_of(rejection=row)}",
        }
        for row in rejections
    ]


def reason_of(*, rejection: Rejection) -> str:
    """Why a row was refused and what to do, in the user's language."""
    from huikuan.wording.sentences import sentence

    known = {"column": rejection.column, "value": rejection.value, **rejection.parameters}
    return sentence(code=rejection.code, parameters=known)


def print_import(*, counts: Counts, dry_run: bool) -> None:
    """Print the counts, the sums, what was settled by rule, and the first refused rows."""
    classes = [
        (_("accepted"), counts.accepted, amounts(sums=counts.accepted_minor)),
        (_("known already"), counts.duplicate, amounts(sums=counts.duplicate_minor)),
        (_("refused"), len(counts.rejected), amounts(sums=counts.rejected_minor)),
    ]
    title = _("This would be imported; nothing was written") if dry_run else _("Imported")
    rows = [(name, f"{number:,}", total) for name, number, total in classes]
    print_table(
        title=title,
        headings=(_("rows"), "", _("amounts")),
        rows=[*rows, (_("read"), f"{counts.read:,}", "")],
        numbers=2,
    )
    _print_warnings(counts)
    for row in counts.rejected[:SHOWN_REJECTIONS]:
        click.echo(f"{row.file}:{row.line} {row.column} {row.value!r}: {reason_of(rejection=row)}")
    left = len(counts.rejected) - SHOWN_REJECTIONS
    if left > 0:
        click.echo(_("… and %(rows)s more refused rows; --json lists them all.") % {"rows": left})


def print_reading(*, preview: Preview) -> None:
    """Print how the file is read: columns, order of days, decimal mark, currency."""
    shown = preview.described
    rows = [(field, header) for field, header in shown["columns"].items()]
    print_table(title=_("Columns"), headings=(_("field"), _("column of the file")), rows=rows)
    for name in ("header_line", "encoding", "date_order", "number_format", "currency", "currency_from"):
        click.echo(f"{name}: {shown[name]}")
    click.echo(_("new customers: %(count)s") % {"count": preview.new_customers})


def _print_warnings(counts: Counts) -> None:
    from huikuan.wording.sentences import sentence

    for code, number in sorted(counts.warnings.items()):
        click.echo(f"{number:,} × {sentence(code=code, parameters={})}", err=True)
