"""An application from its draft to its end, with every refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.approvals.queries import request_row, waiting_for
from huikuan.customers.merging import merge_customers
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.openings.models import Opening, OpeningStep
from huikuan.openings.operations.applying import (
    OpeningDraft,
    start_opening,
    submit_opening,
    supply_document,
    waive_document,
    withdraw_opening,
)
from huikuan.openings.operations.deciding import decide_opening, save_requirements
from huikuan.openings.queries import (
    opening_view,
    openings_of_customer,
    openings_page,
    requirements_now,
    standing_of,
)
from huikuan.openings.rules import SHIPPED, CustomerKind, DocumentCode, OpeningState, Requirements, Standing
from tests.books import NOW
from tests.openings.office import PHOTO, TODAY, OpeningOffice, new_office
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Any) -> OpeningOffice:
    settings.HOME = tmp_path
    return new_office()


def supply(office: OpeningOffice, opening_id: int, code: DocumentCode, **more: Any) -> dict[str, Any]:
    values = {"actor": office.people.owner, "paper": PHOTO, **more}
    return supply_document(now=NOW, key=office.books.key(), opening_id=opening_id, code=code, **values)


def state(opening_id: int) -> str:
    return Opening.objects.values_list("state", flat=True).get(pk=opening_id)


def test_an_application_from_draft_to_approval(office: OpeningOffice) -> None:
    opening_id = office.start()
    supply(office, opening_id, DocumentCode.CONTRACT)
    office.waive(opening_id, DocumentCode.PRICE_CONFIRMATION)
    submit_opening(actor=office.people.owner, now=NOW, key=office.books.key(), opening_id=opening_id)
    request_id = office.check(opening_id, photos=(PHOTO,))
    assert [row.id for row in waiting_for(actor=office.credit, today=TODAY)] == [request_id]
    assert office.decide(request_id) == {"opening_id": opening_id, "state": "APPROVED"}
    found = opening_view(actor=office.people.owner, opening_id=opening_id, today=TODAY)
    assert (found.row.state, found.row.valid_from, found.row.valid_through) == (
        OpeningState.APPROVED,
        TODAY,
        date(2028, 3, 1),
    )
    assert [(step.event, step.state, step.who) for step in found.steps] == [
        ("START", "DRAFT", "owner"),
        ("SUBMIT", "SUBMITTED", "owner"),
        ("CHECK", "CHECKED", "manager"),
        ("APPROVE", "APPROVED", "credit"),
    ]
    assert found.check is not None
    assert (found.check.checker, found.check.verdict, [one.name for one in found.check.photos]) == (
        "manager",
        "SOUND",
        ["door.jpg"],
    )
    assert [(one.code.value, [file.name for file in one.files], one.waived_because) for one in found.checklist] == [
        ("CONTRACT", ["door.jpg"], ""),
        ("PRICE_CONFIRMATION", [], "known for years"),
    ]
    assert request_row(request_id=request_id).decided_by == "credit"


def test_a_rejected_application_says_why(office: OpeningOffice) -> None:
    opening_id = office.submitted()
    office.decide(office.check(opening_id), approve=False, note="no premises found")
    found = opening_view(actor=office.people.owner, opening_id=opening_id, today=TODAY)
    assert (found.row.state, found.steps[-1].note, found.row.valid_through) == ("REJECTED", "no premises found", None)


def test_one_application_runs_at_a_time(office: OpeningOffice) -> None:
    first = office.start()
    with pytest.raises(Refused, match="OPENING_RUNNING"):
        office.start()
    withdraw_opening(actor=office.people.owner, now=NOW, key=office.books.key(), opening_id=first)
    assert office.start() != first


def test_a_repeated_act_writes_once(office: OpeningOffice) -> None:
    draft = OpeningDraft(office.customer, CustomerKind.COMPANY, "x")
    done = [start_opening(actor=office.people.owner, now=NOW, key="same", draft=draft) for _ in range(2)]
    assert done[0] == done[1]
    assert Opening.objects.count() == 1
    opening_id = done[0]["opening_id"]
    kept = [supply(office, opening_id, DocumentCode.OTHER)["document_id"] for _ in range(2)]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_an_application_has_a_reason(office: OpeningOffice, reason: str) -> None:
    draft = OpeningDraft(office.customer, CustomerKind.COMPANY, reason)
    with pytest.raises(Refused, match="OPENING_REASON"):
        start_opening(actor=office.people.owner, now=NOW, key="k", draft=draft)
    assert not Opening.objects.exists()


def test_documents_are_there_or_waived_before_it_is_handed_in(office: OpeningOffice) -> None:
    opening_id = office.start()
    office.waive(opening_id, DocumentCode.CONTRACT)
    with pytest.raises(Refused, match="OPENING_INCOMPLETE") as caught:
        submit_opening(actor=office.people.owner, now=NOW, key="k", opening_id=opening_id)
    assert caught.value.parameters == {"count": 1, "codes": "PRICE_CONFIRMATION"}
    assert opening_view(actor=SYSTEM, opening_id=opening_id, today=TODAY).missing == (DocumentCode.PRICE_CONFIRMATION,)


def test_a_waiver_has_a_reason_and_a_listed_document(office: OpeningOffice) -> None:
    opening_id = office.start()
    for because, code, refusal in (
        ("", DocumentCode.CONTRACT, "OPENING_WAIVER_REASON"),
        ("x", DocumentCode.BANK_PERMIT, "OPENING_NOT_LISTED"),
    ):
        with pytest.raises(Refused, match=refusal):
            waive_document(
                actor=office.people.owner, now=NOW, key=refusal, opening_id=opening_id, code=code, because=because
            )


def test_twenty_files_of_a_kind_are_enough(office: OpeningOffice, monkeypatch: Any) -> None:
    monkeypatch.setattr("huikuan.openings.operations.applying.MOST_FILES", 1)
    monkeypatch.setattr("huikuan.openings.operations.deciding.MOST_FILES", 0)
    opening_id = office.submitted()
    supply(office, opening_id, DocumentCode.OTHER)
    with pytest.raises(Refused, match="OPENING_FILES"):
        supply(office, opening_id, DocumentCode.OTHER)
    with pytest.raises(Refused, match="OPENING_FILES"):
        office.check(opening_id, photos=(PHOTO,))


def test_what_is_decided_takes_no_more_documents(office: OpeningOffice) -> None:
    opening_id = office.submitted()
    office.decide(office.check(opening_id))
    with pytest.raises(Changed, match="OPENING_DECIDED"):
        supply(office, opening_id, DocumentCode.OTHER)
    with pytest.raises(Changed, match="OPENING_DECIDED"):
        office.waive(opening_id, DocumentCode.CONTRACT)


def test_steps_come_in_their_order(office: OpeningOffice) -> None:
    opening_id = office.start()
    with pytest.raises(Changed, match="OPENING_CHANGED"):
        office.check(opening_id)
    opening_id = Opening.objects.get().pk
    office.waive(opening_id, DocumentCode.CONTRACT, DocumentCode.PRICE_CONFIRMATION)
    submit_opening(actor=office.people.owner, now=NOW, key="a", opening_id=opening_id)
    with pytest.raises(Changed, match="OPENING_CHANGED"):
        submit_opening(actor=office.people.owner, now=NOW, key="b", opening_id=opening_id)
    office.check(opening_id)
    with pytest.raises(Changed, match="OPENING_CHANGED"):
        withdraw_opening(actor=office.people.owner, now=NOW, key="c", opening_id=opening_id)
    assert OpeningStep.objects.count() == 3


def test_who_may_check_on_site(office: OpeningOffice) -> None:
    opening_id = office.submitted()
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        office.check(opening_id, by=office.people.owner)
    with pytest.raises(NotPermitted, match="CHECKER_NOBODY"):
        office.check(opening_id, by=SYSTEM)
    Opening.objects.filter(pk=opening_id).update(applicant_id=office.people.manager.user_id)
    with pytest.raises(NotPermitted, match="CHECKER_IS_APPLICANT"):
        office.check(opening_id)
    from huikuan.customers.models import Customer

    Customer.objects.filter(pk=office.customer).update(salesperson_id=office.people.manager.user_id)
    with pytest.raises(NotPermitted, match="CHECKER_IS_SALESPERSON"):
        office.check(opening_id)
    assert state(opening_id) == "SUBMITTED"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"findings": " "}, "CHECK_TEXT_MISSING"),
        ({"place": ""}, "CHECK_TEXT_MISSING"),
        ({"findings": "x" * 2001}, "CHECK_TEXT_LONG"),
        ({"place": "x" * 301}, "CHECK_TEXT_LONG"),
        ({"checked_on": date(2026, 3, 3)}, "CHECK_IN_FUTURE"),
    ],
)
def test_a_check_is_written_whole(office: OpeningOffice, values: dict[str, Any], refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        office.check(office.submitted(), **values)


def test_who_may_decide(office: OpeningOffice) -> None:
    request_id = office.check(office.submitted(), by=office.credit)
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        office.decide(request_id)  # he checked
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        office.decide(request_id, by=office.people.owner)  # he applied
    with pytest.raises(NotPermitted, match="APPROVER_ROLE"):
        office.decide(request_id, by=office.people.accountant)
    assert office.decide(request_id, by=office.people.director)["state"] == "APPROVED"
    with pytest.raises(Changed, match="REQUEST_DECIDED"):
        office.decide(request_id, by=office.people.director)


def test_another_rooms_request_is_not_decided_here(office: OpeningOffice) -> None:
    from huikuan.approvals.models import Request

    request_id = office.check(office.submitted())
    Request.objects.filter(pk=request_id).update(kind="OPENING_CHECK")
    with pytest.raises(NotPermitted, match="REQUEST_NOT_VISIBLE"):
        decide_opening(
            actor=office.credit, now=NOW, today=TODAY, key="k", request_id=request_id, approve=True, note="x"
        )


def test_strangers_see_nothing(office: OpeningOffice) -> None:
    opening_id = office.start()
    for actor in (office.people.colleague, office.people.nobody):
        with pytest.raises(NotPermitted):
            opening_view(actor=actor, opening_id=opening_id, today=TODAY)
        assert openings_page(actor=actor, today=TODAY).rows == ()
        assert openings_of_customer(actor=actor, customer_id=office.customer, today=TODAY) == ()
    with pytest.raises(NotPermitted):
        supply(office, opening_id, DocumentCode.OTHER, actor=office.people.colleague)


def test_pages_filter_by_state_and_text(office: OpeningOffice) -> None:
    opening_id = office.submitted()
    office.decide(office.check(opening_id))

    def ids(**more: Any) -> list[int]:
        return [row.id for row in openings_page(actor=SYSTEM, **{"today": TODAY, **more}).rows]

    assert ids() == [opening_id]
    assert ids(state=OpeningState.APPROVED) == [opening_id]
    assert ids(state=OpeningState.EXPIRED) == ids(state=OpeningState.DRAFT) == []
    later = date(2028, 3, 2)
    assert (ids(today=later, state=OpeningState.EXPIRED), ids(today=later, state=OpeningState.APPROVED)) == (
        [opening_id],
        [],
    )
    assert (ids(text="乙"), ids(text="丙"), ids(text="c-乙公司")) == ([opening_id], [], [opening_id])
    rows = openings_of_customer(actor=office.people.owner, customer_id=office.customer, today=later)
    assert [row.state for row in rows] == [OpeningState.EXPIRED]


def test_standing_follows_the_switch(office: OpeningOffice) -> None:
    def now(on: date = TODAY) -> Standing:
        return standing_of(customer_ids=[office.customer], on=on)[office.customer]

    assert now() is Standing.NOT_NEEDED
    office.require_from(date(2026, 3, 1))
    assert (now(), now(date(2026, 2, 28))) == (Standing.MISSING, Standing.NOT_NEEDED)
    opening_id = office.submitted()
    assert now() is Standing.WAITING
    office.decide(office.check(opening_id))
    assert (now(), now(date(2027, 3, 1)), now(date(2027, 3, 2))) == (
        Standing.APPROVED,
        Standing.APPROVED,
        Standing.EXPIRED,
    )
    office.require_from(date(2026, 3, 3))  # he was created the day before
    assert now(date(2026, 3, 5)) is Standing.NOT_NEEDED
    assert standing_of(customer_ids=[999], on=date(2026, 3, 5)) == {}


def test_standing_costs_the_same_for_many(office: OpeningOffice, django_assert_num_queries: Any) -> None:
    office.require_from(date(2026, 3, 1))
    ids = [office.books.customer(f"客户{number}") for number in range(5)]
    for wanted in (ids[:1], ids):
        with django_assert_num_queries(3):
            assert set(standing_of(customer_ids=wanted, on=TODAY).values()) == {Standing.MISSING}


def test_requirements_are_versions(office: OpeningOffice) -> None:
    assert requirements_now() == SHIPPED
    office.require_from(date(2026, 3, 1))
    assert (requirements_now().number, requirements_now().documents) == (1, SHIPPED.documents)
    with pytest.raises(Changed, match="OPENING_REQUIREMENTS_CHANGED"):
        save_requirements(actor=office.credit, now=NOW, key="k", requirements=SHIPPED)
    looks = iter((SHIPPED, requirements_now()))
    with pytest.MonkeyPatch.context() as at_once, pytest.raises(Changed, match="OPENING_REQUIREMENTS_CHANGED"):
        at_once.setattr("huikuan.openings.operations.deciding.requirements_now", lambda: next(looks))
        save_requirements(actor=office.credit, now=NOW, key="j", requirements=SHIPPED)
    bad = Requirements(1, None, 0, {}, "x")
    with pytest.raises(Refused, match="OPENING_VALIDITY_MONTHS"):
        save_requirements(actor=office.credit, now=NOW, key="k", requirements=bad)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        save_requirements(actor=office.people.owner, now=NOW, key="k", requirements=bad)


def test_a_running_application_keeps_the_list_it_began_with(office: OpeningOffice) -> None:
    opening_id = office.start()
    now = requirements_now()
    fewer = Requirements(now.number, None, 6, {CustomerKind.PUBLIC_BODY: ()}, "shorter")
    save_requirements(actor=office.credit, now=NOW, key="k", requirements=fewer)
    assert len(opening_view(actor=SYSTEM, opening_id=opening_id, today=TODAY).missing) == 2


def test_an_approver_without_the_customer_sees_no_request(office: OpeningOffice) -> None:
    request_id = office.check(office.submitted())
    other = person("other", Role.SALES_MANAGER, None)
    with pytest.raises(NotPermitted):
        office.decide(request_id, by=other)


def test_a_merged_customer_is_not_opened(office: OpeningOffice) -> None:
    into = office.books.customer("丙公司")
    merge_customers(actor=SYSTEM, now=NOW, key="m", customer_id=office.customer, into_id=into, reason="同一家")
    with pytest.raises(Refused, match="CUSTOMER_MERGED"):
        office.start(by=SYSTEM)
