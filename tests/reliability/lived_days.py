"""Years of a small company in a zone, lived by two workers at once on a real database, with clocks that jump.

Each step is a day on which something is done or falls due, or soon after; the workers do all their work on it at the same time, one
of them now and then by a wrong clock. One customer never pays, one promises, one has plans, one pays on time.
"""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections

from huikuan.clocks.queries import clock_alarms
from huikuan.clocks.rules.deadlines import step_of
from huikuan.clocks.rules.limitation import limitation_clock
from huikuan.jobs.checks import check_all, summary
from huikuan.jobs.delivery import Post
from huikuan.jobs.worker import Habits, work
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.outbox.models import Message
from huikuan.promises.models import PromiseStep
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receivables.models import Receivable
from huikuan.reminders.models import RunRow, StepTaken
from huikuan.reminders.policies import shipped_policies
from huikuan.sanctions.models import Sanction
from huikuan.settlements.models import PlanStep
from huikuan.settlements.rules.plans import equal_parts
from tests.planned import made, signed
from tests.reminder_office import Office, new_office

DAY = timedelta(days=1)
JUMPS = (timedelta(hours=1), timedelta(hours=-1), DAY, -DAY, timedelta(days=-400))
HOURS = (time(0, 30), time(9, 30), time(11), time(15), time(18), time(23, 30))
POLICY = next(one for one in shipped_policies() if one.customer_class == "STANDARD")
STEPS = {one.ordinal: one.days_overdue for one in POLICY.overdue}
MINOR = 90_000_00
AFTER = (1, 4, 8)
"""Days after a promised day or an instalment that are looked at: its grace ends among them."""


@dataclass
class Life:
    """The company, what its script does on which day, and what its two workers said."""

    office: Office
    zone: ZoneInfo
    chance: random.Random
    script: dict[date, list[Any]] = field(default_factory=dict)
    looks: set[date] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    expected: Counter[str] = field(default_factory=Counter)
    unwarned: list[str] = field(default_factory=list)
    runs: int = 0

    def at(self, day: date, act: Any) -> None:
        """Let something be done on a day, before the workers begin."""
        self.script.setdefault(day, []).append(act)
        self.looks.add(day)

    def bill(self, customer: int, number: str, issued: date, due: date) -> Receivable:
        """An invoice, known from the beginning of its day; every step of its reminders is looked at."""
        (row,) = self.office.books.invoice(customer, number, MINOR, due, issued=issued)
        self.looks |= {due - timedelta(days=days) for days in (5, 1)}
        self.looks |= {due + timedelta(days=days + more) for days in STEPS.values() for more in (0, 2)}
        return row

    def pay(self, row: Receivable, minor: int, on: date) -> None:
        """Money for an item, allocated at once."""
        row.refresh_from_db()
        money = self.office.books.receipt(minor, row.customer_id, on=on)
        self.office.books.allocate(money, (row, minor))


def never_paid(life: Life, begin: date, years: int) -> date:
    """One debt of the first month that nobody pays: every reminder, the ladder, the end of its limitation period."""
    customer, due = life.office.customer("久欠公司"), begin + timedelta(days=40)

    def begins(today: date) -> None:
        life.bill(customer, "N-1", today, due)

    life.at(begin, begins)
    ends = limitation_clock(due_days=(due,), events=(), calendar=BusinessCalendar()).expires
    assert ends is not None
    life.looks |= {ends - timedelta(days=left + more) for left in (180, 90, 30, -1) for more in (1, 0)}
    return ends


