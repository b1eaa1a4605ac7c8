"""What the plan of visits shows: a week of one person, and his customers by region with what they owe and when we were there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import people
from huikuan.activities.visit_rules import VisitState, region_of, week_of
from huikuan.activities.visits import VisitRow, last_visits, visits_between
from huikuan.customers.queries import CustomerFilter, CustomerRow, customer_page, customers_by_id
from huikuan.kernel.actor import Actor, RowScope
from huikuan.kernel.money import Money
from huikuan.receivables.queries.items import balances_of
from huikuan.web.clock import day_of

MOST = 200
"""So many customers of a person are listed, by name; a plan of visits is no list of everybody."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A customer as a stop of a tour."""

    customer: CustomerRow
    region: str
    overdue: tuple[Money, ...]
    last_visit: date | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit of the week."""

    visit: VisitRow
    stop: Stop
    is_done: bool


@dataclass(frozen=True, slots=True)
class WeekPage:
    """A week of one person and where he could go."""

    person_id: int
    people: tuple[tuple[int, str], ...]
    days: tuple[tuple[date, tuple[Planned, ...]], ...]
    regions: tuple[tuple[str, tuple[Stop, ...]], ...]
    names: tuple[str, ...]
    """Every region there is, to narrow to one."""
    before: date
    after: date


def week_shown(*, actor: Actor, today: date, day: date, person_id: int | None, region: str) -> WeekPage:
    """The week that `day` lies in, of a person whose customers the reader sees; a constant number of queries."""
    known = _people(actor)
    chosen = person_id if person_id in dict(known) else actor.user_id or 0
    week = week_of(day=day)
    planned = visits_between(actor=actor, first=week[0], last=week[-1], person_id=chosen)
    mine = customer_page(actor=actor, narrowed=CustomerFilter(salesperson_id=chosen), sort="name", size=MOST).rows
    others = customers_by_id(ids={row.customer_id for row in planned} - {row.id for row in mine})
    stops = _stops(actor, today, [*mine, *others.values()])
    regions = _by_region(stops[row.id] for row in mine)
    return WeekPage(
        person_id=chosen,
        people=known,
        days=tuple((one, _of_day(one, planned, stops)) for one in week),
        regions=tuple((name, rows) for name, rows in regions.items() if not region or name == region),
        names=tuple(regions),
        before=week[0] - timedelta(days=7),
        after=week[0] + timedelta(days=7),
    )


def stop_of(*, actor: Actor, today: date, customer_id: int) -> Stop:
    """One customer as a stop; the caller has checked that the reader may see him."""
    return _stops(actor, today, customers_by_id(ids={customer_id}).values())[customer_id]


def _people(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Whose week the reader may look at: his own, or that of anybody whose customers he may see."""
    own = () if actor.user_id is None else ((actor.user_id, actor.name),)
    if actor.scope is RowScope.OWN:
        return own
    return tuple((pk, person.name) for pk, person in people().items() if "SALES" in " ".join(person.roles)) or own


def _stops(actor: Actor, today: date, customers: Iterable[CustomerRow]) -> dict[int, Stop]:
    rows = list(customers)
    ids = [row.id for row in rows]
    owed = balances_of(actor=actor, customer_ids=ids, as_of=today)
    visited = last_visits(customer_ids=ids)
    return {row.id: _stop(row, owed.get(row.id, {}), visited.get(row.id)) for row in rows}


def _stop(row: CustomerRow, owed: Mapping[str, tuple[int, int]], visited: datetime | None) -> Stop:
    return Stop(
        customer=row,
        region=region_of(region=row.region, address=row.address),
        overdue=tuple(Money(late, currency) for currency, (_open, late) in sorted(owed.items()) if late > 0),
        last_visit=None if visited is None else day_of(moment=visited),
    )


def _by_region(stops: Iterable[Stop]) -> dict[str, tuple[Stop, ...]]:
    """Customers by region, those who owe most first; without a region last."""
    found: dict[str, list[Stop]] = {}
    for stop in stops:
        found.setdefault(stop.region, []).append(stop)
    ordered = sorted(found, key=lambda name: (not name, name))
    return {name: tuple(sorted(found[name], key=_worth)) for name in ordered}


def _worth(stop: Stop) -> tuple[int, str]:
    return (-sum(amount.minor for amount in stop.overdue), stop.customer.name)


def _of_day(day: date, planned: Iterable[VisitRow], stops: Mapping[int, Stop]) -> tuple[Planned, ...]:
    return tuple(
        Planned(row, stops[row.customer_id], row.state is VisitState.DONE) for row in planned if row.day == day
    )
