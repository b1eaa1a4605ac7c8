"""The worker delivers what is due, seals the trail, keeps the figures up to the ledger; once a day it does the day's work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from threading import Event

from django.db import close_old_connections

from huikuan.audit.sealing import RECENT, seal_acts
from huikuan.jobs.bundles import make_bundles
from huikuan.jobs.day import run_day
from huikuan.jobs.delivery import Clock, DeliveryReport, Post, deliver, worker_name
from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.operations import refresh_mirror
from huikuan.reminders.operations.withdrawing import withdraw_settled
from huikuan.sanctions.operations.releasing import release_settled
from huikuan.statements.operations.following import carry_on_runs

log = logging.getLogger("huikuan.worker")

PAUSE_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Habits:
    """When the day's work is done (company's zone), whether reminders go out without a person's look, how often it loops."""

    day_begins: time = time(9)
    send: bool = False
    pause_seconds: int = PAUSE_SECONDS


def work(*, clock: Clock, post: Post, habits: Habits, stop: Event, rounds: int | None = None) -> None:
    """Loop until `stop` is set (or for so many rounds); a fault is logged and the loop goes on.

    Several workers may run at once: messages are claimed one by one, the day's work has one key a day. The day's work
    is tried again in the next round if it failed.
    """
    name = worker_name()
    done: date | None = None
    while not stop.is_set():
        done = _one_round(_Round(clock, post, habits, name, stop.is_set), done)
        if rounds is not None:
            rounds -= 1
            if rounds <= 0:
                return
        stop.wait(habits.pause_seconds)


@dataclass(frozen=True, slots=True)
class _Round:
    clock: Clock
    post: Post
    habits: Habits
    name: str
    stopped: Callable[[], bool]

    def do_day(self, today: date) -> None:
        report = run_day(today=today, clock=self.clock, post=self.post, send=self.habits.send)
        log.info("day %s: run %s %s, %s messages", today, report.run_id, report.run_state, report.messages)
        _tell(report.delivery)

    def deliver(self) -> None:
        _tell(deliver(clock=self.clock, post=self.post, worker=self.name, stopped=self.stopped))

    def state_accounts(self) -> None:
        carry_on_runs(actor=SYSTEM, clock=self.clock, stopped=self.stopped)

    def make_bundles(self) -> None:
        make_bundles(clock=self.clock, zone=self.post.zone, stopped=self.stopped)

    def release(self, today: date) -> None:
        released = release_settled(now=self.clock(), today=today)
        if released:
            log.info("sanctions released: %s", released)

    def withdraw_tasks(self, today: date) -> None:
        now = self.clock()
        ended = withdraw_settled(now=now, local_now=now.astimezone(self.post.zone), today=today)
        if ended:
            log.info("tasks withdrawn: %s", ended)

    def seal(self) -> None:
        seal_acts(now=self.clock(), recent=RECENT)  # the business day looks at all of them


def _one_round(this: _Round, done: date | None) -> date | None:
    """One round; a step that fails keeps no other step from being done."""
    close_old_connections()
    local = this.clock().astimezone(this.post.zone)
    today = local.date()
    if done != today and local.time() >= this.habits.day_begins and _is_done("the day's work", this.do_day, today):
        done = today
    _is_done("the statements", this.state_accounts)
    _is_done("the bundles of evidence", this.make_bundles)
    _is_done("the release of what is paid", this.release, today)
    _is_done("the tasks of people", this.withdraw_tasks, today)
    _is_done("the delivery", this.deliver)
    _is_done("the sealing", this.seal)
    _is_done("the refresh of the figures", refresh_mirror)
    return done


def _is_done(name: str, step: Callable[..., object], *given: object) -> bool:
    try:
        step(*given)
    except Exception:
        log.exception("%s failed", name)
        return False
    return True


def _tell(report: DeliveryReport) -> None:
    if report.states or report.problem:
        log.info("delivery: %s waiting=%s %s", report.states, report.waiting, report.problem)
