"""Years of two hundred customers in a zone, two schedulers, clocks that jump: the rules decide, a claim lets one act.

Pure: reminders, rungs of the ladder and the limitation clock with its business calendar, as the rules have them, without a
database; the real business day on a real one is lived in `lived_days.py`.
Both schedulers decide from what they read at the same time and act one after the other: a step is decided again where it is
claimed, and taken once. Nothing is doubled, nothing comes before its gap, nothing that was due is left out without being told.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from huikuan.clocks.rules.deadlines import step_of
from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.limitation import ClockEvent, limitation_clock
from huikuan.kernel.calendar import LAST_PUBLISHED_YEAR, BusinessCalendar
from huikuan.reminders.policies import shipped_policies
from huikuan.reminders.rules.policy import Phase
from huikuan.reminders.rules.steps import Item, Track, reached_steps
from huikuan.sanctions.policies import shipped_ladders
from huikuan.sanctions.rules import ladder
from huikuan.sanctions.rules.rungs import LADDER, State
from huikuan.securities.rules import WARN_DAYS

CUSTOMERS = 200
BEGIN = datetime(2026, 1, 1, 1, tzinfo=UTC)
JUMPS = (timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-400))
LONGEST_OUTAGE, MINOR = 20, 50_000_00
LAST_YEAR = 2062
FREE = ((1, 1, 1), (2, 10, 8), (4, 5, 1), (5, 1, 3), (10, 1, 7))
"""Month, first day and days of the holidays of a year that no notice is published for yet; Spring Festival stands for itself."""


def holidays() -> dict[date, bool]:
    """The days off of each year to come as the company would enter them, the Sunday before the longest ones made up."""
    found = dict[date, bool]()
    for year in range(LAST_PUBLISHED_YEAR + 1, LAST_YEAR + 1):
        for month, first, days in FREE:
            begins = date(year, month, first)
            found |= {begins + timedelta(days=number): False for number in range(days)}
            if days > 3:
                found[begins - timedelta(days=begins.isoweekday())] = True
    return found


CALENDAR = BusinessCalendar(overrides=holidays())
POLICY = next(one for one in shipped_policies() if one.customer_class == "STANDARD")
LADDERS = shipped_ladders()
RUNGS = LADDERS.steps(customer_class="STANDARD", is_malicious=False)
Step = tuple[str, int]
REMIND, RUNG, CLOCK = Phase.OVERDUE.value, "RUNG", "CLOCK"


@dataclass
class Debt:
    """An invoice: known since, due, paid on (None: never), acknowledged in writing on; the steps taken with their days, those left
    out by name.
    """

    number: int
    known: date
    due: date
    paid_on: date | None
    acknowledged_on: date | None = None
    history: dict[tuple[int, Phase], Track] = field(default_factory=dict)
    past: tuple[ladder.Past, ...] = ()
    taken: dict[Step, list[date]] = field(default_factory=dict)
    left_out: set[Step] = field(default_factory=set)

    def open_minor(self, day: date) -> int:
        """What is owed on a day."""
        return 0 if self.paid_on is not None and self.paid_on <= day else MINOR


@cache
def expires(due: date, acknowledged_on: date | None) -> date:
    """When the limitation period ends, as the product's own clock has it: rolled over days off, anew from what interrupts it."""
    events = [] if acknowledged_on is None else [ClockEvent(acknowledged_on, EventKind.ACKNOWLEDGEMENT, "确认书")]
    found = limitation_clock(due_days=(due,), events=events, calendar=CALENDAR).expires
    assert found is not None
    return found


def end_on(debt: Debt, day: date) -> date:
    """The end of the period by what is known on a day."""
    said = debt.acknowledged_on
    return expires(debt.due, said if said is not None and said <= day else None)


def wanted(debt: Debt, today: date, true_day: date) -> dict[Step, set[Step]]:
    """What the rules say on the day a scheduler's clock shows, each step with the steps that it leaves out."""
    minor, found = debt.open_minor(true_day), dict[Step, set[Step]]()
    item = Item(debt.number, "", 1, 1, 1, "CNY", debt.known, debt.due, minor)
    for one in reached_steps(policy=POLICY, items=[item], history=debt.history, today=today, calendar=CALENDAR).due:
        found[one.phase.value, one.step.ordinal] = {(phase.value, ordinal) for phase, ordinal in one.skipped}
    if minor and today > debt.due:
        debtor = ladder.Debtor("STANDARD", False, (ladder.Item(debt.number, debt.due, minor, "CNY"),), debt.past)
        climb = ladder.next_rung(debtor=debtor, policy=LADDERS, today=today)
        if climb.rung is not None:
            found[RUNG, LADDER.index(climb.rung)] = set()
        end = end_on(debt, true_day)
        warning, clock = step_of(day=end, today=today), f"{CLOCK} {end}"
        if warning is not None and (clock, warning) not in debt.taken:
            found[clock, warning] = {(clock, one) for one in WARN_DAYS if one > warning} - set(debt.taken)
    return found


