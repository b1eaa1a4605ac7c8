"""Limits are asked for, approved by another, entered, revoked; the journal only grows and every refusal writes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.approvals.models import Request
from huikuan.approvals.rules import RequestState
from huikuan.customers.merging import merge_customers
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.limits.models import LimitEntry, LimitProposal
from huikuan.limits.operations import extend_limit, request_limit, revoke_limit, withdraw_limit
from huikuan.limits.queries import customer_limits, limits_in_force, waiting_limits
from huikuan.limits.rules import Extension, LimitKind, LimitSource, LineName, Standing
from tests.limits.office import TODAY, Office, new_office

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(1)


@pytest.fixture
def office() -> Office:
    return new_office()


def revoked(office: Office, kind: LimitKind = LimitKind.PERMANENT, reason: str = "逾期未清", **more: str) -> int:
    done = revoke_limit(
        actor=office.manager,
        now=office.now,
        today=office.today,
        key=office.books.key(),
        line=LineName(office.customer_id, kind, **more),
        reason=reason,
    )
    return int(done["entry_id"])


def extended(office: Office, through: date, kind: LimitKind = LimitKind.PERMANENT, key: str = "") -> int:
    done = extend_limit(
        actor=office.people.owner,
        now=office.now,
        today=office.today,
        key=key or office.books.key(),
        extension=Extension(LineName(office.customer_id, kind), through, "合作顺利"),
    )
    return int(done["request_id"])


def test_a_limit_is_asked_for_approved_and_in_force(office: Office) -> None:
    assert office.limit().standing is Standing.NONE
    request_id = office.ask(50_000_000, valid_through=office.day(365))
    assert office.limit().amount_minor is None
    assert [
        row.amount_minor for row in waiting_limits(customer_ids=[office.customer_id], today=TODAY)[office.customer_id]
    ] == [50_000_000]
    done = office.decide(request_id)
    assert done == {"request_id": request_id, "state": "APPROVED", "entry_id": LimitEntry.objects.get().pk}
    limit = office.limit()
    assert (limit.amount_minor, limit.currency, limit.valid_through) == (50_000_000, "CNY", office.day(365))
    (row,) = customer_limits(actor=office.manager, customer_id=office.customer_id, today=TODAY).journal
    assert (row.requested_by, row.decided_by, row.reason, row.note) == ("owner", "credit", "旺季备货", "同意")
    assert (row.is_ruling, row.holds, row.source) == (True, True, LimitSource.REQUEST)
    assert office.limit(office.day(366)).has_expired


def test_above_the_managers_tier_the_director_decides(office: Office) -> None:
    request_id = office.ask(50_000_001)
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        office.decide(request_id)
    assert not LimitEntry.objects.exists()
    office.decide(request_id, office.people.director)
    assert office.limit().amount_minor == 50_000_001


def test_who_asked_does_not_approve_and_a_rejection_enters_nothing(office: Office) -> None:
    request_id = office.ask(who=office.manager)
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        office.decide(request_id)
    done = office.decide(request_id, office.people.director, approve=False, note="先清旧账")
    assert (done["state"], done["entry_id"]) == ("REJECTED", None)
    with pytest.raises(Changed, match="REQUEST_DECIDED"):
        office.decide(request_id, office.people.director)
    assert not LimitEntry.objects.exists()


@pytest.mark.parametrize(
    ("minor", "more", "code"),
    [
        (None, {}, "LIMIT_AMOUNT_MISSING"),
        (-1, {}, "LIMIT_AMOUNT"),
        (10**13 + 1, {}, "LIMIT_AMOUNT"),
        (1, {"currency": "USD"}, "LIMIT_CURRENCY"),
        (1, {"valid_through": YESTERDAY}, "LIMIT_ENDS_BEFORE_START"),
        (1, {"valid_from": YESTERDAY}, "LIMIT_STARTS_EARLIER"),
        (1, {"kind": LimitKind.TEMPORARY}, "LIMIT_END_MISSING"),
        (1, {"kind": LimitKind.SINGLE_ORDER}, "LIMIT_ORDER_NUMBER"),
        (1, {"reason": ""}, "LIMIT_REASON_MISSING"),
    ],
)
def test_a_bad_request_writes_nothing(office: Office, minor: int | None, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        office.ask(minor, **more)
    assert (Request.objects.count(), LimitProposal.objects.count()) == (0, 0)


def test_only_who_sees_the_customer_and_may_ask_asks(office: Office) -> None:
    for stranger in (office.people.colleague, office.people.auditor, office.people.nobody):
        with pytest.raises(NotPermitted, match="VERB_MISSING|CUSTOMER_NOT_VISIBLE"):  # noqa: RUF043
            office.ask(who=stranger)
    with pytest.raises(NotPermitted, match="CUSTOMER_NOT_VISIBLE"):
        customer_limits(actor=office.people.colleague, customer_id=office.customer_id, today=TODAY)


def test_an_approval_that_comes_too_late_enters_nothing(office: Office) -> None:
    first = office.ask(valid_through=office.day(5))
    office.today = office.day(6)
    with pytest.raises(Refused, match="REQUEST_EXPIRED"):
        office.decide(first)
    assert not LimitEntry.objects.exists()
    second = office.ask()  # the one that is over makes room
    assert list(Request.objects.order_by("pk").values_list("state", flat=True)) == ["EXPIRED", "WAITING"]
    office.today = office.day(2)
    office.decide(second)
    assert (
        LimitEntry.objects.get().valid_from == office.today
    )  # a start that has passed becomes the day of the decision


def test_one_request_waits_for_a_kind_and_is_withdrawn_by_who_asked(office: Office) -> None:
    request_id = office.ask()
    with pytest.raises(Refused, match="REQUEST_WAITING"):
        office.ask()
    office.ask(kind=LimitKind.TEMPORARY, valid_through=office.day(9))
    office.ask(kind=LimitKind.SINGLE_ORDER, order_number=" A1 ")
    office.ask(kind=LimitKind.SINGLE_ORDER, order_number="A2")
    with pytest.raises(NotPermitted):
        withdraw_limit(actor=office.manager, now=office.now, key="w1", request_id=request_id)
    done = withdraw_limit(actor=office.people.owner, now=office.now, key="w2", request_id=request_id)
    assert done["state"] == RequestState.WITHDRAWN
    office.ask()


def test_kinds_of_limits_together(office: Office) -> None:
    office.give(1_000)
    office.give(3_000, kind=LimitKind.TEMPORARY, valid_through=office.day(10))
    office.give(9_000, kind=LimitKind.SINGLE_ORDER, order_number="A1")
    assert [office.limit().amount_minor, office.limit(order_number="A1").amount_minor] == [3_000, 9_000]
    assert office.limit(office.day(11)).amount_minor == 1_000
    office.give(0)
    assert office.limit(office.day(11)).is_cash_only


def test_a_revoked_limit_is_gone_and_what_it_replaced_stays_so(office: Office) -> None:
    with pytest.raises(Refused, match="LIMIT_NOT_SET"):
        revoked(office)
    office.give(1_000)
    office.give(2_000)
    revoked(office)
    assert (office.limit().amount_minor, office.limit().standing) == (None, Standing.REVOKED)
    with pytest.raises(Refused, match="LIMIT_NOT_SET"):
        revoked(office)
    with pytest.raises(Refused, match="LIMIT_REASON_MISSING"):
        revoked(office, reason=" ")
    before = limits_in_force(customer_ids=[office.customer_id], on=TODAY, known_at=office.now - timedelta(seconds=1))
    assert before[office.customer_id].amount_minor is None
    assert [row.source for row in LimitEntry.objects.order_by("pk")] == ["REQUEST", "REQUEST", "REVOCATION"]


def test_revoking_needs_the_verb(office: Office) -> None:
    office.give()
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        revoke_limit(
            actor=office.people.owner,
            now=office.now,
            today=TODAY,
            key="k",
            line=LineName(office.customer_id, LimitKind.PERMANENT),
            reason="x",
        )


def test_an_extension_is_a_request_for_the_same_through_a_later_day(office: Office) -> None:
    with pytest.raises(Refused, match="LIMIT_NOT_SET"):
        extended(office, office.day(1))
    office.give(50_000_001, valid_through=office.day(10))
    with pytest.raises(Refused, match="LIMIT_EXTENSION_EARLIER"):
        extended(office, office.day(10))
    request_id = extended(office, office.day(40), key="to day 40")
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):  # the same amount, the same tier
        office.decide(request_id)
    office.decide(request_id, office.people.director)
    assert (office.limit().amount_minor, office.limit().valid_through) == (50_000_001, office.day(40))
    assert extended(office, office.day(40), key="to day 40") == request_id  # the answer that was lost, asked again
    with pytest.raises(Refused, match="LIMIT_EXTENSION_EARLIER"):
        extended(office, office.day(40))
    office.give()
    with pytest.raises(Refused, match="LIMIT_WITHOUT_END"):
        extended(office, office.day(50))


def test_limits_are_set_in_bulk_by_few_queries(office: Office) -> None:
    others = [office.books.customer(f"客户{number}") for number in range(30)]
    drafts = [office.imported(number, customer_id=pk) for number, pk in enumerate(others)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.set(drafts[0])
    with CaptureQueriesContext(connection) as many:
        ids = office.set(*drafts[1:])
    assert len(ids) == 29
    assert len(many) == len(few)
    found = limits_in_force(customer_ids=others, on=TODAY)
    assert [found[pk].amount_minor for pk in others] == list(range(30))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount_minor": -1}, "LIMIT_AMOUNT"),
        ({"amount_minor": None}, "LIMIT_AMOUNT_MISSING"),
        ({"currency": "EUR"}, "LIMIT_CURRENCY"),
        ({"source": LimitSource.REQUEST}, "LIMIT_SOURCE_WITHOUT_REQUEST"),
        ({"source": LimitSource.REVOCATION}, "LIMIT_SOURCE_WITHOUT_REQUEST"),
    ],
)
def test_one_bad_draft_among_many_sets_none(office: Office, more: dict[str, Any], code: str) -> None:
    values: dict[str, Any] = {"amount_minor": 5, "source": LimitSource.IMPORT} | more
    minor = values.pop("amount_minor")
    with pytest.raises(Refused, match=code):
        office.set(office.imported(), office.draft(minor, **values))
    assert not LimitEntry.objects.exists()


def test_the_system_asks_and_a_person_decides(office: Office) -> None:
    request_id = office.ask(who=SYSTEM)
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        office.decide(request_id, SYSTEM)
    office.decide(request_id)
    assert office.limit().amount_minor == 1_000_000


def test_a_merged_customer_gets_no_new_limit(office: Office) -> None:
    into, waits = office.books.customer("丙公司"), office.ask()
    merge_customers(
        actor=SYSTEM, now=office.now, key="m", customer_id=office.customer_id, into_id=into, reason="同一家"
    )
    with pytest.raises(Refused, match="CUSTOMER_MERGED"):
        office.ask(who=SYSTEM)
    with pytest.raises(Refused, match="CUSTOMER_MERGED"):  # nor one that was asked for before
        office.decide(waits)
    assert (LimitProposal.objects.count(), office.limit().amount_minor) == (1, None)


def test_a_request_repeated_on_the_next_day_is_answered_as_the_first_time(office: Office) -> None:
    limit = office.draft()
    who: dict[str, Any] = {"actor": office.people.owner, "now": office.now, "key": "limit", "limit": limit}
    first = request_limit(**who, today=office.today)
    assert request_limit(**who, today=office.day(1)) == first
    with pytest.raises(Refused, match="LIMIT_STARTS_EARLIER"):
        request_limit(**who | {"key": "other"}, today=office.day(1))
