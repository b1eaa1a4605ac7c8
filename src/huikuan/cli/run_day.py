"""`huikuan run-day`: the work of one business day, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.output import print_json
from huikuan.cli.progress import steps
from huikuan.cli.starting import now

HELP = _(
    "Match money, plan the reminders of a day, tell salespeople what comes due, deliver; once, however often it runs."
)


@click.command("run-day", help=HELP)
@click.option("--date", "day", type=DAY, help=_("The business day; today if left out."))
@click.option("--send/--no-send", default=False, help=_("Send the reminders, or only show what would go."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def run_day_command(*, day: date | None, send: bool, as_json: bool) -> int:
    """Do the day's work; exit code 0."""
    from huikuan.jobs.day import configured_post, run_day

    post = configured_post()
    today = day or now().astimezone(post.zone).date()
    with steps() as step:
        step(_("working on %(day)s") % {"day": today.isoformat()})
        report = asdict(run_day(today=today, clock=now, post=post, send=send))
    if as_json:
        print_json(document=_document(report))
    else:
        click.echo("\n".join(_lines(report)))
    return 0


def _document(report: dict[str, Any]) -> dict[str, Any]:
    """The report with its day as text, and every reason why the run waits with its sentence."""
    return {
        **report,
        "today": report["today"].isoformat(),
        "hold_reasons": [
            {**reason, "sentence": _sentence(reason["code"], reason["parameters"])} for reason in report["hold_reasons"]
        ],
    }


def _lines(report: dict[str, Any]) -> Iterator[str]:
    from huikuan.wording.names import MESSAGE_STATE_NAMES, RUN_STATE_NAMES, name_of
    from huikuan.wording.reminders import KEPT_BACK

    delivery = report["delivery"]
    state = name_of(names=RUN_STATE_NAMES, code=report["run_state"])
    yield _("%(today)s: reminder run %(run_id)s, %(state)s") % {**report, "state": state}
    yield "  " + _("%(matched)s bank lines matched, %(proposed)s proposed") % report
    yield "  " + _("%(items_seen)s open items looked at, %(messages)s messages, %(suppressed)s kept back") % report
    for code, number in report["kept_back"].items():
        yield f"    {number} × {name_of(names=KEPT_BACK, code=code)}"
    for reason in report["hold_reasons"]:
        yield "  " + _("waits: %(why)s") % {"why": _sentence(reason["code"], reason["parameters"])}
    for year in report["unpublished_years"]:
        yield "  " + _sentence("CALENDAR_UNPUBLISHED", {"year": year})
    yield "  " + _("%(forewarned)s items foretold to salespeople, %(queued)s messages queued") % report
    for code, number in delivery["states"].items():
        yield f"  {name_of(names=MESSAGE_STATE_NAMES, code=code)}: {number}"
    yield "  " + _("%(waiting)s messages wait to be delivered, %(sealed)s acts sealed") % {**report, **delivery}
    if delivery["problem"]:
        yield "  " + _sentence(delivery["problem"], {})


def _sentence(code: str, parameters: dict[str, Any]) -> str:
    from huikuan.wording.sentences import sentence

    return sentence(code=code, parameters=parameters)