def take(debt: Debt, step: Step, today: date, true_day: date, *, guarded: bool) -> None:
    """Claim a step: decide again on what stands now, take it once. Unguarded: what was decided before is done."""
    now = wanted(debt, today, true_day)
    if guarded and (step not in now or step in debt.taken):
        return
    kind, ordinal = step
    debt.taken.setdefault(step, []).append(today)
    debt.left_out |= now.get(step, set())
    if kind == RUNG:
        debt.past = (*debt.past, ladder.Past(LADDER[ordinal], State.NOTIFIED, today))
    elif not kind.startswith(CLOCK):
        debt.history[debt.number, Phase(kind)] = Track(ordinal, today)


def next_debt(chance: random.Random, number: int, today: date) -> Debt:
    """A new invoice: most are paid about their day, some very late, a few never."""
    due = today + timedelta(days=chance.randrange(1, 700))
    late = chance.choice((-3, 0, 0, 4, 12, 40, 100)) if chance.random() < 0.97 else chance.choice((1_500, None))
    said = due + timedelta(days=chance.randrange(300, 1_000)) if late is None and chance.random() < 0.5 else None
    return Debt(number, today, due, None if late is None else max(today, due + timedelta(days=late)), said)


def lived(zone: str, *, years: int, guarded: bool = True) -> tuple[list[Debt], date]:
    """Every debt of the customers after so many years, and the last day."""
    chance, place, day = random.Random(zone), ZoneInfo(zone), BEGIN.astimezone(ZoneInfo(zone)).date()
    debts = {customer: next_debt(chance, customer, day) for customer in range(CUSTOMERS)}
    every, off_until = list(debts.values()), [0, 0]
    for number in range(years * 365):
        now = BEGIN + timedelta(days=number, hours=chance.randrange(24))
        day = now.astimezone(place).date()
        for customer, debt in debts.items():
            if debt.paid_on is not None and debt.paid_on < day - timedelta(days=30):
                debts[customer] = next_debt(chance, len(every), day)
                every.append(debts[customer])
        clocks = []
        for scheduler in range(2):
            if number >= off_until[scheduler] and chance.random() < 0.01:
                off_until[scheduler] = number + chance.randrange(1, LONGEST_OUTAGE)
            if number >= off_until[scheduler]:
                wrong = chance.choice(JUMPS) if chance.random() < 0.05 else timedelta(0)
                clocks.append((now + wrong).astimezone(place).date())
        near = [debt for debt in debts.values() if debt.due - day < timedelta(days=10) and debt.open_minor(day)]
        decided = [(debt, step, today) for today in clocks for debt in near for step in wanted(debt, today, day)]
        for debt, step, today in decided:
            take(debt, step, today, day, guarded=guarded)
    return every, day


def doubled(debts: list[Debt]) -> int:
    """Steps that were taken more than once."""
    return sum(len(days) > 1 for debt in debts for days in debt.taken.values())


def too_soon(debts: list[Debt]) -> list[tuple[int, Step, date]]:
    """Steps before their gap, or after a later one."""
    gaps = {(REMIND, one.ordinal): one.gap_days for one in POLICY.overdue}
    gaps |= {(RUNG, LADDER.index(one.rung)): one.gap_days for one in RUNGS}
    found = []
    for debt in debts:
        for kind in (REMIND, RUNG):
            steps = sorted((ordinal, days[0]) for (name, ordinal), days in debt.taken.items() if name == kind)
            for (_, before), (ordinal, on) in pairwise(steps):
                if on < before + timedelta(days=gaps[kind, ordinal]):
                    found.append((debt.number, (kind, ordinal), on))
    return found


def lost(debts: list[Debt], last: date) -> list[tuple[int, Step]]:
    """Steps whose day came long ago on a debt that was owed all the time, and that were neither taken nor left out by name."""
    slack = timedelta(days=LONGEST_OUTAGE * 2)
    found = []
    for debt in debts:
        end = min(debt.paid_on or last, last)
        due: dict[Step, date] = {
            (REMIND, one.ordinal): debt.due + timedelta(days=one.days_overdue) for one in POLICY.overdue
        }
        for lapse in {end_on(debt, debt.due), end_on(debt, end)}:
            due |= {(f"{CLOCK} {lapse}", step): lapse - timedelta(days=step) for step in WARN_DAYS}
        day = debt.due
        for one in RUNGS:
            day = max(debt.due + timedelta(days=one.from_days), day + slack + timedelta(days=one.gap_days))
            due[RUNG, LADDER.index(one.rung)] = day
        found += [
            (debt.number, step)
            for step, on in due.items()
            if on + slack * 3 < _ends(debt, step, end) and step not in debt.taken and step not in debt.left_out
        ]
    return found


def _ends(debt: Debt, step: Step, last: date) -> date:
    """Until when a step is owed: a warning of an end that an acknowledgement moved, until that day."""
    said = debt.acknowledged_on
    moved = said is not None and step[0] == f"{CLOCK} {expires(debt.due, None)}"
    return min(last, said) if moved and said is not None else last
