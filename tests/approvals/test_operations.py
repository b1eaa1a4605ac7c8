"""Somebody asks, somebody else decides, once; every refusal leaves the request as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huikuan.accounts.models import UserCompany
from huikuan.accounts.queries import actor_of
from huikuan.approvals.models import Request, TierVersion
from huikuan.approvals.operations import lapse_requests, save_tiers
from huikuan.approvals.queries import asked_by, request_row, tier_versions, waiting_for
from huikuan.approvals.rules import RequestKind, RequestState, Tier, Tiers
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Role, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from tests.approvals.requests import TODAY, asked, asked_many, decided, draft, withdrawn, withdrawn_many
from tests.books import NOW, new_books
from tests.counted import queries_of
from tests.people import People, new_people, person

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(1)


@pytest.fixture
def people() -> People:
    return new_people()


@pytest.fixture
def manager() -> Actor:
    return person("credit", Role.CREDIT_MANAGER, None)


def test_a_request_is_asked_decided_by_another_and_kept(people: People, manager: Actor) -> None:
    request_id = asked(people.owner)
    row = request_row(request_id=request_id)
    assert (row.state, row.requested_by, row.decided_by) == (RequestState.WAITING, "owner", "")
    assert [one.id for one in waiting_for(actor=manager, today=TODAY)] == [request_id]
    assert decided(manager, request_id, note=" 同意 ") == "APPROVED"
    row = request_row(request_id=request_id)
    assert (row.decided_by_id, row.decided_by, row.decided_at, row.note) == (manager.user_id, "credit", NOW, "同意")
    kept = Request.objects.get(pk=request_id)
    assert (kept.tiers_number, kept.decided_act_id is not None and kept.act_id < kept.decided_act_id) == (0, True)
    assert waiting_for(actor=manager, today=TODAY) == ()


@pytest.mark.parametrize("kind", [ActorKind.PERSON, ActorKind.TOKEN])
def test_nobody_decides_his_own_request_not_through_a_token_either(manager: Actor, kind: ActorKind) -> None:
    request_id = asked(manager)
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        decided(replace(manager, kind=kind), request_id)
    assert request_row(request_id=request_id).state is RequestState.WAITING
    with pytest.raises(IntegrityError, match="approvals_four_eyes"), transaction.atomic():
        Request.objects.update(state="APPROVED", decided_by_id=manager.user_id, decided_at=NOW, decided_act_id=1)


def test_the_amount_says_who_decides(people: People, manager: Actor) -> None:
    request_id = asked(people.owner, amount_minor=50_000_001)
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        decided(manager, request_id)
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        decided(people.auditor, request_id)
    reading = replace(people.director, kind=ActorKind.TOKEN, verbs=frozenset({Verb.VIEW}))
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        decided(reading, request_id)
    assert decided(people.director, request_id) == "APPROVED"


def test_a_request_is_decided_once(people: People, manager: Actor) -> None:
    request_id = asked(people.owner)
    assert decided(manager, request_id, approve=False, note="逾期未清") == "REJECTED"
    with pytest.raises(Changed, match="REQUEST_DECIDED"):
        decided(people.director, request_id)
    with pytest.raises(Changed, match="REQUEST_DECIDED"):
        withdrawn(people.owner, request_id)
    assert request_row(request_id=request_id).decided_by == "credit"


def test_a_rejection_says_why_and_no_note_is_endless(people: People, manager: Actor) -> None:
    request_id = asked(people.owner)
    with pytest.raises(Refused, match="REQUEST_NOTE_MISSING"):
        decided(manager, request_id, approve=False, note=" ")
    with pytest.raises(Refused, match="REQUEST_NOTE_LONG"):
        decided(manager, request_id, note="x" * 1_001)
    assert decided(manager, request_id, note="") == "APPROVED"


def test_after_its_last_day_a_request_is_over(people: People, manager: Actor) -> None:
    request_id = asked(people.owner, expires_on=TODAY)
    later = TODAY + timedelta(1)
    with pytest.raises(Refused, match="REQUEST_EXPIRED"):
        decided(manager, request_id, today=later)
    assert waiting_for(actor=manager, today=later) == ()
    assert request_row(request_id=request_id, today=later).state is RequestState.EXPIRED
    assert lapse_requests(actor=SYSTEM, now=NOW, today=later, key="day") == {"lapsed": 1}
    assert Request.objects.get(pk=request_id).state == "EXPIRED"
    with pytest.raises(Refused, match="REQUEST_EXPIRED"):
        decided(manager, request_id)


def test_one_request_waits_per_subject_and_a_lapsed_one_makes_room(people: People) -> None:
    asked(people.owner, expires_on=TODAY)
    with pytest.raises(Refused, match="REQUEST_WAITING"):
        asked(people.manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        row = Request.objects.get()
        row.pk = None
        row.save(force_insert=True)
    asked(people.manager, today=TODAY + timedelta(1))
    asked(people.owner, subject_id=2)
    assert list(Request.objects.order_by("pk").values_list("state", flat=True)) == ["EXPIRED", "WAITING", "WAITING"]


def test_many_are_asked_at_once_under_the_same_rules_all_or_none(people: People) -> None:
    asked(people.owner, subject_id=7, expires_on=TODAY)
    drafts = [draft(subject_id=number, reason=f"理由 {number} ") for number in (9, 8, 7)]
    with pytest.raises(Refused, match="REQUEST_WAITING"):
        asked_many(people.owner, drafts)
    with pytest.raises(Refused, match="REQUEST_WAITING"):
        asked_many(people.owner, [drafts[0], drafts[0]])
    with pytest.raises(Refused, match="REQUEST_REASON_MISSING"):
        asked_many(people.owner, [drafts[0], draft(subject_id=10, reason=" ")])
    with pytest.raises(Refused, match="REQUEST_WITHOUT_APPROVER"):
        asked_many(people.owner, [drafts[0], draft(subject_id=10, kind=RequestKind.CONTRACT)])
    assert Request.objects.count() == 1
    ids = asked_many(people.owner, drafts, today=TODAY + timedelta(1))
    assert [(row.subject_id, row.reason) for row in (request_row(request_id=pk) for pk in ids)] == [
        (9, "理由 9"),
        (8, "理由 8"),
        (7, "理由 7"),
    ]
    assert Request.objects.get(subject_id=7, state="EXPIRED").pk not in ids
    other_kind = draft(subject_id=9, kind=RequestKind.RATING)
    assert len(asked_many(people.owner, [other_kind])) == 1
    assert asked_many(people.owner, []) == []


def test_asking_many_costs_the_queries_of_asking_one(people: People) -> None:
    one = queries_of(lambda: asked_many(people.owner, [draft()]))
    many = [draft(subject_id=number) for number in range(2, 502)]
    assert queries_of(lambda: asked_many(people.owner, many)) == one


def test_many_are_withdrawn_all_or_none(people: People) -> None:
    own = asked_many(people.owner, [draft(subject_id=number) for number in (1, 2, 3)])
    strange = asked(people.manager, subject_id=4)
    with pytest.raises(NotPermitted, match="REQUEST_NOT_VISIBLE"):
        withdrawn_many(people.owner, [*own, strange])
    withdrawn(people.owner, own[2])
    with pytest.raises(Changed, match="REQUEST_DECIDED"):
        withdrawn_many(people.owner, own)
    withdrawn_many(people.owner, own[:2])
    states = Request.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["WITHDRAWN", "WITHDRAWN", "WITHDRAWN", "WAITING"]


def test_only_who_asked_withdraws(people: People, manager: Actor) -> None:
    request_id = asked(people.owner)
    with pytest.raises(NotPermitted, match="REQUEST_NOT_VISIBLE"):
        withdrawn(people.colleague, request_id)
    assert withdrawn(people.owner, request_id) == "WITHDRAWN"
    with pytest.raises(Changed, match="REQUEST_DECIDED"):
        decided(manager, request_id)
    of_system = asked(SYSTEM)
    assert withdrawn(SYSTEM, of_system) == "WITHDRAWN"


def test_who_does_not_see_customer_or_company_does_not_decide(people: People) -> None:
    books, other = new_books(), new_books("丙方公司")
    theirs = books.customer("乙公司", salesperson_id=people.colleague.user_id)
    ours = books.customer("戊公司", salesperson_id=people.owner.user_id)
    by_sales: dict[str, Any] = {"kind": RequestKind.CONTRACT, "roles": frozenset({Role.SALES_MANAGER})}
    hidden = asked(people.colleague, customer_id=theirs, **by_sales)
    seen = asked(people.owner, customer_id=ours, subject_id=2, **by_sales)
    assert [row.id for row in waiting_for(actor=people.manager, today=TODAY)] == [seen]
    with pytest.raises(NotPermitted, match="REQUEST_NOT_VISIBLE"):
        decided(people.manager, hidden)
    UserCompany.objects.create(user_id=people.director.user_id or 0, company_id=books.company_id)
    director = actor_of(user_id=people.director.user_id or 0)
    assert director is not None
    elsewhere = asked(people.owner, company_id=other.company_id, subject_id=3)
    with pytest.raises(NotPermitted, match="REQUEST_NOT_VISIBLE"):
        decided(director, elsewhere)
    with pytest.raises(NotPermitted, match="REQUEST_NOT_VISIBLE"):
        decided(director, 10**9)
    assert decided(director, asked(people.owner, company_id=books.company_id, subject_id=4)) == "APPROVED"
    assert asked_by(actor=people.colleague, today=TODAY).rows[0].id == hidden


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount_minor": -1}, "REQUEST_AMOUNT"),
        ({"reason": ""}, "REQUEST_REASON_MISSING"),
        ({"expires_on": YESTERDAY}, "REQUEST_OVER"),
        ({"kind": RequestKind.PRICES}, "REQUEST_WITHOUT_APPROVER"),
    ],
)
def test_a_bad_request_is_not_written(people: People, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        asked(people.owner, **more)
    assert not Request.objects.exists()


def edited(who: Actor, replaces: int, *steps: tuple[int, Role], begins: date = TODAY) -> int:
    rows = tuple(Tier(minor, frozenset({role})) for minor, role in steps)
    tiers = Tiers(RequestKind.LIMIT, replaces, begins, "董事会 2026-03", rows)
    done = save_tiers(actor=who, now=NOW, today=TODAY, key=f"tiers-{TierVersion.objects.count()}-{steps}", tiers=tiers)
    return int(done["number"])


def test_tiers_saved_again_on_the_next_day_are_answered_as_the_first_time(manager: Actor) -> None:
    rows = (Tier(0, frozenset({Role.CREDIT_MANAGER})), Tier(5, frozenset({Role.FINANCE_DIRECTOR})))
    tiers = Tiers(RequestKind.LIMIT, 0, TODAY, "董事会 2026-03", rows)
    days = (TODAY, TODAY + timedelta(1))
    said = [save_tiers(actor=manager, now=NOW, today=day, key="tiers", tiers=tiers) for day in days]
    assert said == [{"number": 2}] * 2


def test_an_edit_of_tiers_is_the_next_version_and_holds_from_its_day(people: People, manager: Actor) -> None:
    administrator = person("admin", Role.ADMINISTRATOR, None)
    tomorrow = TODAY + timedelta(1)
    number = edited(administrator, 0, (0, Role.CREDIT_MANAGER), (10, Role.FINANCE_DIRECTOR), begins=tomorrow)
    assert number == 2
    assert [one.number for one in tier_versions(kind=RequestKind.LIMIT)] == [2, 1]
    first, second = asked(people.owner), asked(people.owner, subject_id=2)
    assert decided(manager, first) == "APPROVED"
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        decided(manager, second, today=tomorrow)
    assert decided(people.director, second, today=tomorrow) == "APPROVED"
    assert list(Request.objects.order_by("pk").values_list("tiers_number", flat=True)) == [1, 2]
    with pytest.raises(Changed, match="TIERS_CHANGED"):
        edited(administrator, 0, (0, Role.CREDIT_MANAGER))


def test_of_two_who_edit_tiers_at_once_one_looks_again(manager: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(manager, 0, (0, Role.CREDIT_MANAGER), (5, Role.FINANCE_DIRECTOR))
    looks = iter((0, 2))
    monkeypatch.setattr("huikuan.approvals.operations._newest", lambda _kind: next(looks))
    with pytest.raises(Changed, match="TIERS_CHANGED") as caught:
        edited(manager, 0, (0, Role.CREDIT_MANAGER), (4, Role.FINANCE_DIRECTOR))
    assert caught.value.parameters == {"number": 2}
    assert [one.number for one in tier_versions(kind=RequestKind.LIMIT)] == [2, 1]


def test_nobody_undoes_what_narrows_him_from_a_later_day(people: People, manager: Actor) -> None:
    later = TODAY + timedelta(30)
    edited(people.director, 0, (0, Role.CREDIT_MANAGER), (10, Role.FINANCE_DIRECTOR), begins=later)
    with pytest.raises(Refused, match="TIER_FOR_ONESELF"):
        edited(manager, 2, (0, Role.CREDIT_MANAGER), (50_000_001, Role.FINANCE_DIRECTOR), begins=TODAY)
    assert edited(manager, 2, (0, Role.CREDIT_MANAGER), (5, Role.FINANCE_DIRECTOR), begins=TODAY) == 3


def test_nobody_widens_what_he_decides_himself(people: People, manager: Actor) -> None:
    with pytest.raises(Refused, match="TIER_FOR_ONESELF"):
        edited(manager, 0, (0, Role.CREDIT_MANAGER))
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        edited(people.owner, 0, (0, Role.CREDIT_MANAGER))
    assert edited(manager, 0, (0, Role.CREDIT_MANAGER), (5, Role.FINANCE_DIRECTOR)) == 2


@pytest.mark.parametrize(
    ("steps", "begins", "code"),
    [([(1, Role.CREDIT_MANAGER)], TODAY, "TIERS_FROM_ZERO"), ([(0, Role.CREDIT_MANAGER)], YESTERDAY, "TIERS_BEGIN")],
)
def test_faulty_tiers_are_not_saved(people: People, steps: list[tuple[int, Role]], begins: date, code: str) -> None:
    with pytest.raises(Refused, match=code):
        edited(person("admin", Role.ADMINISTRATOR, None), 0, *steps, begins=begins)
    assert not TierVersion.objects.exists()
