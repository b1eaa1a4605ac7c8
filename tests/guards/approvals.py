"""Forged rows of approvals."""

from django.db.models import F

from huikuan.approvals.operations import save_tiers
from huikuan.approvals.rules import RequestKind, Tier, Tiers
from huikuan.kernel.actor import SYSTEM, Role
from tests.approvals.requests import TODAY, asked, decided
from tests.books import NOW
from tests.guards.tables import Guard, changed, copied
from tests.people import person

WAITS, DECIDED = {"state": "WAITING"}, {"state": "APPROVED"}
GUARDS: tuple[Guard, ...] = (
    ("approvals.Request", "approvals_waiting_once", copied(WAITS)),
    ("approvals.Request", "approvals_four_eyes", changed(requested_by_id=F("decided_by_id"))),
    ("approvals.Request", "approvals_decision_whole", copied(DECIDED, decided_at=None)),
    ("approvals.Request", "approvals_amount", changed(amount_minor=-1)),
    ("approvals.Request", "approvals_reason", changed(reason="")),
    ("approvals.TierVersion", "approvals_tiers_once", copied()),
    ("approvals.TierVersion", "approvals_tiers_source", copied(number=9, source="")),
    ("approvals.ApprovalTier", "approvals_tier_once", copied()),
    ("approvals.ApprovalTier", "approvals_tier_amount", copied(from_minor=-1)),
)


def ground() -> None:
    """A request that waits, one that was approved, edited tiers."""
    seller, manager = person("seller", Role.SALESPERSON, None), person("credit", Role.CREDIT_MANAGER, None)
    asked(seller)
    decided(manager, asked(seller, subject_id=2))
    tiers = Tiers(RequestKind.LIMIT, 0, TODAY, "x", (Tier(0, frozenset({Role.FINANCE_DIRECTOR})),))
    save_tiers(actor=SYSTEM, now=NOW, today=TODAY, key="tiers", tiers=tiers)
