"""Proposals and versions are decided by another person; what is approved holds at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from huikuan.approvals.queries import waiting_for
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.limits.queries import limits_in_force
from huikuan.ratings.models import CreditTerms, Proposal
from huikuan.ratings.operations.answers import About, AnswerDraft, record_answers
from huikuan.ratings.operations.deciding import decide_rating, decide_ratings
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.operations.versions import VersionDraft, ask_activation, decide_scorecard, save_version
from huikuan.ratings.queries.answers import answers_of
from huikuan.ratings.queries.explaining import explained
from huikuan.ratings.queries.matrix import picture
from huikuan.ratings.queries.proposals import proposal_page, runs, terms_history
from huikuan.ratings.queries.ratings import RatingFilter, grade_counts, grades_of, rated_page, rating_history
from huikuan.ratings.queries.versions import in_force, newest, versions
from huikuan.ratings.queries.what_if import what_if
from huikuan.ratings.rules.rerating import ProposalState, RunKind, VersionState
from huikuan.ratings.rules.scorecards import CardKind
from huikuan.ratings.rules.versions import VersionKind
from huikuan.ratings.shipped import shipped_documents
from tests.books import new_books
from tests.people import new_people, person
from tests.ratings.test_running import buyer, given

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
WHEN: dict[str, Any] = {"now": NOW, "today": TODAY}


def rated(key: str = "run", day: date = TODAY) -> None:
    run_ratings(actor=SYSTEM, now=NOW, today=day, key=key, kind=RunKind.MANUAL)


@pytest.fixture
def manager():
    return person("credit", Role.CREDIT_MANAGER, None)


def test_an_approved_proposal_sets_limit_term_and_class(manager):
    pk = buyer(new_books(), terms_days=90)
    rated()
    (proposal,) = proposal_page(actor=manager).rows
    assert proposal.request_id is not None
    assert [row.id for row in waiting_for(actor=manager, today=TODAY)] == [proposal.request_id]
    done = decide_rating(actor=manager, key="yes", request_id=proposal.request_id, approve=True, note="", **WHEN)
    assert done["state"] == "APPLIED"
    limit = limits_in_force(customer_ids=[pk], on=TODAY)[pk]
    row = customers_by_id(ids=[pk])[pk]
    assert (limit.amount_minor, row.terms_days, row.customer_class) == (
        proposal.after["limit_minor"],
        proposal.after["terms_days"],
        proposal.after["customer_class"],
    )
    (terms,) = terms_history(actor=manager, customer_id=pk)
    assert (terms.grade, terms.valid_through, terms.is_automatic) == (proposal.grade, date(2027, 3, 2), False)
    with pytest.raises(Changed, match="REQUEST_DECIDED"):
        decide_rating(actor=manager, key="again", request_id=proposal.request_id, approve=True, note="", **WHEN)


def test_a_rejected_proposal_changes_nothing_and_is_not_made_again(manager):
    pk = buyer(new_books(), terms_days=90)
    rated()
    (proposal,) = proposal_page(actor=manager).rows
    assert proposal.request_id is not None
    decide_rating(actor=manager, key="no", request_id=proposal.request_id, approve=False, note="老客户", **WHEN)
    assert not CreditTerms.objects.exists()
    assert customers_by_id(ids=[pk])[pk].terms_days == 90
    rated("second")
    assert Proposal.objects.count() == 1


def test_a_newer_proposal_takes_the_place_of_one_that_waits(manager):
    books = new_books()
    pk = buyer(books, terms_days=90)
    rated()
    first = Proposal.objects.get()
    books.invoice(pk, "more", 90_000_000, date(2026, 3, 20), issued=date(2026, 2, 1))
    rated("second")
    first.refresh_from_db()
    assert first.state == "SUPERSEDED"
    (waits,) = waiting_for(actor=manager, today=TODAY)
    assert waits.subject_id != first.pk


def test_many_are_approved_in_one_act(manager):
    books = new_books()
    for number in range(3):
        buyer(books, f"客户{number}")
    rated()
    rows = proposal_page(actor=manager).rows
    decide_ratings(actor=manager, key="all", request_ids=[row.request_id for row in rows if row.request_id], **WHEN)
    assert CreditTerms.objects.count() == 3
    with pytest.raises(Refused, match="NOTHING_CHOSEN"):
        decide_ratings(actor=manager, key="none", request_ids=[], **WHEN)


def test_an_old_proposal_does_not_raise_a_limit_that_was_lowered_since(manager):
    books = new_books()
    pk = buyer(books)
    given(books, pk, 900_000_000)
    rated()
    (row,) = proposal_page(actor=manager).rows
    assert row.request_id is not None
    assert row.before["limit_minor"] == 900_000_000 > row.after["limit_minor"] > 1_000
    given(books, pk, 1_000)
    ruling: Any = {"request_id": row.request_id, "approve": True, "note": ""}
    with pytest.raises(Changed, match="PROPOSAL_OUTDATED"):
        decide_rating(actor=new_people().director, key="old", **ruling, **WHEN)
    assert limits_in_force(customer_ids=[pk], on=TODAY)[pk].amount_minor == 1_000
    rated("second")
    (old,) = proposal_page(actor=manager, states=(ProposalState.SUPERSEDED,)).rows
    assert old.id == row.id


def test_a_salesperson_decides_nothing():
    people = new_people()
    buyer(new_books(), salesperson_id=people.owner.user_id)
    rated()
    (row,) = proposal_page(actor=people.owner).rows
    assert row.request_id is not None
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        decide_rating(actor=people.owner, key="x", request_id=row.request_id, approve=True, note="", **WHEN)
    with pytest.raises(NotPermitted, match="REQUEST_NOT_VISIBLE"):
        decide_rating(actor=people.colleague, key="x", request_id=row.request_id, approve=True, note="", **WHEN)


def changed_card():
    document = shipped_documents()[VersionKind.CREDIT]
    return {**document, "grades": [{**step, "from": step["from"] * 9 // 10} for step in document["grades"]]}


def test_a_version_goes_from_draft_to_force_by_two_people(manager):
    buyer(new_books())
    director = new_people().director
    assert in_force().credit.number == 0
    draft = VersionDraft(VersionKind.CREDIT, changed_card(), "放宽等级线", 0)
    saved = save_version(actor=manager, now=NOW, key="save", draft=draft)
    assert (saved["number"], in_force().credit.number) == (2, 1)
    effect = what_if(actor=manager, version=newest(kind=VersionKind.CREDIT), today=TODAY)
    assert effect is not None
    assert sum(effect.grades.values()) == 1
    asked = ask_activation(actor=manager, key="ask", version_id=saved["version_id"], **WHEN)
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        decide_scorecard(actor=manager, key="own", request_id=asked["request_id"], approve=True, note="", **WHEN)
    decide_scorecard(actor=director, key="yes", request_id=asked["request_id"], approve=True, note="", **WHEN)
    assert in_force().credit.number == 2
    assert [row.state for row in versions(kind=VersionKind.CREDIT)] == [VersionState.ACTIVE, VersionState.RETIRED]
    with pytest.raises(Changed, match="VERSION_MOVED"):
        ask_activation(actor=manager, key="again", version_id=saved["version_id"], **WHEN)


def test_a_rejected_version_never_holds(manager):
    director = new_people().director
    saved = save_version(
        actor=manager, now=NOW, key="save", draft=VersionDraft(VersionKind.CREDIT, changed_card(), "试", 0)
    )
    asked = ask_activation(actor=manager, key="ask", version_id=saved["version_id"], **WHEN)
    decide_scorecard(actor=director, key="no", request_id=asked["request_id"], approve=False, note="太松", **WHEN)
    assert (in_force().credit.number, newest(kind=VersionKind.CREDIT).state) == (1, VersionState.REJECTED)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (VersionDraft(VersionKind.CREDIT, {}, "x", 0), "VERSION_FAULTY"),
        (VersionDraft(VersionKind.CREDIT, changed_card(), " ", 0), "VERSION_REASON_MISSING"),
        (VersionDraft(VersionKind.CREDIT, changed_card(), "x", 0, "KEY"), "CUSTOMER_CLASS_UNKNOWN"),
        (VersionDraft(VersionKind.CREDIT, changed_card(), "x", 5), "VERSION_CHANGED"),
    ],
)
def test_what_cannot_be_saved(manager, draft, code):
    with pytest.raises(Refused, match=code):
        save_version(actor=manager, now=NOW, key="save", draft=draft)


def test_answers_are_dated_and_count_from_the_next_rating(manager):
    pk = buyer(new_books())
    rated()
    before = grades_of(customer_ids=[pk])[pk].permille
    for place, choice in enumerate(("WEAK", "STRONG")):
        record_answers(
            actor=manager,
            key=f"answer{place}",
            about=About(pk, CardKind.CREDIT),
            answers=[AnswerDraft("management", choice, "2025 年审计报告")],
            **WHEN,
        )
    assert [row.choice for row in answers_of(actor=manager, customer_id=pk, kind=CardKind.CREDIT)] == ["STRONG", "WEAK"]
    rated("second")
    history = rating_history(actor=manager, customer_id=pk, kind=CardKind.CREDIT)
    lines = {line["factor"]: line for line in history[0].lines}
    assert (lines["management"]["value"], lines["management"]["points"]) == ("STRONG", 100)
    assert history[1].permille == before


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([], "ANSWERS_MISSING"),
        ([AnswerDraft("management", "GREAT", "x")], "ANSWER_UNKNOWN"),
        ([AnswerDraft("sold", "GOOD", "x")], "ANSWER_UNKNOWN"),
        ([AnswerDraft("management", "GOOD", " ")], "EVIDENCE_MISSING"),
    ],
)
def test_answers_that_say_nothing(manager, answers, code):
    pk = new_books().customer("乙公司")
    with pytest.raises(Refused, match=code):
        record_answers(actor=manager, key="a", about=About(pk, CardKind.CREDIT), answers=answers, **WHEN)


def test_answers_repeated_after_the_scorecard_changed_are_answered_as_the_first_time(manager):
    about = About(new_books().customer("乙公司"), CardKind.CREDIT)
    answers = [AnswerDraft("management", "STRONG", "2025 年审计报告")]
    first = record_answers(actor=manager, now=NOW, today=TODAY, key="a", about=about, answers=answers)
    card = changed_card()
    gone = next(place for place, factor in enumerate(card["factors"]) if factor["code"] == "management")
    other = {**card["factors"][gone], "code": "leadership"}
    factors = [*card["factors"][:gone], other, *card["factors"][gone + 1 :]]
    saved = save_version(
        actor=manager, now=NOW, key="save", draft=VersionDraft(VersionKind.CREDIT, {**card, "factors": factors}, "x", 0)
    )
    asked = ask_activation(actor=manager, key="ask", version_id=saved["version_id"], **WHEN)
    director = new_people().director
    decide_scorecard(actor=director, key="yes", request_id=asked["request_id"], approve=True, note="", **WHEN)
    tomorrow = TODAY + timedelta(1)
    assert record_answers(actor=manager, now=NOW, today=tomorrow, key="a", about=about, answers=answers) == first
    with pytest.raises(Refused, match="ANSWER_UNKNOWN"):
        record_answers(actor=manager, now=NOW, today=tomorrow, key="b", about=about, answers=answers)


def test_lists_show_visible_customers_only():
    people = new_people()
    books = new_books()
    own = buyer(books, "甲客户", salesperson_id=people.owner.user_id)
    buyer(books, "丁客户", minor=90_000_000)
    rated()
    assert sum(grade_counts(actor=people.director).values()) == 2
    page = rated_page(actor=people.owner, narrowed=RatingFilter())
    assert [line.customer.id for line in page.rows] == [own]
    assert rated_page(actor=people.owner, narrowed=RatingFilter(grade="NONE")).count == 0
    cells = picture(actor=people.owner).cells
    assert [cell.customer_ids for cell in cells.values() if cell.customer_ids] == [(own,)]
    whole = picture(actor=people.director).cells
    assert sorted(cell.value.value for cell in whole.values() if cell.customer_ids) == ["A", "B"]
    assert runs(actor=people.director)[0].rated == 2
    assert runs(actor=people.owner) == ()


def test_figures_of_all_own_companies_are_for_whoever_sees_them_all(manager):
    books = new_books()
    pk = buyer(books)
    rated()
    limited = replace(manager, company_ids=frozenset({books.company_id}))
    seen, shown = (explained(actor=actor, customer_id=pk, kind=CardKind.CREDIT) for actor in (manager, limited))
    assert seen is not None
    assert shown is not None
    assert (shown.rating.grade, shown.rating.permille) == (seen.rating.grade, seen.rating.permille)
    assert any(line.value is not None for line in seen.lines)
    assert [line.value for line in shown.lines] == [None] * len(seen.lines)
    (row,) = rated_page(actor=limited, narrowed=RatingFilter()).rows
    assert (row.rating.facts, row.rating.positions) == ({}, {})
    assert {cell.open_minor for cell in picture(actor=limited).cells.values()} == {None}
    assert what_if(actor=limited, version=newest(kind=VersionKind.CREDIT), today=TODAY) is None
