"""A customer seen from all sides: what is owed and how old it is, why it is not paid yet, how he pays, where he stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from huikuan.activities.queries import ActivityRow
from huikuan.customers.queries import ContactRow
from huikuan.kernel.money import Money
from huikuan.paying.queries import PayingRow, expectations_of, habits_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.clock import day_of
from huikuan.web.pages.expecting import ExpectedShown, expected_shown
from huikuan.web.pages.our_side import BlockerShown, our_side_shown
from huikuan.web.pages.paying import Line, line_of
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import names

MOST_ITEMS, MOST_OURS = 8, 4
_WHOLE = 1_000
_RECENT = timedelta(days=90)
_BUCKETS: tuple[tuple[int, Text], ...] = (
    (0, _("Not due")),
    (30, _("1–30 days")),
    (60, _("31–60 days")),
    (90, _("61–90 days")),
)
_OLDEST: Text = _("Over 90 days")
_TITLES = (*(title for _last, title in _BUCKETS), _OLDEST)
_SAID = {"PROMISED": "soon", "DISPUTED": "risk", "REFUSED": "risk", "PAID_ALREADY": "done"}


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of the ageing bar: thousandths from the left and in width, and which colour."""

    title: Text
    amount: Money
    items: int
    start: int
    width: int
    colour: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """How old the debt in one currency is, by days overdue; the slices make the whole."""

    currency: str
    slices: tuple[Slice, ...]
    oldest: ReceivableRow | None


@dataclass(frozen=True, slots=True)
class OwedLine:
    """An open item with the day its money may be expected."""

    item: ReceivableRow
    expected: ExpectedShown


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer said lately: a promise, a dispute, a refusal."""

    chip: Chip
    text: str
    day: date
    who: str


@dataclass(frozen=True, slots=True)
class AllSides:
    """What the customer's page shows besides the balance and the time line."""

    ageings: tuple[Ageing, ...]
    lines: tuple[OwedLine, ...]
    more: int
    said: tuple[Said, ...]
    ours: tuple[BlockerShown, ...]
    """What on our side keeps him from paying, the most a page shows."""
    more_ours: int
    paying: Line | None
    first_expected: date | None


def all_sides(
    *,
    customer_id: int,
    items: Sequence[ReceivableRow],
    contacts: Iterable[ActivityRow],
    people_there: tuple[ContactRow, ...],
    today: date,
) -> AllSides:
    """A customer's open items with what is known of their payment; a constant number of queries."""
    shown = items[:MOST_ITEMS]
    asked = [(item.id, customer_id, item.due_date) for item in shown]
    expected = expectations_of(items=asked, today=today)
    ours = our_side_shown(customer_ids=[customer_id], today=today).get(customer_id, ())
    paying: PayingRow | None = habits_of(customer_ids=[customer_id]).get(customer_id)
    return AllSides(
        ageings=ageings_of(items=items),
        lines=tuple(OwedLine(item, expected_shown(expected=expected[item.id])) for item in shown),
        more=max(0, len(items) - MOST_ITEMS),
        said=_said(contacts, today),
        ours=ours[:MOST_OURS],
        more_ours=max(0, len(ours) - MOST_OURS),
        paying=line_of(row=paying, people_there=people_there, today=today) if paying else None,
        first_expected=min((one.day for one in expected.values() if one.day is not None), default=None),
    )


def ageings_of(*, items: Iterable[ReceivableRow]) -> tuple[Ageing, ...]:
    """The ageing bar of each currency, that with the most items first."""
    by_currency: dict[str, list[ReceivableRow]] = {}
    for item in items:
        by_currency.setdefault(item.currency, []).append(item)
    order = sorted(by_currency, key=lambda code: (-len(by_currency[code]), code))
    return tuple(_ageing(code, by_currency[code]) for code in order)


def _ageing(currency: str, items: list[ReceivableRow]) -> Ageing:
    found: list[list[ReceivableRow]] = [[] for _title in range(len(_BUCKETS) + 1)]
    for item in items:
        found[_bucket(item.days_overdue)].append(item)
    sums = [sum(item.parts.outstanding for item in bucket) for bucket in found]
    total, before, start = sum(sums), 0, 0
    slices: list[Slice] = []
    for place, (title, minor) in enumerate(zip(_TITLES, sums, strict=True)):
        before += minor
        end = before * _WHOLE // total if total else 0
        if minor:
            slices.append(Slice(title, Money(minor, currency), len(found[place]), start, end - start, place))
        start = end
    late = [item for item in items if item.days_overdue is not None and item.days_overdue > 0]
    return Ageing(currency, tuple(slices), max(late, key=lambda item: item.days_overdue or 0, default=None))


def _bucket(days_overdue: int | None) -> int:
    days = days_overdue or 0
    return next((place for place, (last, _title) in enumerate(_BUCKETS) if days <= last), len(_BUCKETS))


def _said(contacts: Iterable[ActivityRow], today: date) -> tuple[Said, ...]:
    found = []
    for row in contacts:
        day = day_of(moment=row.at)
        if row.outcome in _SAID and day >= today - _RECENT:
            word = names.name_of(names=names.OUTCOMES, code=row.outcome)
            found.append(Said(Chip(word, _SAID[row.outcome]), row.text, day, row.who_name))
    return tuple(found[:4])
