"""What the imports of lists share: their options, how a file becomes an order, and looking first or keeping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.companies import company_for, is_first_import, known_currency
from huikuan.cli.failures import regular_file
from huikuan.cli.import_lists import SHARED_OPTIONS, mapping_option
from huikuan.cli.import_report import import_document, print_import, print_table_of_columns
from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import fresh_key, kept

if TYPE_CHECKING:
    from huikuan.imports.operations.customer_lists import PartyOrder, PartyPreview
    from huikuan.imports.rules import Counts


@dataclass(frozen=True, slots=True)
class ListImport:
    """One kind of list: how it is looked at, how it is kept under a key, and what else a look tells."""

    look: Callable[[PartyOrder], PartyPreview]
    keep: Callable[[PartyOrder, str], Counts]
    tell: Callable[[PartyPreview], None] = lambda preview: None


def _of_lists(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every list whose columns can be named."""
    for option in (
        *SHARED_OPTIONS,
        mapping_option,
        click.option("--encoding", help=_("Encoding of a text file, such as gb18030.")),
    ):
        command = option(command)
    return command


list_options = _of_lists
"""Decorates a command with these options."""


def run_import(*, kind: str, file: Path, how: ListImport, as_json: bool, dry_run: bool, **options: Any) -> int:
    """Look at a list or keep it, and say what became of its rows; exit code 0."""
    from huikuan.integrations.table_files.fast import MAX_FAST_BYTES

    regular_file(path=file, largest=MAX_FAST_BYTES)
    with kept(nothing=dry_run, whole=is_first_import()), steps() as step:
        step(_("reading %(name)s") % {"name": file.name})
        order = _order(kind, file, keep=not dry_run, **options)
        preview = how.look(order) if dry_run else None
        if preview is None:
            step(_("writing %(rows)s rows") % {"rows": f"{order.table.read:,}"})
        counts = preview.counts if preview else how.keep(order, options["key"] or fresh_key(what="import"))
    document = import_document(counts=counts)
    if as_json:
        print_json(document=document)
        return 0
    if preview is not None:
        print_table_of_columns(columns=preview.columns)
        how.tell(preview)
    print_import(document=document, counts=counts, dry_run=dry_run)
    return 0


def _order(kind: str, file: Path, *, keep: bool, **options: Any) -> PartyOrder:
    from huikuan.accounts.queries import company
    from huikuan.imports.operations.customer_lists import PartyOrder
    from huikuan.imports.rules import ImportKind
    from huikuan.jobs.import_files import read_source

    company_id = company_for(name=options["company"], currency=options["currency"])
    currency = options["currency"]
    return PartyOrder(
        kind=ImportKind(kind),
        company_id=company_id,
        currency=known_currency(text=currency) if currency else company(company_id=company_id).currency,
        table=read_source(path=file, name=file.name, encoding=options["encoding"], keep=keep).source,
        mapping=options["mapping"],
        may_change=options.get("update", False),
    )
