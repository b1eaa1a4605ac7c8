"""What the page that compares offers shows: what each is worth, and the chance that the customer's own promises let expect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _now
from django.utils.translation import ngettext

from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.settlements.chances import MeasuredChance, measured_chance
from huikuan.settlements.rules.offers import Valued, rounded
from huikuan.web.forms.settlements import OFFERS
from huikuan.web.pages.open_items import ItemGroup


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer in the table: nominal, present and expected value; the chance from which it beats waiting, in percent."""

    name: str
    nominal: Money
    present: Money
    expected: Money
    chance: str
    even: str
    is_waiting: bool
    is_best: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """The customer whom offers are compared for: what is proposed for the fields, and what the chance rests on."""

    customer_id: int
    customer_name: str
    currency: str
    initial: dict[str, int]
    rests_on: str


def proposed_for(*, actor: Actor, customer: tuple[int, str], group: ItemGroup, today: date) -> Proposed:
    """What is late of the customer as the amount to wait for, and the kept rate of his promises as the chance of each offer."""
    customer_id, name = customer
    measured = measured_chance(actor=actor, customer_id=customer_id, currency=group.currency, today=today)
    late = sum(item.parts.outstanding for item in group.items if (item.days_overdue or 0) > 0)
    initial = {"amount_0": late} if late else {}
    if measured.percent is not None:
        initial |= {f"chance_{place}": measured.percent for place in OFFERS}
    return Proposed(customer_id, name, group.currency, initial, _rests_on(measured))


def offer_lines(*, valued: tuple[Valued, ...], names: dict[str, str], currency: str) -> tuple[OfferLine, ...]:
    """The offers in words, waiting first; the best is the one with the highest expected value."""
    best = max(valued, key=lambda one: one.expected)
    return tuple(
        OfferLine(
            name=names[one.offer.name],
            nominal=Money(one.nominal_minor, currency),
            present=Money(rounded(value=one.present), currency),
            expected=Money(rounded(value=one.expected), currency),
            chance=_percent(one.offer.chance_permille),
            even="" if one.even_permille is None else _percent(one.even_permille),
            is_waiting=one.even_permille is None,
            is_best=one is best,
        )
        for one in valued
    )


def _rests_on(measured: MeasuredChance) -> str:
    counted = {"kept": measured.rate.kept, "due": measured.rate.due, "day": measured.since.isoformat()}
    if measured.percent is None:
        told = ngettext(
            "%(due)s promise came due since %(day)s: too few to propose a chance.",
            "%(due)s promises came due since %(day)s: too few to propose a chance.",
            measured.rate.due,
        )
        return told % counted
    told = _now(
        "%(kept)s of %(due)s promises that came due since %(day)s were kept; so is the chance proposed. Change it where you know better."
    )
    return told % counted


def _percent(permille: int) -> str:
    return f"{permille // 10}.{permille % 10} %"
