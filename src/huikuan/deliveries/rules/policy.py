"""PURE: by how much a delivery may differ from its order, decided in versions."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PERMILLE = 200


@dataclass(frozen=True, slots=True)
class DeliveryPolicy:
    """One version: per mille that may be delivered above the order, that may be missing of a full delivery."""

    number: int = 0
    over_permille: int = 0
    short_permille: int = 0


SHIPPED = DeliveryPolicy()
"""Before anybody decides otherwise nothing more than was ordered is delivered, and nothing less is complete."""