def promising(life: Life, begin: date, years: int) -> None:
    """Every half year a debt that is promised ten days late, for a fortnight: every second one is paid the day before."""
    customer = life.office.customer("承诺公司")
    for number in range(years * 2):
        issued = begin + timedelta(days=180 * number)
        due, said = issued + timedelta(days=30), issued + timedelta(days=40)
        day, is_kept = said + timedelta(days=14), number % 2 == 0
        rows: list[Receivable] = []

        def bills(today: date, rows: list[Receivable] = rows, name: str = f"P-{number}", due: date = due) -> None:
            rows.append(life.bill(customer, name, today, due))

        def promises(today: date, rows: list[Receivable] = rows, day: date = day) -> None:
            draft = PromiseDraft(
                customer, rows[0].company_id, "CNY", MINOR, day, "高伟", Channel.CALL, receivable_ids=(rows[0].pk,)
            )
            acting: dict[str, Any] = {"actor": SYSTEM, "now": life.office.now(), "today": today}
            make_promise(**acting, key=life.office.books.key(), draft=draft)

        def pays(today: date, rows: list[Receivable] = rows) -> None:
            life.pay(rows[0], MINOR, today)

        life.at(issued, bills)
        life.at(said, promises)
        life.at(day - DAY if is_kept else day + timedelta(days=30), pays)
        life.looks |= {day + timedelta(days=more) for more in AFTER}
        life.expected["promise KEEP" if is_kept else "promise BREAK"] += 1


def planning(life: Life, begin: date, years: int) -> None:
    """Each year a debt that is paid by three instalments; every second plan misses its last one."""
    customer = life.office.customer("分期公司")
    for number in range(years):
        issued = begin + timedelta(days=365 * number + 3)
        due, agreed, is_kept = issued + timedelta(days=30), issued + timedelta(days=45), number % 2 == 0
        parts = equal_parts(total_minor=MINOR, first=agreed + timedelta(days=20), number=3)
        rows: list[Receivable] = []

        def bills(today: date, rows: list[Receivable] = rows, name: str = f"I-{number}", due: date = due) -> None:
            rows.append(life.bill(customer, name, today, due))

        def agrees(today: date, rows: list[Receivable] = rows, parts: Any = parts) -> None:
            books = life.office.books
            plan = made(books, rows, today=today, begins_on=today + DAY, parts=parts)
            signed(books, plan, now=life.office.now(), today=today)

        life.at(issued, bills)
        life.at(agreed, agrees)
        for on, minor in parts if is_kept else parts[:-1]:

            def pays(today: date, rows: list[Receivable] = rows, minor: int = minor) -> None:
                life.pay(rows[0], minor, today)

            life.at(on - DAY, pays)
        life.looks |= {on + timedelta(days=more) for on, _ in parts for more in AFTER}
        life.expected["plan FINISH" if is_kept else "plan BREAK"] += 1
        if not is_kept:

            def ends(today: date, rows: list[Receivable] = rows, minor: int = parts[-1][1]) -> None:
                life.pay(rows[0], minor, today)

            life.at(parts[-1][0] + timedelta(days=40), ends)


def punctual(life: Life, begin: date, years: int) -> None:
    """Once a year a debt that is paid two days before it is due: never a step of what is overdue."""
    customer = life.office.customer("守信公司")
    for number in range(years):
        issued = begin + timedelta(days=365 * number + 7)
        due = issued + timedelta(days=30)
        rows: list[Receivable] = []

        def bills(today: date, rows: list[Receivable] = rows, name: str = f"O-{number}", due: date = due) -> None:
            rows.append(life.bill(customer, name, today, due))

        def pays(today: date, rows: list[Receivable] = rows) -> None:
            life.pay(rows[0], MINOR, today)

        life.at(issued, bills)
        life.at(due - 2 * DAY, pays)


