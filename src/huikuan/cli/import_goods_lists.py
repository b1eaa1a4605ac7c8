"""`huikuan import orders | deliveries | acceptances`: lists from an ERP or a warehouse program."""

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
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import fresh_key, kept, now, today

if TYPE_CHECKING:
    from huikuan.imports.operations.customer_lists import PartyOrder


def _of_goods(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of these lists."""
    for option in (
        *SHARED_OPTIONS,
        mapping_option,
        click.option("--encoding", help=_("Encoding of a text file, such as gb18030.")),
    ):
        command = option(command)
    return command


@click.command("orders", help=_("Import a list of orders, a row for each line; credit is asked about each order."))
@click.argument("file", type=FILE)
@_of_goods
def orders_command(**options: Any) -> int:
    """Import orders; exit code 0."""
    return _import_goods("ORDERS", **options)


@click.command("deliveries", help=_("Import a list of delivery notes, a row for each line, signed or not."))
@click.argument("file", type=FILE)
@_of_goods
def deliveries_command(**options: Any) -> int:
    """Import deliveries; exit code 0."""
    return _import_goods("DELIVERIES", **options)


@click.command("acceptances", help=_("Import a list of acceptances of deliveries, with what was rejected and why."))
@click.argument("file", type=FILE)
@_of_goods
def acceptances_command(**options: Any) -> int:
    """Import acceptances; exit code 0."""
    return _import_goods("ACCEPTANCES", **options)


def _import_goods(kind: str, *, file: Path, as_json: bool, dry_run: bool, **options: Any) -> int:
    from huikuan.imports.operations.goods_lists import import_goods, preview_goods
    from huikuan.integrations.table_files.fast import MAX_FAST_BYTES
    from huikuan.kernel.actor import SYSTEM

    regular_file(path=file, largest=MAX_FAST_BYTES)
    with kept(nothing=dry_run, whole=is_first_import()), steps() as step:
        step(_("reading %(name)s") % {"name": file.name})
        order = _order(kind, file, keep=not dry_run, **options)
        preview = preview_goods(order=order, now=now(), today=today()) if dry_run else None
        if preview is not None:
            counts = preview.counts
        else:
            step(_("writing %(rows)s rows") % {"rows": f"{order.table.read:,}"})
            key = options["key"] or fresh_key(what="import")
            counts = import_goods(actor=SYSTEM, now=now(), today=today(), key=key, order=order).counts
    document = import_document(counts=counts)
    if as_json:
        print_json(document=document)
        return 0
    if preview is not None:
        print_table_of_columns(columns=preview.columns)
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
    )
