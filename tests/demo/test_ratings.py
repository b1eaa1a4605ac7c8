"""Ratings of the demo come through real acts and show every state."""

from __future__ import annotations

import pytest

from huikuan.demo.building import build
from huikuan.demo.business import Business, invent
from huikuan.demo.limits import fill_limits
from huikuan.demo.ratings import fill_ratings
from huikuan.kernel.actor import SYSTEM
from huikuan.ratings.checks import check_ratings
from huikuan.ratings.models import CreditTerms, Proposal, VersionStanding
from huikuan.ratings.queries.proposals import runs
from huikuan.ratings.queries.ratings import grade_counts
from tests.demo.test_building import NOW, TODAY

pytestmark = pytest.mark.django_db


def a_dozen_buyers() -> Business:
    """Twelve buyers with all they bought and paid, up to the last month."""
    business = invent(today=TODAY)
    business.sales = [sale for sale in business.sales if sale.buyer.index < 12]
    business.past = [payment for payment in business.past if payment.buyer.index < 12]
    business.recent = []
    return business


def test_grades_proposals_and_a_draft_are_there() -> None:
    built = build(business=a_dozen_buyers(), now=NOW, password="a password of the demo")
    fill_limits(built=built, now=NOW, today=TODAY)
    fill_ratings(built=built, now=NOW, today=TODAY)
    assert [run.kind for run in runs(actor=SYSTEM)] == ["MONTHLY", "YEARLY"]
    assert sum(count > 0 for count in grade_counts(actor=SYSTEM).values()) >= 3
    assert CreditTerms.objects.count() >= 5
    assert {"WAITING", "APPLIED", "REJECTED"} <= set(Proposal.objects.values_list("state", flat=True))
    assert VersionStanding.objects.filter(state="WAITING").count() == 1
    assert [found.broken for found in check_ratings()] == [(), (), ()]
