"""`huikuan worker`: delivers messages and does the day's work until it is told to stop."""

from __future__ import annotations

import logging
import re
import signal
from datetime import time
from threading import Event
from types import FrameType

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.starting import now

HELP = _(
    "Deliver what is due, seal the trail, and do the day's work once a day. SIGTERM stops it after the message in hand."
)
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def _hour(_context: click.Context, _parameter: click.Parameter, text: str) -> time:
    found = _HOUR.fullmatch(text)
    if found is None:
        raise click.BadParameter(_("%(text)s is no time of the form 09:00") % {"text": repr(text)})
    return time(int(found[1]), int(found[2]))


@click.command("worker", help=HELP)
@click.option(
    "--at", "begins", default="09:00", show_default=True, callback=_hour, help=_("When the day's work is done (HH:MM).")
)
@click.option(
    "--send/--no-send", default=False, help=_("Send reminders without a person's look, or leave them planned.")
)
@click.option(
    "--pause",
    "seconds",
    default=15,
    show_default=True,
    type=click.IntRange(1, 3600),
    help=_("Seconds between two rounds."),
)
@click.option("--once", is_flag=True, help=_("One round, then stop."))
def worker_command(*, begins: time, send: bool, seconds: int, once: bool) -> int:
    """Work until stopped; exit code 0."""
    from huikuan.jobs.day import configured_post
    from huikuan.jobs.worker import Habits, work

    post = configured_post()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    habits = Habits(day_begins=begins, send=send, pause_seconds=seconds)
    work(clock=now, post=post, habits=habits, stop=stop, rounds=1 if once else None)
    return 0