class Faults(logging.Handler):
    """What a worker could not do, with its reason."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(f"{record.getMessage()}: {record.exc_info[1]!r}" if record.exc_info else record.getMessage())


def live(zone: str, years: int, workers: int) -> None:
    """Print as JSON what years of the company leave doubled, skipped or broken in its books; each such list is to be empty."""
    print(json.dumps(lived(zone, years, workers), ensure_ascii=False))


def lived(zone: str, years: int, workers: int) -> dict[str, Any]:
    """Years of the company; what is doubled, skipped or broken in its books."""
    office = new_office()
    place = ZoneInfo(zone)
    life = Life(office, place, random.Random(zone))
    logging.getLogger("huikuan.worker").addHandler(Faults(life.faults))
    begin = date(2026, 3, 2)
    ends = never_paid(life, begin, years)
    for one in (promising, planning, punctual):
        one(life, begin, years)
    last = begin + timedelta(days=365 * years)
    day = begin
    while day <= last:
        if day in life.looks or day in life.script:
            step(life, day, ends, workers)
        day += DAY
    _, broken = summary(findings=check_all())
    return {
        "steps": life.runs,
        "messages": Message.objects.filter(state="SENT").count(),
        "faults": life.faults,
        "broken": [[one.invariant, one.object] for one in broken],
        "unsent": len(office.channel.mails) - Message.objects.filter(state="SENT").count(),
        "doubled": doubled(),
        "skipped": list(skipped(last)),
        "punctual": StepTaken.objects.filter(phase="OVERDUE", receivable_id__in=on_time()).count(),
        "judged": dict(judged() - life.expected),
        "missing": dict(life.expected - judged()),
        "unwarned": life.unwarned,
        "rungs": Sanction.objects.count(),
        "proposed at once": max(
            Counter(Sanction.objects.filter(state="PROPOSED").values_list("customer_id")).values(), default=0
        ),
    }


def step(life: Life, day: date, ends: date, count: int) -> None:
    """A day: what the script does, then both workers at once, one of them now and then by a wrong clock."""
    office = life.office
    at = life.chance.choice(HOURS)
    office.go_to(day)
    now = datetime.combine(day, at, tzinfo=life.zone).astimezone(UTC)
    office.books.now = now
    for act in life.script.get(day, ()):
        act(day)
    wrong = life.chance.choice(JUMPS) if life.chance.random() < 0.2 else timedelta(0)
    clocks = [now, now + wrong][:count]
    post = Post(channel=office.channel, sender="ar@jia.example", zone=life.zone)
    barrier = Barrier(max(count, 1))

    def lives(moment: datetime) -> None:
        barrier.wait()
        habits = Habits(day_begins=time(0), send=True, pause_seconds=0)
        work(clock=lambda: moment, post=post, habits=habits, stop=Event(), rounds=1)
        connections.close_all()

    workers = [Thread(target=lives, args=(moment,)) for moment in clocks]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    life.runs += 1
    warned = [one for one in clock_alarms(actor=SYSTEM, today=day) if one.invoice_number == "N-1"]
    level = step_of(day=ends, today=day)
    if [one.step for one in warned] != ([] if level is None else [level]):
        life.unwarned.append(f"{day}: {[one.step for one in warned]} for {level}")


def doubled() -> list[str]:
    """Steps of reminders that two messages took, and messages of one customer on one day."""
    steps: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for row in Message.objects.filter(state="SENT", purpose="REMINDER"):
        days[f"{row.customer_id} {row.day}"] += 1
        steps.update(f"{pk} {due} {phase} {ordinal}" for pk, due, phase, ordinal in row.snapshot["steps"])
    return [name for name, count in (steps + days).items() if count > 1]


def skipped(last: date) -> Iterator[str]:
    """Steps of what was overdue to its end that were neither taken nor left out with a word."""
    told = {
        (one["receivable_id"], ordinal)
        for items in RunRow.objects.values_list("items", flat=True)
        for one in items
        for phase, ordinal, _ in one["skipped"]
        if phase == "OVERDUE"
    }
    taken = set(StepTaken.objects.filter(phase="OVERDUE").values_list("receivable_id", "ordinal"))
    for row in Receivable.objects.filter(outstanding_minor__gt=0, due_date__lt=last - timedelta(days=90)):
        for ordinal in STEPS:
            if (row.pk, ordinal) not in taken | told:
                yield f"{row.pk} {ordinal}"


def on_time() -> list[int]:
    """What was paid before it was due."""
    return list(Receivable.objects.filter(invoice__number__startswith="O-").values_list("pk", flat=True))


def judged() -> Counter[str]:
    """How often promises were kept and broken, and plans done and broken."""
    found: Counter[str] = Counter()
    for event in PromiseStep.objects.exclude(event="MAKE").values_list("event", flat=True):
        found[f"promise {event}"] += 1
    for event in PlanStep.objects.filter(event__in=["FINISH", "BREAK"]).values_list("event", flat=True):
        found[f"plan {event}"] += 1
    return found
