"""What the pages of bills show: the register, one part with what may be done to it, what an act would post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huikuan.bills.queries.register import EventRow, PartRow, PartView, bill_duties, part_register, part_view
from huikuan.bills.rules.dates import Clock
from huikuan.bills.rules.life import NOT_TRANSFERABLE_STOPS, TRANSITIONS, UNDONE_BY, Event, State
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page, page_bounds
from huikuan.kernel.text_amounts import format_amount
from huikuan.ledger.rules import PostingDraft
from huikuan.web.pages.openings import EventLine
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import names
from huikuan.wording.bill_cautions import caution_words
from huikuan.wording.bills import BILL_DUTIES, BILL_EVENTS, LISTING_KINDS, PART_STATES
from huikuan.wording.calculators import article_words

WHICH: dict[str, Text] = {
    "IN_HAND": _("In hand"),
    "TO_DO": _("To do"),
    "PASSED_ON": _("May come back"),
    "DISHONOURED": _("Dishonoured"),
    "DONE": _("Settled"),
    "ALL": _("All"),
}
TONES = {
    "SETTLED": "done",
    "CLEARED": "done",
    "RECOVERED": "done",
    "DISHONOURED": "risk",
    "IN_RECOURSE": "risk",
    "TURNED_BACK": "risk",
    "PRESENTED": "soon",
    "PLEDGED": "soon",
}
SORTS: Mapping[str, Callable[[PartRow], Any]] = {
    "matures": lambda row: (row.matures_on or date.max, row.id),
    "amount": lambda row: (row.amount_minor, row.id),
    "customer": lambda row: (row.customer_name, row.id),
    "acceptor": lambda row: (row.acceptor, row.id),
}
ACTS: dict[str, tuple[Event, Text]] = {
    "endorse": (Event.ENDORSE, _("Endorse")),
    "discount": (Event.DISCOUNT, _("Discount")),
    "pledge": (Event.PLEDGE, _("Pledge")),
    "release": (Event.RELEASE, _("Release from the pledge")),
    "present": (Event.PRESENT, _("Present for payment")),
    "settle": (Event.SETTLE, _("It was paid")),
    "dishonour": (Event.DISHONOUR, _("It was dishonoured")),
    "recourse": (Event.SEEK_RECOURSE, _("Seek recourse")),
    "recover": (Event.RECOVER, _("Money came in recourse")),
    "turn-back": (Event.TURN_BACK, _("Keep to the debt of the sale")),
    "take-back": (Event.TAKE_BACK, _("Entered wrongly")),
}
SOON_DAYS = 30
"""A clock is shown when it has begun, or begins within so many days."""
MAIN = {
    "HELD": "present",
    "PRESENTED": "settle",
    "PLEDGED": "release",
    "DISHONOURED": "recourse",
    "IN_RECOURSE": "recover",
}


@dataclass(frozen=True, slots=True)
class ActLink:
    """Something that may be done to a part."""

    what: str
    title: Text
    is_main: bool


@dataclass(frozen=True, slots=True)
class ClockLine:
    """Something that ends on a day, in words."""

    text: str
    article: str
    tone: str


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part with what this person may do to it."""

    found: PartView
    row: PartRow
    kind: Text
    state: Chip
    amount: Money
    range: str
    clocks: tuple[ClockLine, ...]
    cautions: tuple[tuple[str, str], ...]
    events: tuple[EventLine, ...]
    acts: tuple[ActLink, ...]
    unlinked: tuple[EventRow, ...]
    listed: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One side of what an act would post."""

    account: Text
    debit: Money | None
    credit: Money | None


def range_words(*, row: PartRow) -> str:
    """The sub-range as printed; 0 for a bill that cannot be divided."""
    return f"{row.start}-{row.end}" if row.start else "0"


def _number(row: PartRow) -> Titled:
    return Titled(f"…{row.number[-10:]}", range_words(row=row), row.matures_on.isoformat() if row.matures_on else "")


def _todo(row: PartRow) -> str:
    if row.clock is None:
        return ""
    return f"{BILL_DUTIES[row.clock.duty.value]} · {row.clock.last_day.isoformat()}"


LIST: ListKind[PartRow] = ListKind(
    title=_("Bills"),
    columns=(
        Column("number", _("Bill"), _number),
        Column("matures", _("Matures"), lambda row: row.matures_on, Kind.DAY, "matures", on_phone=False),
        Column("amount", _("Amount"), lambda row: Money(row.amount_minor, row.currency), Kind.MONEY, "amount"),
        Column("state", _("State"), lambda row: chip_of(row=row), Kind.CHIP),
        Column(
            "customer",
            _("Customer"),
            lambda row: Linked(row.customer_name, reverse("customer", args=[row.customer_id])),
            sort="customer",
            on_phone=False,
            beside_panel=False,
        ),
        Column("acceptor", _("Acceptor or issuer"), lambda row: row.acceptor, sort="acceptor", on_phone=False),
        Column("todo", _("To do"), _todo, on_phone=False, beside_panel=False),
        Column("kind", _("Kind"), lambda row: names.METHODS[row.kind], is_shown=False, on_phone=False),
        Column(
            "leaves",
            _("Leaves the books when passed on"),
            lambda row: str(_("yes") if row.is_derecognised else _("no")),
            is_shown=False,
            on_phone=False,
        ),
        Column("full", _("Number of the bill"), lambda row: row.number, is_shown=False, on_phone=False),
        Column("drawer", _("Drawer"), lambda row: row.drawer, is_shown=False, on_phone=False),
    ),
    filters=("which", "kind", "q"),
    sorts=tuple(sign + name for name in SORTS for sign in ("", "-")),
    default_sort="matures",
    id_of=lambda row: row.id,
    total_title=_("In the list"),
)


def chip_of(*, row: PartRow) -> Chip:
    """A state in a word."""
    return Chip(PART_STATES[row.state.value], TONES.get(row.state.value, "plain"))


def part_lines(
    *, actor: Actor, today: date, filters: Mapping[str, str], company_id: int | None, sort: str, place: tuple[int, int]
) -> Page[PartRow]:
    """A page of the register with its sums per currency; `place` is page and size."""
    number, size = place
    which = filters.get("which", "IN_HAND")
    if which == "TO_DO":
        rows = bill_duties(actor=actor, today=today)
    else:
        narrowed = {"search": filters.get("q", ""), "kind": filters.get("kind", "")}
        rows = part_register(actor=actor, today=today, which=which, company_id=company_id, **narrowed)
    ordered = sorted(rows, key=SORTS[sort.lstrip("-")], reverse=sort.startswith("-"))
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.currency] = totals.get(row.currency, 0) + row.amount_minor
    start, end = page_bounds(number=number, size=size)
    return Page(tuple(ordered[start:end]), max(number, 1), end - start, len(rows), totals)


def part_page(*, actor: Actor, part_id: int, today: date) -> PartPage:
    """One part. Raises NotPermitted BILL_NOT_VISIBLE."""
    found = part_view(actor=actor, part_id=part_id, today=today)
    row, may = found.row, actor.may(Verb.POST_RECEIPT)
    last = found.events[-1] if found.events else None
    linked = {one.event for one in found.events}
    waits = {"DISCOUNT", "SETTLE"} if row.state in (State.DISCOUNTED, State.SETTLED, State.CLEARED) else set()
    return PartPage(
        found=found,
        row=row,
        kind=names.METHODS[row.kind],
        state=chip_of(row=row),
        amount=Money(row.amount_minor, row.currency),
        range=range_words(row=row),
        clocks=tuple(
            clock_line(clock=one, today=today) for one in found.clocks if (one.from_day - today).days <= SOON_DAYS
        ),
        cautions=tuple(caution_words(caution=one.plain()) for one in found.cautions),
        events=tuple(_event(one, row) for one in found.events),
        acts=_acts(row, today) if may else (),
        unlinked=tuple(
            one
            for one in found.events
            if may and one.event in waits and one.line_receipt_id is None and "LINK" not in linked
        ),
        listed=_listed(found),
        may_undo=bool(may and last and Event(last.event) in UNDONE_BY and last.after is row.state),
    )


def clock_line(*, clock: Clock, today: date) -> ClockLine:
    """A clock in words."""
    left = clock.days_left(today=today)
    duty = BILL_DUTIES[clock.duty.value]
    if left < 0:
        text = _now("%(duty)s: the time ended on %(day)s") % {"duty": duty, "day": clock.last_day.isoformat()}
        return ClockLine(text, article_words(article=clock.article), "risk")
    said = ngettext("%(duty)s by %(day)s, %(days)s day left", "%(duty)s by %(day)s, %(days)s days left", left)
    text = said % {"duty": duty, "day": clock.last_day.isoformat(), "days": left}
    return ClockLine(text, article_words(article=clock.article), "risk" if left <= 7 else "soon")


def entry_lines(*, draft: PostingDraft) -> tuple[EntryLine, ...]:
    """What a posting would write, debit before credit."""
    return tuple(
        EntryLine(
            names.ACCOUNTS[one.account.value],
            Money(one.minor, one.currency) if one.minor > 0 else None,
            Money(-one.minor, one.currency) if one.minor < 0 else None,
        )
        for one in sorted(draft.entries, key=lambda one: one.minor < 0)
    )


def _acts(row: PartRow, today: date) -> tuple[ActLink, ...]:
    """What may be done; a bill is not presented before it matures, nor passed on after."""
    main = MAIN.get(row.state.value, "")
    is_early = row.matures_on is not None and today < row.matures_on
    is_late = row.matures_on is not None and today > row.matures_on
    stopped = {Event.PRESENT} if is_early else NOT_TRANSFERABLE_STOPS if is_late or not row.is_transferable else set()
    return tuple(
        ActLink(what, title, what == main)
        for what, (event, title) in ACTS.items()
        if (row.state, event) in TRANSITIONS and event not in stopped
    )


def _listed(found: PartView) -> str:
    if found.listing is None:
        return ""
    kind = LISTING_KINDS[found.listing.kind.value]
    return _now("%(name)s stands on the list of acceptors that do not pay: %(kind)s since %(day)s.") % {
        "name": found.listing.name,
        "kind": kind,
        "day": found.listing.from_day.isoformat(),
    }


def _event(one: EventRow, row: PartRow) -> EventLine:
    interest = ""
    if one.interest_minor:
        interest = f"{_('Interest')} {format_amount(minor=one.interest_minor, currency=row.currency)}"
    text = " · ".join(part for part in (one.counterparty, interest, one.note) if part)
    return EventLine(one.on, BILL_EVENTS[one.event], text, one.who, one.at)
