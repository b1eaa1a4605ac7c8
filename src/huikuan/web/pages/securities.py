"""What the pages of security show: the register, one security with what may be done to it, a customer's part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page, page_bounds
from huikuan.kernel.text_amounts import format_amount
from huikuan.securities.queries import (
    HaircutRow,
    SecurityRow,
    SecurityView,
    securities_of_customer,
    security_register,
    security_view,
)
from huikuan.securities.rules import GUARANTORS, Alarm, SecurityKind, SecurityState
from huikuan.web.clock import day_of
from huikuan.web.pages.openings import EventLine
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.calculators import article_words
from huikuan.wording.securities import DUTIES, SCOPES, SECURITY_EVENTS, SECURITY_KINDS, SECURITY_STATES, TO_BE_CONFIRMED

TONES = {"IN_FORCE": "done", "LAPSED": "risk"}
WHICH: dict[str, Text] = {
    "ALL": _("All"),
    "30": _("Ends within 30 days"),
    "90": _("Ends within 90 days"),
    "180": _("Ends within 180 days"),
}
SORTS: Mapping[str, Callable[[SecurityRow], Any]] = {
    "id": lambda row: row.id,
    "ends": lambda row: (row.ends_on is None, row.ends_on or date.min, row.id),
    "amount": lambda row: (row.currency, row.amount_minor, row.id),
    "counts": lambda row: (row.currency, row.eligible_minor, row.id),
    "customer": lambda row: (row.customer_name, row.id),
}


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """What runs out, in words."""

    text: str
    article: str
    tone: str


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """One security with what this person may do to it."""

    found: SecurityView
    row: SecurityRow
    kind: Text
    state: Chip
    scope: Text
    amount: Money
    eligible: Money
    share: str
    alarms: tuple[AlarmLine, ...]
    clock_article: str
    events: tuple[EventLine, ...]
    may_edit: bool
    may_claim: bool
    may_end: bool
    to_be_confirmed: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of the shares in words."""

    row: HaircutRow
    shares: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """One security on the customer's page."""

    row: SecurityRow
    kind: Text
    state: Chip
    amount: Money
    eligible: Money
    alarms: tuple[AlarmLine, ...]


@dataclass(frozen=True, slots=True)
class SecuritiesPart:
    """What a customer gave, for his page."""

    customer_id: int
    lines: tuple[PartLine, ...]
    may_record: bool


def chip_of(*, row: SecurityRow) -> Chip:
    """A state in a word; one that a second person has yet to confirm says so."""
    if row.state is SecurityState.IN_FORCE and not row.is_confirmed:
        return Chip(TO_BE_CONFIRMED, "soon")
    return Chip(SECURITY_STATES[row.state.value], TONES.get(row.state.value, "plain"))


LIST: ListKind[SecurityRow] = ListKind(
    title=_("Security"),
    columns=(
        Column("customer", _("Customer"), lambda row: Titled(row.customer_name, row.customer_code), sort="customer"),
        Column("kind", _("Kind"), lambda row: str(SECURITY_KINDS[row.kind.value])),
        Column("state", _("State"), lambda row: chip_of(row=row), Kind.CHIP, on_phone=False),
        Column("amount", _("Amount"), lambda row: Money(row.amount_minor, row.currency), Kind.MONEY, "amount"),
        Column(
            "counts",
            _("Counts"),
            lambda row: Money(row.eligible_minor, row.currency),
            Kind.MONEY,
            "counts",
            on_phone=False,
        ),
        Column("ends", _("Ends on"), lambda row: row.ends_on, Kind.DAY, "ends"),
        Column(
            "must",
            _("To do"),
            lambda row: str(DUTIES[row.alarms[0].duty.value]) if row.alarms else "",
            on_phone=False,
            beside_panel=False,
        ),
        Column("giver", _("Guarantor or bank"), lambda row: row.giver, on_phone=False, beside_panel=False),
        Column("document", _("Number of the document"), lambda row: row.document_number, is_shown=False),
    ),
    filters=("which", "kind", "q"),
    sorts=tuple(sign + name for name in SORTS for sign in ("", "-")),
    default_sort="-id",
    id_of=lambda row: row.id,
    total_title=_("Counts in the exposure"),
)


def security_lines(
    *, actor: Actor, today: date, filters: Mapping[str, str], sort: str, number: int, size: int
) -> Page[SecurityRow]:
    """A page of the register; totals are what counts today per currency."""
    which, kind = filters.get("which", ""), filters.get("kind", "")
    rows = security_register(
        actor=actor,
        today=today,
        kind=SecurityKind(kind) if kind in SecurityKind.__members__ else None,
        ends_within=int(which) if which in WHICH and which != "ALL" else None,
        text=filters.get("q", ""),
    )
    ordered = sorted(rows, key=SORTS[sort.lstrip("-")], reverse=sort.startswith("-"))
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.currency] = totals.get(row.currency, 0) + row.eligible_minor
    start, end = page_bounds(number=number, size=size)
    return Page(tuple(ordered[start:end]), max(number, 1), end - start, len(rows), totals)


