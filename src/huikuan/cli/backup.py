"""`huikuan backup` and `huikuan restore`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import load_settings, now, open_books


@click.command(
    "backup", help=_("Back up database and files into one archive, restore it for proof, and only then keep it.")
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Folder; HUIKUAN_HOME/backups if left out."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def backup_command(folder: Path | None, as_json: bool) -> int:
    """Make a backup; exit code 0."""
    from django.conf import settings

    from huikuan.jobs.backups import make_backup

    with steps() as step:
        step(_("copying, restoring for proof, comparing"))
        made = make_backup(folder=folder or Path(settings.HOME) / "backups", now=now())
    if as_json:
        print_json(document={**asdict(made), "path": str(made.path), "verified": True})
    else:
        told = _("%(path)s: %(rows)s rows, %(files)s files, restored and compared.")
        click.echo(told % {"path": made.path, "rows": f"{sum(made.rows.values()):,}", "files": made.files})
        click.echo(_("Head of the audit chain: %(head)s") % {"head": made.chain_head})
    return 0


@click.command("restore", help=_("Make a backup the books of this installation; stop the server and the worker first."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help=_("Replace the books that are there."))
@click.option("--verify-only", is_flag=True, help=_("Restore into a scratch database, compare, and change nothing."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def restore_command(file: Path, replace: bool, verify_only: bool, as_json: bool) -> int:
    """Restore a backup; exit code 0."""
    load_settings()
    from huikuan.jobs.backups import restore_backup, verify_backup

    with steps() as step:
        step(_("restoring"))
        manifest = verify_backup(path=file) if verify_only else restore_backup(path=file, now=now(), replace=replace)
    if not verify_only:
        open_books()  # an older backup is brought to the form of this release
    rows = sum(manifest.rows.values())
    if as_json:
        print_json(
            document={
                "made_at": manifest.made_at,
                "rows": rows,
                "files": len(manifest.files),
                "chain_head": manifest.chain_head,
            }
        )
    else:
        told = _("Backup of %(made_at)s: %(rows)s rows and %(files)s files, compared and right.")
        click.echo(told % {"made_at": manifest.made_at, "rows": f"{rows:,}", "files": len(manifest.files)})
    return 0
