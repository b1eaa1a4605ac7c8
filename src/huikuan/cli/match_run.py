"""`huikuan match run`: match unapplied money to open items; sure matches are posted, the others proposed."""

from __future__ import annotations

from dataclasses import asdict

import click

from huikuan.cli.companies import company_for
from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import NAME
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import now


@click.command("run", help=_("Match money received to open items: sure matches are posted, the others proposed."))
@click.option("--company", type=NAME, help=_("Our own company: name, short name or id; every one if left out."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def run_command(company: str | None, as_json: bool) -> int:
    """Match; exit code 0. A second run posts nothing."""
    from huikuan.accounts.queries import companies
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.matching import run_matching

    known = companies(actor=SYSTEM)
    if company is not None:
        wanted = company_for(name=company, currency=None, may_make=False)
        known = tuple(row for row in known if row.id == wanted)
    done = []
    with steps() as step:
        for row in known:
            step(_("matching %(name)s") % {"name": row.short_name or row.name})
            found = run_matching(actor=SYSTEM, now=now(), company_id=row.id)
            done.append({"company_id": row.id, "company": row.name, **asdict(found)})
    if as_json:
        print_json(document={"companies": done})
        return 0
    for one in done:
        told = _(
            "%(company)s: receipts looked at: %(looked)s, allocated: %(applied)s, proposed: %(proposed)s, open: %(unknown)s"
        )
        click.echo(told % one)
    return 0
