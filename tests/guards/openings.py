"""Forged rows of openings."""

from tests.guards.tables import Guard

GUARDS: tuple[Guard, ...] = ()


def ground() -> None:
    """The rows that are forged."""
