"""`huikuan demo`: an invented company in a data folder of its own, one business day of it, and the web app on it."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.starting import now, open_books, today

DEMO_FOLDER = Path("~/.local/share/huikuan-demo")
PASSWORD_FILE = "demo-password"


@click.command("demo", help=_("An invented company, one business day of it, and the web app on it."))
@click.option("--no-serve", is_flag=True, help=_("All but serving."))
@click.option("--port", default=8000, show_default=True, help=_("Port on 127.0.0.1."))
@click.option("--date", "day", type=DAY, help=_("The business day; the last one if not named."))
def demo_command(no_serve: bool, port: int, day: date | None) -> None:
    """Fill an empty data folder with the demo company, run its day, print what happened, serve."""
    _name_folder(port)
    open_books()
    from django.conf import settings

    home = Path(settings.HOME)
    on = day or _last_business_day()
    rows = _build(home, on, now())
    rows += _day(on)
    _print(rows, (home / PASSWORD_FILE).read_text(), home)
    if not no_serve:
        _serve(port)


def _name_folder(port: int) -> None:
    """A data folder of the demo's own unless one is named; a name left empty is none, or it would be the user's own."""
    for name, value in (
        ("HUIKUAN_HOME", str(DEMO_FOLDER.expanduser())),
        ("HUIKUAN_BASE_URL", f"http://127.0.0.1:{port}"),
    ):
        os.environ[name] = os.environ.get(name) or value


def _serve(port: int) -> None:
    """Serve in this process's place: a server that forks must not have computed with columns before, or it waits for ever."""
    sys.stdout.flush()
    words = [sys.executable, "-c", "from huikuan.cli.main import main; main()", "serve", "--port", str(port)]
    os.execv(sys.executable, words)  # noqa: S606  (our own interpreter, no shell)


def _last_business_day() -> date:
    """Today, or the business day before it: on a holiday no reminder would be shown."""
    from huikuan.accounts.queries import business_calendar
    from huikuan.kernel.calendar import HolidayRoll

    return business_calendar().roll(day=today(), roll=HolidayRoll.PREVIOUS)


def _build(home: Path, on: date, at: datetime) -> list[tuple[str, str]]:
    from huikuan.accounts.queries import has_people
    from huikuan.demo.building import build
    from huikuan.demo.business import invent
    from huikuan.demo.channels import fill_channels
    from huikuan.demo.claims import fill_claims
    from huikuan.demo.filling import fill
    from huikuan.demo.running import bank_day

    if has_people():
        return [(_("Company"), _("was here already; only the day was run"))]
    password = secrets.token_urlsafe(12)
    _keep(home / PASSWORD_FILE, password)
    business = invent(today=on)
    click.echo(_("Building the demo company …"), err=True)
    built = build(business=business, now=at, password=password)
    fill(built=built, now=at, today=on)
    bank = bank_day(built=built, business=business, now=at)
    fill_claims(built=built, now=at, today=on)
    fill_channels(built=built, now=at, today=on)
    return [
        (_("Customers"), str(len(business.buyers))),
        (_("Invoices"), str(len(business.sales))),
        (_("Receipts before the last month"), str(len(business.past))),
        (_("Lines of the bank statement"), f"{bank.statement.preview.read} ({bank.statement.preview.file.format})"),
        (_("Allocated by themselves"), str(bank.matching.applied)),
        (_("Proposed to a person"), str(bank.matching.proposed)),
        (_("Payer unknown"), str(bank.matching.unknown)),
    ]


def _day(on: date) -> list[tuple[str, str]]:
    from huikuan.jobs.checks import check_all, summary
    from huikuan.jobs.day import configured_post, run_day
    from huikuan.kernel.actor import SYSTEM
    from huikuan.worklist.queries import worklist

    report = run_day(today=on, clock=now, post=configured_post(), send=False)
    checked, broken = summary(findings=check_all())
    return [
        (_("Business day"), on.isoformat()),
        (
            _("Reminders to look at"),
            _("%(send)s, %(kept)s kept back") % {"send": report.messages, "kept": report.suppressed},
        ),
        (_("Items foretold to salespeople"), str(report.forewarned)),
        (_("Tasks on the worklist"), str(worklist(actor=SYSTEM, today=on).count)),
        (
            _("Objects proved by the check"),
            _("%(count)s, %(broken)s broken") % {"count": sum(checked.values()), "broken": len(broken)},
        ),
    ]


def _print(rows: list[tuple[str, str]], password: str, home: Path) -> None:
    from huikuan.demo.names import STAFF
    from huikuan.wording.names import ROLES

    table = Table(title=_("The demo company"), show_header=False)
    for name, value in rows:
        table.add_row(name, value)
    console = Console()
    console.print(table)
    people = Table(title=_("Sign in with the password %(password)s") % {"password": password})
    for heading in (_("Sign-in name"), _("Person"), _("Role")):
        people.add_column(heading)
    for username, name, role, _department in STAFF:
        people.add_row(username, name, str(ROLES[role]))
    console.print(people)
    console.print(_("Data folder: %(folder)s") % {"folder": home}, highlight=False)


def _keep(path: Path, password: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password)
