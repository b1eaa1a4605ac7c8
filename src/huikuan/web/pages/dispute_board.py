"""What the board of disputes shows: columns by state, the late ones first, and how long they took by reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huikuan.disputes.board import cycles_of
from huikuan.disputes.cycle_rules import Cycle
from huikuan.disputes.queries import DisputeFilter, DisputeRow, dispute_page
from huikuan.disputes.rules import Reason, State
from huikuan.kernel.actor import Actor
from huikuan.kernel.calendar import add_months
from huikuan.kernel.money import Money
from huikuan.web.pages.disputes import DisputeLine
from huikuan.web.tables.columns import Text
from huikuan.wording import disputes as words

MONTHS = 12
MOST_CARDS = 50


@dataclass(frozen=True, slots=True)
class Card:
    """A dispute on the board."""

    line: DisputeLine
    amount: Money
    reason: Text


@dataclass(frozen=True, slots=True)
class Pile:
    """A column of the board: its title, how many there are, their cards as far as they are shown."""

    title: Text
    count: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A reason in the table."""

    reason: Text
    cycle: Cycle
    raised: Money
    holding: Money
    endings: str


@dataclass(frozen=True, slots=True)
class DisputeBoard:
    """The board and the table under it."""

    piles: tuple[Pile, ...]
    cycles: tuple[CycleLine, ...]
    since: date
    currency: str


def dispute_board(*, actor: Actor, today: date, currency: str, search: str = "", reason: str = "") -> DisputeBoard:
    """The disputes that still stop something, by deadline: late, to decide, accepted; the cycle times of twelve months."""
    rows = dispute_page(
        actor=actor, narrowed=DisputeFilter(holding=True, search=search, reason=reason), size=MOST_CARDS * 3
    ).rows
    late = [row for row in rows if row.deadline < today]
    still = [row for row in rows if row.deadline >= today]
    since = add_months(day=today, months=-MONTHS)
    found = cycles_of(actor=actor, since=since, today=today, currency=currency)
    return DisputeBoard(
        piles=(
            _pile(_("Past the deadline"), late, today),
            _pile(_("To decide"), (row for row in still if row.state is State.OPEN), today),
            _pile(_("Accepted, correction to come"), (row for row in still if row.state is State.ACCEPTED), today),
        ),
        cycles=tuple(_line(reason, cycle, currency) for reason, cycle in found.items()),
        since=since,
        currency=currency,
    )


def _pile(title: Text, rows: Iterable[DisputeRow], today: date) -> Pile:
    found = [
        Card(DisputeLine(row, today), Money(row.amount_minor, row.currency), words.REASONS[row.reason.value])
        for row in rows
    ]
    return Pile(title, len(found), tuple(found[:MOST_CARDS]))


def _line(reason: Reason, cycle: Cycle, currency: str) -> CycleLine:
    named = {**words.STATES, **words.ENDINGS}
    endings = " · ".join(f"{named[code]} {number}" for code, number in sorted(cycle.endings.items()))
    return CycleLine(
        words.REASONS[reason.value],
        cycle,
        Money(cycle.raised_minor, currency),
        Money(cycle.holding_minor, currency),
        endings,
    )
