"""`huikuan check`: every invariant that can be proved from the rows; exit code 1 if one is broken."""

from __future__ import annotations

from dataclasses import asdict

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json, print_table
from huikuan.cli.progress import steps

SHOWN_BROKEN = 50


@click.command(
    "check", help=_("Prove the books: every invariant, each broken row by name; exit code 1 if there is one.")
)
@click.option("--all", "everything", is_flag=True, help=_("Check everything (the only way there is for now)."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def check_command(everything: bool, as_json: bool) -> int:
    """Check; exit code 0, or 1 if an invariant is broken."""
    from huikuan.jobs.checks import check_all, notes_of, summary

    with steps() as step:
        step(_("checking"))
        findings = check_all()
        checked, broken = summary(findings=findings)
        notes = notes_of(findings=findings)
    if as_json:
        found = {"broken": [asdict(row) for row in broken], "notes": [asdict(row) for row in notes]}
        print_json(document={"checked": checked, **found, "ok": not broken})
    else:
        _say_limit_of_sqlite()
        rows = [(name, f"{number:,}") for name, number in sorted(checked.items())]
        print_table(title=_("Checked"), headings=(_("invariant"), _("objects")), rows=rows, numbers=1)
        for row in broken[:SHOWN_BROKEN]:
            told = _("%(invariant)s is broken: %(object)s should be %(expected)s and is %(found)s")
            click.echo(told % asdict(row))
        for row in notes[:SHOWN_BROKEN]:
            told = _("Note on %(invariant)s: %(object)s would follow at %(expected)s and is %(found)s")
            click.echo(told % asdict(row))
        click.echo(_("%(count)s broken") % {"count": len(broken)} if broken else _("Everything holds."))
    return 1 if broken else 0


def _say_limit_of_sqlite() -> None:
    """Say which repair the SQLite in use lacks, where the books lie in SQLite; --json leaves it to standard error."""
    from django.conf import settings

    choice = settings.SQLITE_IN_USE
    if choice is None or choice.wal_safe:
        return
    told = _(
        "SQLite %(release)s (module %(module)s) has the WAL-reset fault, so the database runs with a rollback journal: "
        "safe, but readers wait for writers. SQLite 3.51.3 or newer, the package pysqlite3, or PostgreSQL removes the limit."
    )
    click.echo(told % {"release": choice.release, "module": choice.source})