def security_page(*, actor: Actor, security_id: int, today: date) -> SecurityPage:
    """One security. Raises NotPermitted SECURITY_NOT_VISIBLE."""
    found = security_view(actor=actor, security_id=security_id, today=today)
    row = found.row
    stands = row.state in (SecurityState.IN_FORCE, SecurityState.LAPSED)
    holds = row.state is SecurityState.IN_FORCE
    waits = holds and not row.is_confirmed
    return SecurityPage(
        found=found,
        row=row,
        kind=SECURITY_KINDS[row.kind.value],
        state=chip_of(row=row),
        scope=SCOPES[row.scope.value],
        amount=Money(row.amount_minor, row.currency),
        eligible=Money(row.eligible_minor, row.currency),
        share=share_words(permille=row.share_permille),
        alarms=alarm_lines(row=row),
        clock_article=article_words(article=row.clock.article) if row.clock else "",
        events=_events(found),
        may_edit=holds and actor.may(Verb.EDIT_CONTRACT),
        may_claim=holds and row.kind in GUARANTORS and row.claimed_on is None and actor.may(Verb.EDIT_CONTRACT),
        may_end=stands and actor.may(Verb.APPROVE_CREDIT) and found.recorded_by_id != actor.user_id,
        to_be_confirmed=waits,
        may_confirm=waits and actor.may(Verb.APPROVE_CREDIT) and actor.user_id not in found.made_by,
    )


def securities_part(*, actor: Actor, customer_id: int, today: date) -> SecuritiesPart:
    """What a customer gave. Raises NotPermitted CUSTOMER_NOT_VISIBLE."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = securities_of_customer(actor=actor, customer_id=customer_id, today=today)
    lines = tuple(
        PartLine(
            row,
            SECURITY_KINDS[row.kind.value],
            chip_of(row=row),
            Money(row.amount_minor, row.currency),
            Money(row.eligible_minor, row.currency),
            alarm_lines(row=row),
        )
        for row in rows
    )
    return SecuritiesPart(customer_id, lines, actor.may(Verb.EDIT_CONTRACT))


def share_words(*, permille: int) -> str:
    """Thousandths as a share per cent: 50.0 %."""
    return f"{permille // 10}.{permille % 10} %"


def version_lines(*, rows: Iterable[HaircutRow]) -> tuple[VersionLine, ...]:
    """Versions of the shares with the share of each kind, that of unregistered title last."""
    last = _("Retention of title, not registered")
    return tuple(
        VersionLine(
            row,
            (
                *(
                    (SECURITY_KINDS[kind.value], share_words(permille=row.haircuts.shares[kind]))
                    for kind in SecurityKind
                ),
                (last, share_words(permille=row.haircuts.unregistered_title_share)),
            ),
        )
        for row in rows
    )


def alarm_lines(*, row: SecurityRow) -> tuple[AlarmLine, ...]:
    """What runs out or ran out, in words, with the article that sets the clock."""
    return tuple(
        AlarmLine(_left(one), article_words(article=one.article), "risk" if one.step <= 30 else "soon")
        for one in row.alarms
    )


def _left(alarm: Alarm) -> str:
    duty = DUTIES[alarm.duty.value]
    if alarm.days_left < 0:
        return _now("%(duty)s: the time ended on %(day)s") % {"duty": duty, "day": alarm.day.isoformat()}
    text = ngettext(
        "%(duty)s by %(day)s, %(days)s day left", "%(duty)s by %(day)s, %(days)s days left", alarm.days_left
    )
    return text % {"duty": duty, "day": alarm.day.isoformat(), "days": alarm.days_left}


def _events(found: SecurityView) -> tuple[EventLine, ...]:
    lines = []
    for step in found.steps:
        amount = "" if step.amount_minor is None else _exact(step.amount_minor, found.row.currency)
        text = " · ".join(part for part in (step.note, amount, *step.changes.values()) if part)
        day = day_of(moment=step.at) if step.event == "RECORD" else step.on
        lines.append(EventLine(day, SECURITY_EVENTS.get(step.event, step.event), text, step.who, step.at))
    return tuple(lines)


def _exact(minor: int, currency: str) -> str:
    return f"{currency} {format_amount(minor=minor, currency=currency)}"
