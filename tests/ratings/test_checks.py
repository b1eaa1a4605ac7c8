"""What `huikuan check` says of ratings: nothing of true rows, the row by name of each forged one."""

from __future__ import annotations

import pytest

from huikuan.ratings.checks import check_ratings
from huikuan.ratings.models import CurrentRating, Proposal, Rating
from tests.guards.ratings import DAY, ground

pytestmark = pytest.mark.django_db


def broken() -> dict[str, list[str]]:
    return {found.invariant: [row.object for row in found.broken] for found in check_ratings()}


@pytest.fixture
def rated() -> Rating:
    ground()
    Proposal.objects.filter(pk=Proposal.objects.earliest("pk").pk).update(state="APPLIED")
    return Rating.objects.filter(kind="CREDIT").earliest("pk")


def test_true_rows_are_whole(rated):
    assert broken() == {"RA1": [], "RA2": [], "RA3": []}


def test_a_score_that_is_not_the_sum_of_its_lines(rated):
    forged = Rating.objects.create(
        run=rated.run,
        customer_id=rated.customer_id,
        card=rated.card,
        kind="OTHER",
        as_of=DAY,
        result="SCORED",
        permille=900,
        grade="A",
        lines=[{"points": 100, "weight": 999}],
        facts={},
        events=[],
    )
    assert broken()["RA1"] == [f"rating {forged.pk}", f"weights of rating {forged.pk}"]


def test_a_current_rating_that_is_not_the_last(rated):
    CurrentRating.objects.filter(customer_id=rated.customer_id, kind="CREDIT").update(rating=rated)
    assert broken()["RA2"] == [f"current CREDIT rating of customer {rated.customer_id}"]


def test_a_current_rating_with_another_grade(rated):
    CurrentRating.objects.filter(customer_id=rated.customer_id, kind="CREDIT").update(grade="A", permille=999)
    assert broken()["RA2"] == [f"current CREDIT rating of customer {rated.customer_id}"]


def test_a_current_rating_that_is_missing(rated):
    CurrentRating.objects.filter(customer_id=rated.customer_id, kind="CREDIT").delete()
    assert broken()["RA2"] == [f"current CREDIT rating of customer {rated.customer_id}"]


def test_a_proposal_applied_without_terms(rated):
    last = Proposal.objects.latest("pk")
    Proposal.objects.filter(pk=last.pk).update(state="APPLIED")
    assert broken()["RA3"] == [f"proposal {last.pk}"]
