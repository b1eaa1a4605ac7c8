"""`huikuan calendar show` and `set`: the days off and the make-up days of work that the reminders go by."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huikuan.cli.failures import Failure, regular_file
from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json, print_table
from huikuan.cli.starting import fresh_key, now
from huikuan.kernel.text_dates import FIRST_YEAR, LAST_YEAR, parse_date

if TYPE_CHECKING:
    from huikuan.accounts.operations.calendar import CalendarDraft

COLUMNS = ("day", "is_working", "name")
WORKING = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
LARGEST_FILE = 1_000_000


@click.command("show", help=_("Show the days off and the make-up days of work of a year."))
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR - 1))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def show_command(*, year: int, as_json: bool) -> int:
    """Print the calendar of a year; exit code 0."""
    from django.utils.translation import get_language

    from huikuan.accounts.queries import calendar_year
    from huikuan.wording.sentences import sentence

    found = calendar_year(year=year, is_chinese=(get_language() or "").startswith("zh"))
    if as_json:
        days = [
            {
                "day": one.day.isoformat(),
                "is_working": one.is_working,
                "name": one.name,
                "source": one.source,
                "is_own": one.is_own,
            }
            for one in found.days
        ]
        print_json(document={"year": year, "is_published": found.is_published, "days": days})
        return 0
    rows = [
        (
            one.day.isoformat(),
            _("make-up day of work") if one.is_working else _("day off"),
            one.name,
            (one.source or "–") if one.is_own else _("built-in calendar"),
        )
        for one in found.days
    ]
    headings = (_("day"), _("what it is"), _("name"), _("source"))
    print_table(title=_("Business calendar of %(year)s") % {"year": year}, headings=headings, rows=rows)
    if not found.is_published:
        click.echo(sentence(code="CALENDAR_UNPUBLISHED", parameters={"year": year}))
    return 0


@click.command("set", help=_("Enter days from a CSV file with the columns day, is_working (1 or 0) and name."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help=_("Where the days are written, such as the notice; the file's name if left out."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def set_command(*, file: Path, source: str | None, as_json: bool) -> int:
    """Enter the days of a file, all or none, each in place of what was entered before; exit code 0."""
    from huikuan.accounts.operations.calendar import set_calendar_days
    from huikuan.kernel.actor import SYSTEM

    days = _days_of(file, source or file.name)
    done = set_calendar_days(actor=SYSTEM, now=now(), key=fresh_key(what="calendar"), days=days)
    if as_json:
        print_json(document=done)
    else:
        click.echo(_("%(days)s days entered.") % done)
    return 0


def _days_of(file: Path, source: str) -> list[CalendarDraft]:
    from huikuan.integrations.table_files.encodings import decode_text
    from huikuan.integrations.table_files.faults import FileFault
    from huikuan.jobs.import_files import refusal_of

    regular_file(path=file, largest=LARGEST_FILE)
    decoded = decode_text(content=file.read_bytes())
    if isinstance(decoded, FileFault):
        raise refusal_of(fault=decoded, file=file.name)
    rows = csv.DictReader(io.StringIO(decoded.text, newline=""))
    try:
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            told = _("The first line must name the columns %(columns)s.") % {"columns": ", ".join(COLUMNS)}
            raise Failure(code="CALENDAR_FILE", message=told)
        return [_day_of(row, source, rows.line_num) for row in rows]
    except csv.Error as error:
        told = _("%(path)s is no CSV file. Save it as one first.") % {"path": file}
        raise Failure(code="CALENDAR_FILE", message=told) from error


def _day_of(row: dict[str, str | None], source: str, line: int) -> CalendarDraft:
    from huikuan.accounts.operations.calendar import CalendarDraft

    written = {name: (row[name] or "").strip() for name in COLUMNS}
    day, is_working = parse_date(text=written["day"]), WORKING.get(written["is_working"].lower())
    if not isinstance(day, date) or is_working is None or day.year >= LAST_YEAR:
        told = _("Line %(line)s: write the day as 2027-02-05 and is_working as 1 or 0.") % {"line": line}
        raise Failure(code="CALENDAR_LINE", message=told, line=line)
    return CalendarDraft(day, is_working, written["name"], source)
