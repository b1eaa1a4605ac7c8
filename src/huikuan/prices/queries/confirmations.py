"""Reads: price confirmations with their lines and history, of what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.kernel.actor import Actor
from huikuan.kernel.calendar import HolidayRoll
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.prices.access import confirmations_for
from huikuan.prices.models import Confirmation, Happening, Line, TolerancePolicy
from huikuan.prices.rules.comparing import SHIPPED_TOLERANCE_PERMILLE, Confirmed
from huikuan.prices.rules.confirming import PriceLine, State, item_key

SORTS = {
    "number": ("number",),
    "-number": ("-number",),
    "from": ("valid_from", "id"),
    "-from": ("-valid_from", "-id"),
    "through": ("valid_through", "id"),
    "-through": ("-valid_through", "-id"),
}


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """A confirmation without its lines; `items` is their number."""

    id: int
    company_id: int
    customer_id: int
    customer_name: str
    number: str
    currency: str
    valid_from: date
    valid_through: date
    ends_on: date
    due_rule: DueRule
    term_text: str
    language: str
    note: str
    state: str
    written_by: str
    written_at: datetime
    signed_on: date | None
    signed_by: str
    signed_document_id: int | None
    replaced_by_id: int | None
    items: int


@dataclass(frozen=True, slots=True)
class ConfirmationFilter:
    """Which confirmations: of a state, of a customer, with a text in the number or the customer's name."""

    state: str = ""
    search: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """What happened to a confirmation."""

    event: str
    state: str
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A version of the tolerance; number 0 is what the product ships."""

    number: int
    tolerance_permille: int
    reason: str
    who: str
    at: datetime | None


def confirmation_page(
    *,
    actor: Actor,
    narrowed: ConfirmationFilter,
    sort: str = "-from",
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ConfirmationRow]:
    """Visible confirmations, narrowed; three queries."""
    rows = confirmations_for(actor=actor)
    if narrowed.state in State.__members__:
        rows = rows.filter(state=narrowed.state)
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.search:
        named = Q(number__icontains=narrowed.search) | Q(customer__name__icontains=narrowed.search)
        rows = rows.filter(named)
    start, end = page_bounds(number=number, size=size)
    found = list(rows.select_related("customer").order_by(*SORTS.get(sort, SORTS["-from"]))[start:end])
    counts = _items(found)
    return Page(tuple(_row(row, counts.get(row.pk, 0)) for row in found), number, size, rows.count(), {})


def confirmation_row(*, actor: Actor, confirmation_id: int) -> ConfirmationRow | None:
    """One confirmation; None if there is none that the actor may see."""
    row = confirmations_for(actor=actor).filter(pk=confirmation_id).select_related("customer").first()
    return None if row is None else _row(row, _items([row]).get(row.pk, 0))


def price_lines(*, confirmation_id: int) -> tuple[PriceLine, ...]:
    """The lines of a confirmation that was looked up for its reader, in their order."""
    rows = Line.objects.filter(confirmation_id=confirmation_id).order_by("number")
    return tuple(
        PriceLine(row.name, row.price_micros, row.item_code, row.specification, row.unit, row.tax_permille)
        for row in rows
    )


def happenings_of(*, confirmation_id: int) -> tuple[HappeningRow, ...]:
    """What happened to a confirmation that was looked up for its reader, newest first."""
    rows = Happening.objects.filter(confirmation_id=confirmation_id).order_by("-pk")
    return tuple(HappeningRow(row.event, row.state, row.at, row.who_name, row.note) for row in rows)


def signed_confirmations(*, customer_ids: Iterable[int]) -> dict[tuple[int, int, str], tuple[Confirmed, ...]]:
    """Every confirmation that was ever signed, with its prices, by customer, company and currency; two queries."""
    rows = list(Confirmation.objects.filter(customer_id__in=list(customer_ids), signed_on__isnull=False))
    prices: dict[int, dict[str, int]] = {}
    for line in Line.objects.filter(confirmation__in=rows).order_by("-number"):
        known = prices.setdefault(line.confirmation_id, {})
        known[item_key(item_code="", name=line.name, specification=line.specification)] = line.price_micros
        if line.item_code:
            known[item_key(item_code=line.item_code, name="", specification="")] = line.price_micros
    found: dict[tuple[int, int, str], list[Confirmed]] = {}
    for row in rows:
        one = Confirmed(row.pk, row.number, row.valid_from, row.ends_on, prices.get(row.pk, {}))
        found.setdefault((row.customer_id, row.company_id, row.currency), []).append(one)
    return {key: tuple(held) for key, held in found.items()}


def tolerance_in_force() -> PolicyRow:
    """The last version of the tolerance, or what the product ships."""
    return next(iter(tolerances()), PolicyRow(0, SHIPPED_TOLERANCE_PERMILLE, "", "", None))


def tolerances() -> tuple[PolicyRow, ...]:
    """Every version of the tolerance anybody decided, newest first."""
    rows = TolerancePolicy.objects.order_by("-number")
    return tuple(PolicyRow(row.number, row.tolerance_permille, row.reason, row.who_name, row.at) for row in rows)


def _items(rows: list[Confirmation]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for pk in Line.objects.filter(confirmation__in=rows).values_list("confirmation_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def _row(row: Confirmation, items: int) -> ConfirmationRow:
    return ConfirmationRow(
        id=row.pk,
        company_id=row.company_id,
        customer_id=row.customer_id,
        customer_name=row.customer.name,
        number=row.number,
        currency=row.currency,
        valid_from=row.valid_from,
        valid_through=row.valid_through,
        ends_on=row.ends_on,
        due_rule=_rule(row),
        term_text=row.term_text,
        language=row.language,
        note=row.note,
        state=row.state,
        written_by=row.written_by_name,
        written_at=row.written_at,
        signed_on=row.signed_on,
        signed_by=row.signed_by,
        signed_document_id=row.signed_document_id,
        replaced_by_id=row.replaced_by_id,
        items=items,
    )


def _rule(row: Confirmation) -> DueRule:
    return DueRule(
        anchor=Anchor(row.due_anchor),
        roll=Roll(row.due_roll),
        fixed_day=row.due_fixed_day,
        months=row.due_months,
        days=row.due_days,
        grace_days=row.due_grace_days,
        holiday_roll=HolidayRoll(row.due_holiday_roll),
    )
