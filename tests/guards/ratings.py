"""Forged rows of ratings: two versions, a rating with terms that were applied, one that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM
from huikuan.ratings.models import Answer, CreditTerms, Proposal, Rating
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.rules.rerating import RunKind
from tests.books import NOW, new_books
from tests.guards.tables import Forge, Guard, changed, copied

DAY = date(2026, 3, 2)


def _with(**values: Callable[[], object]) -> Forge:
    """One row a second time with values that are known once the ground is laid."""

    def forge(model: type[models.Model]) -> None:
        made: dict[str, Any] = {name: value() for name, value in values.items()}
        copied(**made)(model)

    return forge


def _free_rating() -> int:
    """A rating that no proposal and no current rating names: the queue's of the first run."""
    return Rating.objects.filter(kind="QUEUE").earliest("pk").pk


def _free_proposal() -> int:
    return Proposal.objects.latest("pk").pk


GUARDS: tuple[Guard, ...] = (
    ("ratings.RuleVersion", "ratings_version_once", copied()),
    ("ratings.RuleVersion", "ratings_version_has_reason", copied(number=9, reason="")),
    ("ratings.VersionStanding", "ratings_one_in_force", changed(kind="CREDIT")),
    ("ratings.VersionStanding", "ratings_version_four_eyes", changed(author_id=7, decided_by_id=7)),
    ("ratings.Answer", "ratings_answer_whole", copied(choice="")),
    ("ratings.Answer", "ratings_answer_has_evidence", copied(evidence="")),
    ("ratings.RatingRun", "ratings_run_once_a_day", copied()),
    ("ratings.Rating", "ratings_rated_once", copied()),
    ("ratings.Rating", "ratings_score_whole", copied({"kind": "CREDIT"}, kind="OTHER", permille=1_001)),
    ("ratings.CurrentRating", "ratings_current_once", _with(rating_id=_free_rating)),
    ("ratings.CurrentRating", "rating", copied({"kind": "CREDIT"}, kind="OTHER")),
    ("ratings.Proposal", "ratings_one_waits", _with(rating_id=_free_rating, request_id=lambda: None)),
    ("ratings.Proposal", "ratings_automatic_only_tighter", changed(is_automatic=True, direction="LOOSER")),
    ("ratings.Proposal", "rating", copied(state="REJECTED", request_id=None)),
    ("ratings.Proposal", "request_id", _with(state=lambda: "REJECTED", rating_id=_free_rating)),
    ("ratings.CreditTerms", "proposal", copied()),
    (
        "ratings.CreditTerms",
        "ratings_terms_in_order",
        _with(proposal_id=_free_proposal, valid_through=lambda: date(2020, 1, 1)),
    ),
    (
        "ratings.CreditTerms",
        "ratings_terms_limit_not_negative",
        _with(proposal_id=_free_proposal, limit_minor=lambda: -1),
    ),
)


def ground() -> None:
    """Two customers rated, one by both scorecards and twice; the terms of the first are put down by hand."""
    books = new_books()
    first, second = books.customer("乙公司"), books.customer("丙公司")
    for pk in (first, second):
        for number in range(4):
            due = date(2025, 9 + number, 20)
            books.invoice(pk, f"F{pk}-{number}", 10_000_000, due, issued=due.replace(day=1))
    act = Act.objects.earliest("pk")
    Answer.objects.create(
        customer_id=first, kind="QUEUE", factor="profit", choice="SOME", evidence="x", answered_on=DAY, act=act
    )
    for kind in (RunKind.YEARLY, RunKind.MANUAL):
        run_ratings(actor=SYSTEM, now=NOW, today=DAY, key=f"ratings {kind}", kind=kind)
    CreditTerms.objects.create(
        customer_id=first,
        proposal=Proposal.objects.earliest("pk"),
        valid_from=DAY,
        valid_through=DAY,
        currency="CNY",
        limit_minor=1,
        customer_class="STANDARD",
        deposit_permille=0,
        discount_permille=0,
        discount_days=0,
        act=act,
    )
