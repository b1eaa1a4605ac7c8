"""`huikuan import invoices | receivables | ledger`: lists into the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.companies import company_for, is_first_import, known_currency
from huikuan.cli.failures import regular_file
from huikuan.cli.import_report import import_document, print_import, print_reading
from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import KEY, NAME
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import fresh_key, kept, now, today

if TYPE_CHECKING:
    from huikuan.imports.rules import Counts

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_NUMBER_FORMATS = ("POINT", "COMMA")


def _mapping(_context: click.Context, _parameter: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        field, mark, header = pair.partition("=")
        if not mark or not field.strip():
            raise click.BadParameter(_("%(text)s is not of the form field=column") % {"text": repr(pair)})
        found[field.strip()] = header.strip()
    return found


mapping_option = click.option("--map", "mapping", multiple=True, callback=_mapping, help=_("field=column; repeatable."))


SHARED_OPTIONS = (
    click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document.")),
    click.option("--dry-run", is_flag=True, help=_("Show what would be done and write nothing.")),
    click.option(
        "--key", type=KEY, help=_("Idempotency key: the same key again changes nothing and answers the same.")
    ),
    click.option("--currency", help=_("Currency of rows that name none; the company's own if left out.")),
    click.option(
        "--company", type=NAME, help=_("Our own company: name, short name or id; not needed if there is only one.")
    ),
)
"""Options of every import of a list."""


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in SHARED_OPTIONS:
        command = option(command)
    return command


def _of_lists(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that say how a list is read, where the file itself does not."""
    for option in (
        click.option("--round-amounts", is_flag=True, help=_("Round amounts with too many decimals; each is counted.")),
        mapping_option,
        click.option("--encoding", help=_("Encoding of a text file, such as gb18030.")),
        click.option(
            "--number-format",
            type=click.Choice(_NUMBER_FORMATS, case_sensitive=False),
            help=_("POINT reads 1,234.56, COMMA reads 1.234,56."),
        ),
        click.option(
            "--date-order",
            type=click.Choice(("YMD", "MDY", "DMY"), case_sensitive=False),
            help=_("Order of year, month and day where the file does not show it."),
        ),
    ):
        command = option(command)
    return command


@click.command("invoices", help=_("Import a list of invoices; those with a settled date are paid on that day."))
@click.argument("file", type=FILE)
@_shared
@_of_lists
def invoices_command(**options: Any) -> int:
    """Import invoices; exit code 0."""
    return _import_list("INVOICES", **options)


@click.command(
    "receivables",
    help=_(
        "Import a list of open items or an ageing list with documents as opening items; totals are the sums of what is open."
    ),
)
@click.argument("file", type=FILE)
@_shared
@_of_lists
def receivables_command(**options: Any) -> int:
    """Import open items; exit code 0."""
    return _import_list("RECEIVABLES", **options)


@click.command(
    "ledger",
    help=_("Import a whole ledger: a folder with customers.csv, invoices.csv, receipts.csv and allocations.csv."),
)
@click.argument("folder", type=FOLDER)
@_shared
def ledger_command(
    folder: Path, company: str | None, currency: str | None, key: str | None, dry_run: bool, as_json: bool
) -> int:
    """Import a ledger; exit code 0."""
    from huikuan.imports.ledger_columns import FILES
    from huikuan.imports.operations.ledgers import import_ledger, preview_ledger
    from huikuan.integrations.table_files.fast import MAX_FAST_BYTES
    from huikuan.jobs.import_files import ledger_order_of
    from huikuan.kernel.actor import SYSTEM

    for name in FILES:
        if (folder / name).exists():
            regular_file(path=folder / name, largest=MAX_FAST_BYTES)
    with kept(nothing=dry_run, whole=is_first_import()), steps() as step:
        company_id = company_for(name=company, currency=currency)
        step(_("reading %(name)s") % {"name": folder.name})
        order = ledger_order_of(company_id=company_id, folder=folder, currency=_code(currency), keep=not dry_run)
        if dry_run:
            counts = preview_ledger(order=order, today=today())
        else:
            rows = sum(table.read for table in order.tables.values())
            step(_("writing %(rows)s rows") % {"rows": f"{rows:,}"})
            made = key or fresh_key(what="import-ledger")
            counts = import_ledger(actor=SYSTEM, now=now(), today=today(), key=made, order=order).counts
    _answer(counts, as_json=as_json, dry_run=dry_run)
    return 0


def _import_list(kind: str, *, file: Path, as_json: bool, dry_run: bool, **options: Any) -> int:
    from huikuan.imports.operations.lists import import_file, preview_import
    from huikuan.imports.rules import ImportKind
    from huikuan.integrations.table_files.fast import MAX_FAST_BYTES
    from huikuan.jobs.import_files import FileOrder, order_of
    from huikuan.kernel.actor import SYSTEM

    regular_file(path=file, largest=MAX_FAST_BYTES)
    with kept(nothing=dry_run, whole=is_first_import()), steps() as step:
        company_id = company_for(name=options["company"], currency=options["currency"])
        wanted = FileOrder(
            ImportKind(kind), company_id, file, file.name, _options(options), encoding=options["encoding"]
        )
        step(_("reading %(name)s") % {"name": file.name})
        order = order_of(file=wanted, keep=not dry_run)
        preview = preview_import(order=order, today=today()) if dry_run else None
        if preview is not None:
            counts = preview.counts
        else:
            step(_("writing %(rows)s rows") % {"rows": f"{order.table.read:,}"})
            key = options["key"] or fresh_key(what="import")
            counts = import_file(actor=SYSTEM, now=now(), today=today(), key=key, order=order).counts
    if preview is not None and not as_json:
        print_reading(preview=preview)
    _answer(counts, as_json=as_json, dry_run=dry_run)
    return 0


def _options(options: Mapping[str, Any]) -> Any:
    from huikuan.imports.rules import Options
    from huikuan.kernel.text_amounts import NumberFormat
    from huikuan.kernel.text_dates import DateOrder

    return Options(
        mapping=options["mapping"],
        date_order=DateOrder(options["date_order"].upper()) if options["date_order"] else None,
        number_format=NumberFormat(options["number_format"].upper()) if options["number_format"] else None,
        currency=options["currency"],
        round_amounts=options["round_amounts"],
    )


def _code(currency: str | None) -> str | None:
    return known_currency(text=currency) if currency else None


def _answer(counts: Counts, *, as_json: bool, dry_run: bool) -> None:
    document = import_document(counts=counts)
    if as_json:
        print_json(document=document)
    else:
        print_import(document=document, counts=counts, dry_run=dry_run)
