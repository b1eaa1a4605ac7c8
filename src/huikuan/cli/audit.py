"""`huikuan audit verify`: recompute the chain of sealed acts; exit code 1 if it does not verify."""

from __future__ import annotations

from dataclasses import asdict

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps


@click.command(
    "verify", help=_("Recompute every seal of the trail; exit code 1 if an act was changed, added or removed.")
)
@click.option("--anchor", help=_("A head kept outside the database; it must still be in the chain."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def verify_command(anchor: str | None, as_json: bool) -> int:
    """Verify the chain; exit code 0, or 1 at a fault."""
    from huikuan.audit.sealing import verify_chain

    with steps() as step:
        step(_("verifying"))
        report = verify_chain(anchor=anchor)
    if as_json:
        print_json(
            document={**asdict(report), "faults": [asdict(fault) for fault in report.faults], "ok": not report.faults}
        )
    else:
        told = _("%(sealed)s acts sealed, %(unsealed)s not yet; head %(head)s")
        click.echo(told % {"sealed": report.sealed, "unsealed": report.unsealed, "head": report.head})
        for fault in report.faults:
            click.echo(
                _("position %(position)s: %(code)s, expected %(expected)s, found %(found)s") % asdict(fault), err=True
            )
        click.echo(_("The chain is broken.") if report.faults else _("The chain verifies."))
    return 1 if report.faults else 0
