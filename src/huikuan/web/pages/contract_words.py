"""What a contract says and how its versions differ, in words and figures as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huikuan.contracts.queries.details import VersionRow
from huikuan.contracts.rules.differing import Change
from huikuan.contracts.rules.terms import Clauses, Item, LateBasis
from huikuan.interest.rules.bases import agreed_rate
from huikuan.kernel.micros import format_micros
from huikuan.kernel.money import Money
from huikuan.kernel.text_amounts import format_amount
from huikuan.web.pages.interest_calculator import rate_words
from huikuan.wording import calculators, contracts
from huikuan.wording.contract_fields import FIELDS, ITEM, MILESTONE

Value = str | int | bool | None
_NUMBERED: Mapping[str, str | Promise] = {"milestones": MILESTONE, "items": ITEM}
_UNSAID = frozenset({"milestones.number"})
_NAMES: Mapping[str, Mapping[str, str | Promise]] = {
    "milestones.trigger": contracts.TRIGGERS,
    "milestones.held_from": contracts.TRIGGERS,
    "milestones.kind": contracts.MILESTONE_KINDS,
    "milestones.rule.anchor": calculators.ANCHORS,
    "milestones.rule.roll": calculators.ROLLS,
    "milestones.rule.holiday_roll": contracts.HOLIDAY_ROLLS,
    "clauses.late_basis": contracts.LATE_BASES,
    "sizes.buyer": calculators.BUYERS,
    "sizes.seller": calculators.SELLERS,
}
_MICROS_PER_PPM = 100
_MICROS_PER_BP = 10_000
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One place of a contract that says something else."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version with what it changed."""

    version: VersionRow
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A line of what is sold; quantity and unit price as typed."""

    item: Item
    quantity: str
    unit_price: str
    amount: Money


def change_lines(*, changes: Iterable[Change], currency: str) -> tuple[ChangeLine, ...]:
    """Differences of two versions, amounts in `currency`; what reads the same on both sides is left out."""
    found = []
    for one in changes:
        field, number = _place(one.path)
        before, after = (_said(field, value, currency) for value in (one.before, one.after))
        if field not in _UNSAID and before != after:
            found.append(ChangeLine(_named(field, number), before, after))
    return tuple(found)


def version_lines(*, versions: Iterable[VersionRow], currency: str) -> tuple[VersionLine, ...]:
    """Versions with their differences in words."""
    return tuple(VersionLine(one, change_lines(changes=one.changes, currency=currency)) for one in versions)


def item_lines(*, items: Iterable[Item], currency: str) -> tuple[ItemLine, ...]:
    """What is sold, with quantities and prices; a quantity or price nobody typed stays empty."""
    return tuple(
        ItemLine(
            item, _micros(item.quantity_micros), _micros(item.unit_price_micros), Money(item.amount_minor, currency)
        )
        for item in items
    )


def late_rate_words(*, clauses: Clauses) -> str:
    """The agreed rate of late payment for the time it was agreed for; empty where none was."""
    rate = agreed_rate(yearly_bp=clauses.late_rate_bp, daily_ppm=clauses.late_daily_ppm)
    return "" if rate is None or clauses.late_basis is not LateBasis.AGREED else rate_words(rate=rate)


def _place(path: str) -> tuple[str, str]:
    """`milestones.2.title` as its field and number; the number is empty for what stands once."""
    first, *rest = path.split(".")
    if first in _NUMBERED and rest:
        return ".".join([first, *rest[1:]]), rest[0]
    return path, ""


def _named(field: str, number: str) -> str:
    name = str(FIELDS.get(field, field))
    wrapped = _NUMBERED.get(field.split(".", maxsplit=1)[0])
    return str(wrapped) % {"number": number, "field": name} if number and wrapped else name


def _said(field: str, value: Value, currency: str) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return _figure(field, value, currency)
    return str(_NAMES.get(field, {}).get(value, value))


def _figure(field: str, value: int, currency: str) -> str:
    if field.endswith("_minor"):
        return format_amount(minor=value, currency=currency)
    if field.endswith("_micros"):
        return _micros(value) or NOTHING
    if field.endswith("_ppm") and value:
        return f"{format_micros(micros=value * _MICROS_PER_PPM)} %"
    if field.endswith("_bp") and value:
        return f"{format_micros(micros=value * _MICROS_PER_BP)} %"
    return str(value) if value else NOTHING


def _micros(value: int) -> str:
    return format_micros(micros=value) if value else ""
