"""`huikuan import einvoice`: tax invoices out of XML, OFD and PDF files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huikuan.cli.companies import company_for, is_first_import
from huikuan.cli.failures import regular_file
from huikuan.cli.import_report import print_import, rejection_documents
from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import KEY, NAME
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import fresh_key, kept, now, today

if TYPE_CHECKING:
    from huikuan.jobs.import_einvoices import InvoicesTaken

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "einvoice",
    help=_("Take in tax invoices: 数电票 XML and OFD, UBL, CII, Factur-X, PDF; each is checked before it is booked."),
)
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option(
    "--company", type=NAME, help=_("Our own company: name, short name or id; not needed if there is only one.")
)
@click.option("--key", type=KEY, help=_("Idempotency key: the same key again changes nothing and answers the same."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def einvoice_command(files: tuple[Path, ...], company: str | None, key: str | None, as_json: bool) -> int:
    """Take invoices in; exit code 0, also where some of them wait to be mended or were refused, each with its reason."""
    from huikuan.integrations.e_invoices.reader import LARGEST_FILE
    from huikuan.jobs.import_einvoices import Intake, InvoiceFile, take_files
    from huikuan.kernel.actor import SYSTEM

    for file in files:
        regular_file(path=file, largest=LARGEST_FILE)
    with kept(nothing=False, whole=is_first_import()), steps() as step:
        company_id = company_for(name=company, currency=None)
        step(_("reading %(name)s") % {"name": files[0].name})
        read = tuple(InvoiceFile(one.name, one.read_bytes()) for one in files)
        intake = Intake(company_id, read, key or fresh_key(what="import-einvoice"))
        done = take_files(actor=SYSTEM, now=now(), today=today(), intake=intake)
    document = _document(done)
    if as_json:
        print_json(document=document)
        return 0
    print_import(document=document, dry_run=False)
    for one in document["invoices"]:
        click.echo(f"{one['file']}: {one['number']} {one['state_text']}")
        for said in one["findings"]:
            click.echo(f"  {said['severity_text']}: {said['text']}")
    return 0


def _document(done: InvoicesTaken) -> dict[str, Any]:
    return {
        "read": done.read,
        "accepted": done.accepted,
        "duplicate": done.duplicate,
        "rejected": rejection_documents(rejections=done.rejected),
        "totals": done.totals,
        "invoices": _invoices(done),
    }


def _invoices(done: InvoicesTaken) -> list[dict[str, Any]]:
    """Each invoice as it stands, with what its checks found, in words."""
    from huikuan.invoicing.queries.lists import tax_invoice_row
    from huikuan.kernel.actor import SYSTEM
    from huikuan.wording.invoicing import SEVERITIES, STATES
    from huikuan.wording.sentences import sentence

    told = []
    for one in done.taken:
        row = tax_invoice_row(actor=SYSTEM, tax_invoice_id=one.tax_invoice_id)
        findings = row.findings if row else ()
        told.append(
            {
                "file": one.file,
                "number": one.number,
                "outcome": one.outcome,
                "tax_invoice_id": one.tax_invoice_id,
                "state": one.state,
                "state_text": str(STATES[one.state]),
                "gross_minor": one.gross_minor,
                "currency": one.currency,
                "findings": [
                    {
                        "code": found.code,
                        "severity": found.severity.value,
                        "severity_text": str(SEVERITIES[found.severity.value]),
                        "text": sentence(code=found.code, parameters=found.parameters),
                    }
                    for found in findings
                ],
            }
        )
    return told
