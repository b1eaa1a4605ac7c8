"""`huikuan import customers | people`: lists of customers and of their key people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.companies import company_for, is_first_import, known_currency
from huikuan.cli.failures import regular_file
from huikuan.cli.import_lists import FILE, SHARED_OPTIONS, mapping_option
from huikuan.cli.import_report import import_document, print_import, print_table_of_columns
from huikuan.cli.language import gettext as _
from huikuan.cli.language import ngettext
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import fresh_key, kept, now

if TYPE_CHECKING:
    from huikuan.imports.operations.customer_lists import PartyOrder, PartyPreview
    from huikuan.imports.rules import Counts


def _of_parties(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of these lists."""
    for option in (
        *SHARED_OPTIONS,
        click.option(
            "--update", is_flag=True, help=_("Change what is known otherwise; without it such rows are refused.")
        ),
        mapping_option,
        click.option("--encoding", help=_("Encoding of a text file, such as gb18030.")),
    ):
        command = option(command)
    return command


@click.command("customers", help=_("Import a list of customers: number, name, tax code, group, terms, limit, contact."))
@click.argument("file", type=FILE)
@_of_parties
def customers_command(**options: Any) -> int:
    """Import customers; exit code 0."""
    return _import_parties("CUSTOMERS", **options)


@click.command("people", help=_("Import a list of customers' people: customer, name, roles, how they are reached."))
@click.argument("file", type=FILE)
@_of_parties
def people_command(**options: Any) -> int:
    """Import people; exit code 0."""
    return _import_parties("PEOPLE", **options)


def _import_parties(kind: str, *, file: Path, as_json: bool, dry_run: bool, **options: Any) -> int:
    from huikuan.imports.operations.customer_lists import import_parties, preview_parties
    from huikuan.integrations.table_files.fast import MAX_FAST_BYTES
    from huikuan.kernel.actor import SYSTEM

    regular_file(path=file, largest=MAX_FAST_BYTES)
    with kept(nothing=dry_run, whole=is_first_import()), steps() as step:
        step(_("reading %(name)s") % {"name": file.name})
        order = _order(kind, file, keep=not dry_run, **options)
        preview: PartyPreview | None = None
        if dry_run:
            preview = preview_parties(order=order)
            counts = preview.counts
        else:
            step(_("writing %(rows)s rows") % {"rows": f"{order.table.read:,}"})
            key = options["key"] or fresh_key(what="import")
            counts = import_parties(actor=SYSTEM, now=now(), key=key, order=order).counts
    _answer(counts, preview, as_json=as_json, dry_run=dry_run)
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
        may_change=options["update"],
    )


def _answer(counts: Counts, preview: PartyPreview | None, *, as_json: bool, dry_run: bool) -> None:
    document = import_document(counts=counts)
    if as_json:
        print_json(document=document)
        return
    if preview is not None:
        print_table_of_columns(columns=preview.columns)
        told = ngettext(
            "%(count)s row changes somebody known.", "%(count)s rows change somebody known.", preview.changes
        )
        click.echo(told % {"count": preview.changes})
    print_import(document=document, counts=counts, dry_run=dry_run)
