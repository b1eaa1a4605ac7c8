"""What the page of other legal deadlines shows: guarantors, bills, cases and what was entered, and debts without a due day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.queries import people, person_names
from huikuan.bills.queries.alarms import bill_alarms
from huikuan.clocks.legal_deadlines import DeadlineRow, deadlines
from huikuan.clocks.policies import policy_in_force
from huikuan.clocks.rules.warning import Level
from huikuan.clocks.undated import UndatedRow, undated_debts
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.securities.queries import security_alarms
from huikuan.securities.rules import ClaimDuty
from huikuan.web.tables.columns import Chip, Due, Text
from huikuan.wording import clocks as words
from huikuan.wording.bills import BILL_DUTIES
from huikuan.wording.calculators import article_words
from huikuan.wording.securities import DUTIES, SECURITY_KINDS


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Another clock in the same form: what, whose, until when, by which article, where it is dealt with."""

    what: Text
    about: str
    customer_id: int
    customer_name: str
    end: Due
    article: str
    address: str
    state: Chip
    person: str = ""
    deadline: DeadlineRow | None = None


def undated_lines(*, actor: Actor) -> tuple[tuple[UndatedRow, Money], ...]:
    """Debts without a due day, with what is owed."""
    return tuple((row, Money(row.owed_minor, row.currency)) for row in undated_debts(actor=actor))


def person_choices(*, nobody: Text) -> list[tuple[str, Text]]:
    """Who may look after a deadline: everybody who works here."""
    return [("", nobody), *((str(pk), row.name) for pk, row in people().items())]


def other_lines(*, actor: Actor, today: date) -> tuple[OtherLine, ...]:
    """Guarantors, bills and legal deadlines that are near or over, those of cases with them, the nearest first."""
    rows = deadlines(actor=actor, today=today)
    found = [*_guarantors(actor, today), *_bills(actor, today)]
    for row in rows:
        found.append(
            OtherLine(
                what=words.DEADLINES[row.kind.value],
                about=row.subject,
                customer_id=row.customer_id,
                customer_name=row.customer_name,
                end=Due(row.last_day, (today - row.last_day).days),
                article=article_words(article=row.article) if row.article else "",
                address=address_of(reference=row.reference),
                state=_chip_of_level(row.step),
                deadline=row,
            )
        )
    return tuple(sorted(_with_people(found), key=lambda one: one.end.day or date.max))


def _with_people(lines: Sequence[OtherLine]) -> Iterator[OtherLine]:
    """Who looks after each: whoever is named, else the customer's salesperson."""
    customers = customers_by_id(ids={one.customer_id for one in lines}) if lines else {}
    looked_after = [
        (one.deadline.person_id if one.deadline else None) or customers[one.customer_id].salesperson_id for one in lines
    ]
    names = person_names(ids=frozenset(pk for pk in looked_after if pk is not None)) if lines else {}
    return (replace(one, person=names.get(pk or 0, "")) for one, pk in zip(lines, looked_after, strict=True))


def address_of(*, reference: str) -> str:
    """The page of the record that a deadline belongs to; empty for one entered by hand."""
    about, _colon, number = reference.partition(":")
    return reverse("case", args=[int(number)]) if about == "case" else ""


def _chip_of_level(level: Level | None) -> Chip:
    if level is None:
        return Chip(_("Far"), "done")
    return Chip(words.LEVELS[int(level)], "soon" if level is Level.FIRST else "risk")


def _guarantors(actor: Actor, today: date) -> list[OtherLine]:
    return [
        OtherLine(
            DUTIES[alarm.duty.value],
            f"{SECURITY_KINDS[row.kind.value]} {row.giver}",
            row.customer_id,
            row.customer_name,
            Due(alarm.day, -alarm.days_left),
            article_words(article=alarm.article),
            reverse("security", args=[row.id]),
            _chip_of_level(Level(alarm.step)),
        )
        for row in security_alarms(actor=actor, today=today)
        for alarm in row.alarms
        if alarm.duty is not ClaimDuty.RENEW
    ]


def _bills(actor: Actor, today: date) -> list[OtherLine]:
    spans = policy_in_force().long
    return [
        OtherLine(
            BILL_DUTIES[clock.duty.value],
            f"{one.row.acceptor} {one.row.number}",
            one.row.customer_id,
            one.row.customer_name,
            Due(clock.last_day, (today - clock.last_day).days),
            article_words(article=clock.article),
            f"{reverse('bills')}?row={one.row.id}",
            _chip_of_level(spans.level(day=clock.last_day, today=today)),
        )
        for one in bill_alarms(actor=actor, today=today)
        if one.is_duty and (clock := one.row.clock) is not None
    ]
