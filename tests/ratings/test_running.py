"""Rating runs: what is saved, proposed and tightened, and that the same basis gives the same again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.audit.operations import Intent, perform
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted
from huikuan.limits.operations import revoke_limit, set_limits
from huikuan.limits.queries import limits_in_force
from huikuan.limits.rules import LimitDraft, LimitKind, LimitSource, LineName
from huikuan.ratings.models import CreditTerms, CurrentRating, Proposal, Rating, RatingRun
from huikuan.ratings.operations.running import rate_if_due, run_ratings
from huikuan.ratings.queries.explaining import recomputed
from huikuan.ratings.rules.rerating import RunKind
from tests.books import new_books
from tests.people import new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def run(day: date = TODAY, kind: RunKind = RunKind.MANUAL, key: str = "run") -> dict[str, int]:
    return run_ratings(actor=SYSTEM, now=NOW, today=day, key=f"{key}-{day}", kind=kind)


def buyer(books, name="乙公司", invoices=4, minor=10_000_000, **more):
    """A customer with invoices of the last months, all but the last paid on the day they were due."""
    pk = books.customer(name, **more)
    days = [(date(2025, 8 + i, 1), date(2025, 8 + i, 28)) for i in range(invoices)]
    for place, (issued, due) in enumerate(days):
        (item,) = books.invoice(pk, f"{name}-{place}", minor, due, issued=issued)
        if place < invoices - 1:
            books.allocate(books.receipt(minor, pk, on=due), (item, minor))
    return pk


def breaks_promises(pk: int) -> None:
    """Two promises of this customer that no money follows."""
    for place in range(2):
        record_activity(
            actor=SYSTEM,
            now=NOW,
            today=date(2025, 11, 20),
            key=f"promise{place}",
            activity=ActivityDraft(
                customer_id=pk,
                kind=ActivityKind.CALL,
                at=datetime(2026, 1 + place, 5, 3, tzinfo=UTC),
                text="承诺付款",
                outcome=Outcome.PROMISED,
                next_step=NextStep("查款", date(2026, 1 + place, 12)),
            ),
        )


def given(books, pk: int, minor: int, **more) -> None:
    """A limit from 2025-11-01 on as an import enters it."""
    values: dict[str, Any] = {
        "kind": LimitKind.PERMANENT,
        "valid_from": date(2025, 11, 1),
        "reason": "期初",
        "currency": "CNY",
    }
    draft = LimitDraft(customer_id=pk, amount_minor=minor, source=LimitSource.IMPORT, **(values | more))
    intent = Intent("set_limits", SYSTEM, NOW, books.key())
    perform(intent=intent, work=lambda act: {"ids": set_limits(act=act, drafts=[draft])})


def permanent(pk: int, on: date = TODAY) -> int | None:
    """The permanent limit in force."""
    return limits_in_force(customer_ids=[pk], on=on, only=LimitKind.PERMANENT)[pk].amount_minor


def test_a_customer_is_scored_factor_by_factor():
    books = new_books()
    pk = buyer(books)
    done = run()
    rating = Rating.objects.get(customer_id=pk)
    assert (done["rated"], rating.result, rating.card.number) == (1, "SCORED", 1)
    lines = {line["factor"]: line for line in rating.lines}
    assert sum(line["weight"] for line in rating.lines) == 1_000
    assert lines["sold"]["value"] == 40_000_000
    assert lines["months_with_us"]["value"] == 7
    assert (lines["weighted_days_late"]["value"], lines["weighted_days_late"]["points"]) == (0, 100)
    assert (lines["longest_overdue"]["value"], lines["overdue_share"]["value"]) == (94, 1_000)
    assert lines["promises_kept"]["treated"] == "EXCLUDED"
    assert CurrentRating.objects.get(customer_id=pk).rating_id == rating.pk


def test_recomputing_gives_the_same_also_after_a_later_back_dated_posting():
    books = new_books()
    pk = buyer(books)
    run()
    rating = Rating.objects.get(customer_id=pk)
    books.invoice(pk, "later", 5_000_000, date(2025, 12, 1), issued=date(2025, 11, 1))
    again = recomputed(actor=SYSTEM, rating_id=rating.pk)
    assert (again.permille, again.lines) == (rating.permille, rating.lines)
    run(key="second")
    assert Rating.objects.filter(customer_id=pk).order_by("-pk")[0].facts["sold_minor"] == 45_000_000


def test_not_enough_history_is_a_result():
    books = new_books()
    pk = buyer(books, invoices=1)
    run()
    rating = Rating.objects.get(customer_id=pk)
    assert (rating.result, rating.permille, rating.grade) == ("NOT_ENOUGH", None, "")
    proposal = Proposal.objects.get(customer_id=pk)
    assert proposal.after["limit_minor"] == 5_000_000
    assert proposal.after["deposit_permille"] == 300
    assert proposal.after["terms_days"] is None


def test_a_run_of_the_calendar_is_once_a_day():
    buyer(new_books())
    first = run(kind=RunKind.MONTHLY)
    assert run(kind=RunKind.MONTHLY, key="other") == first
    assert RatingRun.objects.count() == 1


def test_the_days_run_begins_after_the_first_run_by_hand():
    buyer(new_books())
    assert rate_if_due(actor=SYSTEM, now=NOW, today=TODAY) is None
    run()
    done = rate_if_due(actor=SYSTEM, now=NOW, today=TODAY)
    assert done is not None
    assert RatingRun.objects.get(pk=done["run_id"]).kind == "YEARLY"
    assert rate_if_due(actor=SYSTEM, now=NOW, today=TODAY) is None


def test_a_fallen_grade_tightens_without_a_person():
    books = new_books()
    pk = buyer(books, terms_days=60)
    run(day=date(2025, 11, 2))
    before = CurrentRating.objects.get(customer_id=pk).grade
    breaks_promises(pk)
    done = run(kind=RunKind.EVENT)
    after = CurrentRating.objects.get(customer_id=pk)
    assert done["tightened"] == 1
    assert after.grade > before
    assert after.rating.events == ["PROMISE_BROKEN", "OVERDUE_BEYOND"]
    terms = CreditTerms.objects.get(customer_id=pk)
    assert terms.terms_days is not None
    assert terms.terms_days < 60


def test_a_fallen_grade_lowers_the_permanent_limit_alone():
    books = new_books()
    pk = buyer(books, terms_days=60)
    given(books, pk, 50_000_000)
    run(day=date(2025, 11, 2))
    breaks_promises(pk)
    assert run(kind=RunKind.EVENT)["tightened"] == 1
    assert permanent(pk) == 3_200_000  # grade D, 80 per mille of sales of 400,000.00


@pytest.mark.parametrize("case", ["low beside a temporary one", "temporary alone", "over", "taken away", "cash only"])
def test_a_fallen_grade_never_gives_a_limit_that_nobody_approved(case):
    books = new_books()
    pk = buyer(books, terms_days=60)
    if case != "temporary alone":
        given(
            books,
            pk,
            0 if case == "cash only" else 100_000,
            valid_through=date(2026, 1, 31) if case == "over" else None,
        )
    if "temporary" in case:
        given(books, pk, 500_000_000, kind=LimitKind.TEMPORARY, valid_through=date(2026, 12, 31))
    if case == "taken away":
        line = LineName(pk, LimitKind.PERMANENT)
        revoke_limit(actor=SYSTEM, now=NOW, today=date(2025, 11, 2), key="revoke", line=line, reason="停止赊销")
    before = permanent(pk)
    run(day=date(2025, 11, 2))
    breaks_promises(pk)
    done = run(kind=RunKind.EVENT)
    proposal = Proposal.objects.filter(customer_id=pk).latest("pk")
    assert (done["tightened"], proposal.is_automatic) == (1, True)  # the term and the class, not the limit
    assert proposal.after["limit_minor"] == proposal.before["limit_minor"]
    assert permanent(pk) == before


def test_only_who_edits_policies_may_run():
    with pytest.raises(NotPermitted):
        run_ratings(actor=new_people().owner, now=NOW, today=TODAY, key="k", kind=RunKind.MANUAL)
