"""The policy in force: by how much a delivery may differ from its order."""

from __future__ import annotations

from huikuan.deliveries.models import PolicyVersion
from huikuan.deliveries.rules.policy import SHIPPED, DeliveryPolicy


def policy_in_force() -> DeliveryPolicy:
    """The newest version, or what was shipped; one query."""
    row = PolicyVersion.objects.order_by("-number").first()
    return SHIPPED if row is None else DeliveryPolicy(row.number, row.over_permille, row.short_permille)
