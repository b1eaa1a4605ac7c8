"""Who is who on a page: names of our people by id, and the choices of a filter."""

from __future__ import annotations

from collections.abc import Iterable

from huikuan.accounts.queries import PersonRow, people, person_names


def names_of(*, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of people by id; one query, none if nobody is asked for."""
    wanted = frozenset(pk for pk in ids if pk is not None)
    return person_names(ids=wanted) if wanted else {}


def sellers() -> tuple[PersonRow, ...]:
    """Active people who look after customers, by name."""
    found = [row for row in people().values() if {"SALESPERSON", "SALES_MANAGER"} & set(row.roles)]
    return tuple(sorted(found, key=lambda row: row.name))
