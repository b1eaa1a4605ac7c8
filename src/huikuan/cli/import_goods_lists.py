"""`huikuan import orders | deliveries | acceptances`: lists from an ERP or a warehouse program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.import_lists import FILE
from huikuan.cli.import_rows import ListImport, list_options, run_import
from huikuan.cli.language import gettext as _
from huikuan.cli.starting import now, today

if TYPE_CHECKING:
    from huikuan.imports.operations.customer_lists import PartyOrder
    from huikuan.imports.rules import Counts


@click.command("orders", help=_("Import a list of orders, a row for each line; credit is asked about each order."))
@click.argument("file", type=FILE)
@list_options
def orders_command(**options: Any) -> int:
    """Import orders; exit code 0."""
    return _import_goods("ORDERS", **options)


@click.command("deliveries", help=_("Import a list of delivery notes, a row for each line, signed or not."))
@click.argument("file", type=FILE)
@list_options
def deliveries_command(**options: Any) -> int:
    """Import deliveries; exit code 0."""
    return _import_goods("DELIVERIES", **options)


@click.command("acceptances", help=_("Import a list of acceptances of deliveries, with what was rejected and why."))
@click.argument("file", type=FILE)
@list_options
def acceptances_command(**options: Any) -> int:
    """Import acceptances; exit code 0."""
    return _import_goods("ACCEPTANCES", **options)


def _import_goods(kind: str, *, file: Path, **options: Any) -> int:
    from huikuan.imports.operations.goods_lists import import_goods, preview_goods
    from huikuan.kernel.actor import SYSTEM

    def keep(order: PartyOrder, key: str) -> Counts:
        return import_goods(actor=SYSTEM, now=now(), today=today(), key=key, order=order).counts

    how = ListImport(look=lambda order: preview_goods(order=order, now=now(), today=today()), keep=keep)
    return run_import(kind=kind, file=file, how=how, **options)
