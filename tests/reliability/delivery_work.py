"""What the processes of the delivery tests do; `python -m tests.reliability.deliverer COMMAND …` starts one.

Its own data folder and database come from the environment. Time runs `SPEED` times as fast as outside from 2026-03-02
10:00 on, in every process alike, so that leases end within a test.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour

import time_machine

from huikuan.integrations.email.server_url import mail_server
from huikuan.integrations.email.smtp import SmtpChannel, TimeLimits
from huikuan.jobs import delivery
from huikuan.jobs.delivery import Post, deliver
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.outbox.checks import check_outbox
from huikuan.outbox.models import Attempt, Message
from huikuan.outbox.operations import delivering
from huikuan.outbox.queries import row_of
from huikuan.outbox.rules import State
from huikuan.reminders.checks import check_reminders
from huikuan.reminders.models import Run, RunRow, StepTaken
from huikuan.reminders.operations.planning import plan_run
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.operations.sending import send_run
from huikuan.reminders.policies import shipped_policies
from tests.reminder_office import MONDAY, ZONE, manager, new_office

SPEED = 600
LATE = date(2026, 2, 20)
LIMITS = TimeLimits(connect=2, command=2, content=2, reply=1, whole=20)


leap = timedelta()


def clock() -> datetime:
    """The moment inside the test."""
    elapsed = time.time() - float(os.environ["TEST_EPOCH"])
    return datetime(2026, 3, 2, 2, tzinfo=UTC) + leap + timedelta(seconds=elapsed * SPEED)


def post() -> Post:
    """A channel to the test's mail server."""
    server = mail_server(url=os.environ["TEST_SMTP_URL"])
    return Post(SmtpChannel(server=server, limits=LIMITS), "ar@jia.example", ZONE)


def prepare(customers: int) -> None:
    """On fresh books: one item due for step 2 per customer, contact hours all day, nothing held back."""
    office = new_office()
    for policy in shipped_policies():
        open_all_day = replace(policy, window_start=hour(0), window_end=hour(23, 59, 59), bound_factor=10_000)
        save_policy(
            actor=manager(), now=clock(), key=f"p-{policy.customer_class}", policy=open_all_day, replaces_number=0
        )
    for number in range(customers):
        buyer = office.customer(f"客户{number}")
        office.books.invoice(buyer, f"F{number:04}", 20_000 + number, due=LATE)
    planned = office.plan()  # a sent run of the month before, so that the bound does not hold the next one
    RunRow.objects.update(decision="SUPPRESS")
    Run.objects.filter(pk=planned["run_id"]).update(state="QUEUED", messages=customers, day=MONDAY - timedelta(days=9))


def queue() -> None:
    """Plan and queue the reminders of the day once, as one of several processes may do at the same moment."""
    key = f"{os.getpid()}"
    planned = plan_run(actor=SYSTEM, now=clock(), key=f"plan-{key}", today=MONDAY)
    try:
        send_run(actor=SYSTEM, now=clock(), key=f"send-{key}", run_id=planned["run_id"], today=MONDAY)
    except Refused as reason:
        print(reason.code)


def bring(rounds: int) -> None:
    """Deliver what is due, so many times."""
    for _ in range(rounds):
        deliver(clock=clock, post=post(), today=MONDAY)
        time.sleep(0.02)


def settle() -> None:
    """Deliver until no message waits or is held any more; two days pass between the rounds."""
    global leap
    for _ in range(12):
        bring(1)
        open_ones = Message.objects.filter(state__in=["PLANNED", "CLAIMED", "SENDING"])
        if not open_ones.exists():
            return
        leap += timedelta(days=2)


def switch_off(guard: str) -> None:
    """Negative controls: the same processes with one guard missing."""
    if guard == "transmit":  # nothing is written before the content goes out
        setattr(delivery, "begin_transmission", lambda **more: True)  # noqa: B010
    elif guard == "claim":  # the claim changes no row
        real = delivering._moved

        def unclaimed(*args, **more):
            return State.CLAIMED if args[2] == "CLAIM" else real(*args, **more)

        setattr(delivering, "_moved", unclaimed)  # noqa: B010
        setattr(delivery, "begin_transmission", lambda **more: True)  # noqa: B010


def forked(work: Callable[[], None]) -> int:
    """Do the work in a child process of its own."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def killing(cycles: int, seed: int) -> int:
    """Start a deliverer and kill it at a random moment, again and again; how many died of it."""
    chance, killed = random.Random(seed), 0
    deliver(clock=clock, post=Post(None, "", ZONE))  # everything that is loaded late is loaded before the fork
    for _ in range(cycles):
        child = forked(lambda: bring(1_000))
        time.sleep(chance.choice((0.02, 0.1, 0.3)) * chance.random() + 0.01)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return killed


def together(what: Callable[[], None], times: int) -> None:
    """The same work in several processes that begin at the same moment."""
    begin = time.time() + 0.3

    def wait_and_work() -> None:
        time.sleep(max(0.0, begin - time.time()))
        what()

    for child in [forked(wait_and_work) for _ in range(times)]:
        os.waitpid(child, 0)


def report() -> dict[str, object]:
    """What the database says: state by Message-ID, live steps, broken invariants, attempts."""
    rows = [row_of(message=message) for message in Message.objects.order_by("pk")]
    broken = [str(one) for finding in (*check_outbox(), *check_reminders()) for one in finding.broken]
    return {
        "states": {delivery._mail(row, "ar@jia.example", clock(), ()).message_id: row.state.value for row in rows},
        "customers": [row.customer_id for row in rows if row.state is not State.SUPPRESSED],
        "steps": StepTaken.objects.filter(released_at=None).count(),
        "attempts": Attempt.objects.count(),
        "broken": broken,
    }


THEN = "then"


def main(*words: str) -> None:
    """The commands of a test, one after the other: COMMAND [NUMBER …] [then COMMAND …]; what is so in the end is printed."""
    for guard in filter(None, os.environ.get("TEST_SWITCH_OFF", "").split(",")):
        switch_off(guard)
    commands = [part.split() for part in " ".join(words).split(f" {THEN} ")]
    killed = sum(_done(command, *map(int, numbers)) for command, *numbers in commands)
    print(json.dumps(report() | {"killed": killed}))


def _done(command: str, *numbers: int) -> int:
    """Do one of them; how many processes were killed."""
    if command == "prepare":
        prepare(*numbers)
    elif command == "queue":
        together(queue, *numbers)
    elif command == "deliver":
        together(lambda: bring(3), *numbers)
    elif command == "settle":
        settle()
    elif command == "kill":
        return killing(*numbers)
    elif command == "worker":
        from huikuan.cli.worker import worker_command

        with time_machine.travel(clock()):
            worker_command.main(args=["--pause", "1"], standalone_mode=False)
    return 0
