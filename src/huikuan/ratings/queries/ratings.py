"""Reads of ratings: the last one of each customer, its lines, its history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max

from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, customers_by_id, found_customers
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds, portions
from huikuan.ratings.access import current_for, ratings_for, sees_figures
from huikuan.ratings.models import CurrentRating, Rating
from huikuan.ratings.rules.scorecards import CardKind, Grade

SORTS: Mapping[str, tuple[str, ...]] = {
    "score": ("permille", "pk"),
    "-score": ("-permille", "-pk"),
    "grade": ("grade", "-permille", "pk"),
    "-grade": ("-grade", "permille", "-pk"),
    "name": ("customer__name_sort", "pk"),
    "-name": ("-customer__name_sort", "-pk"),
}


@dataclass(frozen=True, slots=True)
class GradeRow:
    """The last rating of a customer: grade empty and score None where history was not enough."""

    customer_id: int
    rating_id: int
    grade: str
    permille: int | None
    as_of: date


@dataclass(frozen=True, slots=True)
class RatingRow:
    """A rating with everything it rests on; `lines` and `facts` as kept, without figures for who may not see them all."""

    id: int
    customer_id: int
    run_id: int
    run_kind: str
    kind: str
    card_id: int
    card_number: int
    policy_id: int | None
    as_of: date
    result: str
    permille: int | None
    grade: str
    lines: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    events: tuple[str, ...]
    positions: Mapping[str, int]
    currency: str


@dataclass(frozen=True, slots=True)
class RatingFilter:
    """What the list is narrowed to; a grade, NONE for not enough history, or empty for all."""

    grade: str = ""
    search: str = ""
    customer_ids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class RatedCustomer:
    """One line of the list of ratings."""

    customer: CustomerRow
    rating: RatingRow


def grades_of(*, customer_ids: Iterable[int], kind: CardKind = CardKind.CREDIT) -> dict[int, GradeRow]:
    """The last rating of each customer that has one; ids were filtered by access before. One query per 5,000."""
    return {
        row.customer_id: GradeRow(row.customer_id, row.rating_id, row.grade, row.permille, row.rating.as_of)
        for some in portions(values=sorted(set(customer_ids)))
        for row in CurrentRating.objects.filter(kind=kind.value, customer_id__in=some).select_related("rating")
    }


def letters_on(*, customer_ids: Collection[int], on: date) -> dict[int, str]:
    """The credit grade of the last run until a day, by customer; without one he is missing. One query per 5,000."""
    found: dict[int, str] = {}
    for some in portions(values=sorted(set(customer_ids))):
        rows = Rating.objects.filter(customer_id__in=some, kind=CardKind.CREDIT.value, as_of__lte=on)
        newest = rows.order_by().values("customer_id").annotate(newest=Max("pk")).values("newest")
        graded = Rating.objects.filter(pk__in=newest).exclude(grade="")
        found.update(graded.values_list("customer_id", "grade"))
    return found


def grade_counts(*, actor: Actor) -> dict[str, int]:
    """How many visible customers have each grade; the empty one is not enough history. One query."""
    rows = current_for(actor=actor).filter(kind=CardKind.CREDIT.value)
    counts = dict(rows.values_list("grade").annotate(number=Count("pk")).order_by())
    return {grade: counts.get(grade, 0) for grade in (*(one.value for one in Grade), "")}


def rated_page(
    *, actor: Actor, narrowed: RatingFilter, sort: str = "grade", number: int = 1, size: int = PAGE_SIZE
) -> Page[RatedCustomer]:
    """One page of visible customers with their last credit rating; four queries."""
    rows = current_for(actor=actor).filter(kind=CardKind.CREDIT.value)
    if narrowed.grade:
        rows = rows.filter(grade="" if narrowed.grade == "NONE" else narrowed.grade)
    if narrowed.search:
        rows = rows.filter(customer__in=found_customers(actor=actor, search=narrowed.search))
    if narrowed.customer_ids is not None:
        rows = rows.filter(customer_id__in=narrowed.customer_ids)
    start, end = page_bounds(number=number, size=size)
    shown = list(
        rows.order_by(*SORTS.get(sort, SORTS["grade"])).select_related("rating__run", "rating__card")[start:end]
    )
    customers = customers_by_id(ids={row.customer_id for row in shown})
    lines = tuple(RatedCustomer(customers[row.customer_id], rating_row(row=row.rating, actor=actor)) for row in shown)
    return Page(lines, max(number, 1), end - start, rows.count(), {})


def rating_history(*, actor: Actor, customer_id: int, kind: CardKind) -> tuple[RatingRow, ...]:
    """Every rating of one customer, the newest first; two queries. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = ratings_for(actor=actor).filter(customer_id=customer_id, kind=kind.value)
    return tuple(rating_row(row=row, actor=actor) for row in rows.select_related("run", "card").order_by("-pk")[:60])


def rating_row(*, row: Rating, actor: Actor) -> RatingRow:
    """The frozen row of a rating whose run and card are loaded, as this actor may see it."""
    whole = sees_figures(actor=actor)
    return RatingRow(
        id=row.pk,
        customer_id=row.customer_id,
        run_id=row.run_id,
        run_kind=row.run.kind,
        kind=row.kind,
        card_id=row.card_id,
        card_number=row.card.number,
        policy_id=row.policy_id,
        as_of=row.as_of,
        result=row.result,
        permille=row.permille,
        grade=row.grade,
        lines=tuple(row.lines if whole else (_without_figure(line) for line in row.lines)),
        facts=row.facts if whole else {},
        events=tuple(row.events),
        positions=row.run.positions if whole else {},
        currency=row.run.currency,
    )


def _without_figure(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line without what was measured; the answer of a person stays."""
    return line if isinstance(line["value"], str) else {**line, "value": None}
