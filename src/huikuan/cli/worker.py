"""`huikuan worker`: delivers messages and does the day's work until it is told to stop."""

from __future__ import annotations

import logging
import signal
from datetime import UTC, datetime
from threading import Event
from types import FrameType

import click


@click.command("worker")
@click.option("--at", "hour", default="09:00", show_default=True, help="When the day's work is done (HH:MM).")
@click.option("--send/--no-send", default=False, help="Send reminders without a person's look, or leave them planned.")
@click.option("--pause", "seconds", default=15, show_default=True, type=click.IntRange(1, 3600), help="Seconds a loop.")
@click.option("--once", is_flag=True, help="One round, then stop.")
def worker_command(*, hour: str, send: bool, seconds: int, once: bool) -> None:
    """Deliver what is due, seal the trail, and once a day plan the reminders. SIGTERM stops it after the message in hand."""
    from huikuan.integrations.email.server_url import BadServerUrl
    from huikuan.jobs.day import configured_post
    from huikuan.jobs.worker import Habits, work

    try:
        post = configured_post()
        begins = datetime.strptime(hour, "%H:%M").time()
    except (BadServerUrl, ValueError) as fault:
        raise click.ClickException(str(fault)) from fault
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    habits = Habits(day_begins=begins, send=send, pause_seconds=seconds)
    work(clock=lambda: datetime.now(tz=UTC), post=post, habits=habits, stop=stop, rounds=1 if once else None)
