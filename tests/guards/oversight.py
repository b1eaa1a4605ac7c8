"""Forged rows of oversight."""

from tests.guards.tables import Guard

GUARDS: tuple[Guard, ...] = ()


def ground() -> None:
    """The rows that are forged."""
