"""`huikuan import customers | people`: lists of customers and of their key people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.import_lists import FILE
from huikuan.cli.import_rows import ListImport, list_options, run_import
from huikuan.cli.language import gettext as _
from huikuan.cli.language import ngettext
from huikuan.cli.starting import now

if TYPE_CHECKING:
    from huikuan.imports.operations.customer_lists import PartyOrder, PartyPreview
    from huikuan.imports.rules import Counts

_update_option = click.option(
    "--update", is_flag=True, help=_("Change what is known otherwise; without it such rows are refused.")
)


@click.command("customers", help=_("Import a list of customers: number, name, tax code, group, terms, limit, contact."))
@click.argument("file", type=FILE)
@_update_option
@list_options
def customers_command(**options: Any) -> int:
    """Import customers; exit code 0."""
    return _import_parties("CUSTOMERS", **options)


@click.command("people", help=_("Import a list of customers' people: customer, name, roles, how they are reached."))
@click.argument("file", type=FILE)
@_update_option
@list_options
def people_command(**options: Any) -> int:
    """Import people; exit code 0."""
    return _import_parties("PEOPLE", **options)


def _import_parties(kind: str, *, file: Path, **options: Any) -> int:
    from huikuan.imports.operations.customer_lists import import_parties, preview_parties
    from huikuan.kernel.actor import SYSTEM

    def keep(order: PartyOrder, key: str) -> Counts:
        return import_parties(actor=SYSTEM, now=now(), key=key, order=order).counts

    how = ListImport(look=lambda order: preview_parties(order=order), keep=keep, tell=_tell_changes)
    return run_import(kind=kind, file=file, how=how, **options)


def _tell_changes(preview: PartyPreview) -> None:
    told = ngettext("%(count)s row changes somebody known.", "%(count)s rows change somebody known.", preview.changes)
    click.echo(told % {"count": preview.changes})
