"""Security from its record to its end, with every refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.securities.models import Security, SecurityStep
from huikuan.securities.operations.ending import (
    Happened,
    claim_guarantee,
    extend_security,
    realise_security,
    release_security,
)
from huikuan.securities.operations.recording import record_security, save_haircuts
from huikuan.securities.queries import (
    haircuts_now,
    securities_in_force,
    securities_of_customer,
    security_alarms,
    security_register,
    security_view,
)
from huikuan.securities.rules import SHIPPED, SecurityDraft, SecurityKind, SecurityState
from tests.books import NOW
from tests.securities.office import TODAY, SecurityOffice, new_office

pytestmark = pytest.mark.django_db
K = SecurityKind
DONE = Happened(TODAY, "as agreed")


@pytest.fixture
def office(settings: Any, tmp_path: Any) -> SecurityOffice:
    settings.HOME = tmp_path
    return new_office()


def act(office: SecurityOffice, work: Any, security_id: int, happened: Happened = DONE, **more: Any) -> Any:
    values = {"actor": office.people.owner, "key": office.books.key(), "today": TODAY, **more}
    return work(now=NOW, security_id=security_id, happened=happened, **values)


def test_what_is_recorded_counts(office: SecurityOffice) -> None:
    first = office.counting(K.PLEDGE)
    office.record(K.DEPOSIT, valid_from=date(2026, 3, 3))
    office.record(K.DEPOSIT, valid_through=date(2026, 3, 1))
    found = securities_in_force(customer_ids=[office.customer, 999], on=TODAY)
    rows = [(row.id, row.kind, row.eligible_minor, row.currency, row.valid_through) for row in found[office.customer]]
    assert (list(found), rows) == ([office.customer], [(first, K.PLEDGE, 35_000, "CNY", None)])


def test_reads_cost_the_same_for_many(office: SecurityOffice, django_assert_num_queries: Any) -> None:
    ids = [office.books.customer(f"客户{number}") for number in range(4)]
    for customer_id in ids:
        office.record(by=SYSTEM, customer_id=customer_id)
    for wanted in (ids[:1], ids):
        with django_assert_num_queries(3):
            assert len(securities_in_force(customer_ids=wanted, on=TODAY)) == len(wanted)


def test_where_nobody_gave_any_one_query_says_so(office: SecurityOffice, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert securities_in_force(customer_ids=[office.customer], on=TODAY) == {}


def test_a_draft_with_a_fault_is_refused(office: SecurityOffice) -> None:
    with pytest.raises(Refused, match="SECURITY_GIVER"):
        office.record(K.GUARANTEE_JOINT)
    with pytest.raises(NotPermitted, match="COMPANY_NOT_VISIBLE"):
        office.record(by=replace(office.people.owner, company_ids=frozenset({0})), company_id=office.books.company_id)
    assert not Security.objects.exists()


def test_a_repeated_act_writes_once(office: SecurityOffice) -> None:
    draft = SecurityDraft(office.customer, K.DEPOSIT, 1, "CNY", TODAY)
    done = [record_security(actor=SYSTEM, now=NOW, today=TODAY, key="k", draft=draft) for _ in range(2)]
    assert (done[0] == done[1], Security.objects.count()) == (True, 1)
    with_end = office.record(valid_through=date(2026, 4, 1))
    longer = Happened(TODAY, "x", valid_through=date(2026, 5, 1))
    kept = [act(office, extend_security, with_end, longer, key="same") for _ in range(2)]
    assert (kept[0] == kept[1], SecurityStep.objects.filter(security_id=with_end).count()) == (True, 2)


def test_a_guarantor_is_claimed_in_time_with_evidence(office: SecurityOffice) -> None:
    pk = office.record(K.GUARANTEE_JOINT, giver="丙公司", principal_due=date(2025, 9, 2))
    with pytest.raises(Refused, match="SECURITY_EVIDENCE"):
        act(office, claim_guarantee, pk)
    office.attach(pk)
    act(office, claim_guarantee, pk)
    found = security_view(actor=office.people.owner, security_id=pk, today=date(2026, 12, 1))
    assert (found.row.state, found.row.claimed_on, found.row.alarms) == (SecurityState.IN_FORCE, TODAY, ())
    assert [(step.event, step.who, step.changes) for step in found.steps] == [
        ("RECORD", "owner", {}),
        ("CLAIM", "owner", {"claimed_on": "2026-03-02"}),
    ]
    assert [row.name for row in found.documents] == ["demand.pdf"]
    with pytest.raises(Changed, match="SECURITY_CHANGED"):
        act(office, claim_guarantee, pk)


def test_a_late_claim_is_refused(office: SecurityOffice) -> None:
    pk = office.record(K.GUARANTEE_ORDINARY, giver="丙公司", principal_due=date(2025, 8, 28))
    with pytest.raises(Refused, match="SECURITY_CLAIM_LATE") as caught:
        act(office, claim_guarantee, pk)
    assert caught.value.parameters == {"day": "2026-02-28"}
    # Six months from 1 September end on Sunday 1 March: today, a Monday, is in time (CC 203), unless a day was agreed.
    sunday: dict[str, Any] = {"giver": "丙公司", "principal_due": date(2025, 9, 1)}
    with pytest.raises(Refused, match="SECURITY_EVIDENCE"):
        act(office, claim_guarantee, office.record(K.GUARANTEE_ORDINARY, **sunday))
    agreed = office.record(K.GUARANTEE_ORDINARY, **sunday, guarantee_through=date(2026, 3, 1))
    with pytest.raises(Refused, match="SECURITY_CLAIM_LATE"):
        act(office, claim_guarantee, agreed)
    with pytest.raises(Refused, match="SECURITY_NOT_GUARANTEE"):
        act(office, claim_guarantee, office.record())


def test_a_guarantor_is_not_claimed_before_the_debt_is_overdue(office: SecurityOffice) -> None:
    pk = office.record(K.GUARANTEE_JOINT, giver="丙公司", principal_due=TODAY)
    office.attach(pk)
    with pytest.raises(Refused, match="SECURITY_CLAIM_EARLY") as caught:
        act(office, claim_guarantee, pk)
    assert caught.value.parameters == {"day": "2026-03-02"}
    act(office, claim_guarantee, pk, Happened(date(2026, 3, 3), "asked"), today=date(2026, 3, 3))


def test_nothing_happens_to_a_security_before_it_begins(office: SecurityOffice) -> None:
    pk = office.record(valid_from=TODAY)
    with pytest.raises(Refused, match="SECURITY_NOT_BEGUN") as caught:
        act(office, realise_security, pk, Happened(date(2026, 3, 1), "drawn", amount_minor=1), actor=office.credit)
    assert caught.value.parameters == {"day": "2026-03-02"}


@pytest.mark.parametrize(("on", "is_right"), [(date(2026, 3, 1), True), (TODAY, False)])
def test_what_has_lapsed_is_not_realised(office: SecurityOffice, on: date, is_right: bool) -> None:
    pk = office.record(valid_through=date(2026, 3, 1))
    happened = Happened(on, "drawn", amount_minor=1)
    if is_right:
        act(office, realise_security, pk, happened, actor=office.credit)
        return
    with pytest.raises(Refused, match="SECURITY_LAPSED"):
        act(office, realise_security, pk, happened, actor=office.credit)


def test_release_and_realisation_need_another_person(office: SecurityOffice) -> None:
    own = office.record(by=SYSTEM)
    mine = office.record()
    Security.objects.filter(pk=mine).update(recorded_by_id=office.credit.user_id)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        act(office, release_security, own)
    for work in (release_security, realise_security):
        with pytest.raises(NotPermitted, match="SECURITY_FOUR_EYES"):
            act(office, work, mine, actor=office.credit)
    act(office, release_security, own, actor=office.credit)
    with pytest.raises(Changed, match="SECURITY_CHANGED"):
        act(office, release_security, own, actor=office.credit)
    assert securities_in_force(customer_ids=[office.customer], on=TODAY)[office.customer][0].id == mine


@pytest.mark.parametrize(
    ("minor", "is_right"), [(None, False), (-1, False), (50_001, False), (50_000, True), (0, True)]
)
def test_realised_is_at_most_the_amount(office: SecurityOffice, minor: int | None, is_right: bool) -> None:
    pk = office.record()
    happened = Happened(TODAY, "drawn", amount_minor=minor)
    if not is_right:
        with pytest.raises(Refused, match="SECURITY_REALISED_AMOUNT"):
            act(office, realise_security, pk, happened, actor=office.credit)
        return
    act(office, realise_security, pk, happened, actor=office.credit)
    step = security_view(actor=office.credit, security_id=pk, today=TODAY).steps[-1]
    assert (step.event, step.amount_minor) == ("REALISE", minor)


@pytest.mark.parametrize(
    ("happened", "refusal"),
    [
        (Happened(TODAY, " "), "SECURITY_NOTE"),
        (Happened(TODAY, "x" * 1001), "SECURITY_NOTE"),
        (Happened(date(2026, 3, 3), "x"), "SECURITY_FUTURE"),
    ],
)
def test_an_act_says_why_and_does_not_lie_ahead(office: SecurityOffice, happened: Happened, refusal: str) -> None:
    pk = office.record()
    for work in (claim_guarantee, extend_security, release_security, realise_security):
        actor = office.credit if work in (release_security, realise_security) else office.people.owner
        with pytest.raises(Refused, match=refusal):
            act(office, work, pk, happened, actor=actor)


def test_extension(office: SecurityOffice) -> None:
    pk = office.record(valid_through=date(2026, 4, 1))
    for last in (None, date(2025, 12, 1), date(2026, 4, 1)):
        with pytest.raises(Refused, match="SECURITY_EXTEND_DAY"):
            act(office, extend_security, pk, Happened(TODAY, "x", valid_through=last))
    act(office, extend_security, pk, Happened(TODAY, "x", valid_through=date(2026, 9, 1)))
    assert security_view(actor=SYSTEM, security_id=pk, today=TODAY).row.valid_through == date(2026, 9, 1)
    lapsed = office.record(valid_through=date(2026, 3, 1))
    for given in (TODAY, date(2026, 2, 28)):
        with pytest.raises(Refused, match="SECURITY_LAPSED"):
            act(office, extend_security, lapsed, Happened(given, "x", valid_through=date(2026, 9, 1)))


def test_the_register_filters(office: SecurityOffice) -> None:
    near = office.record(K.BANK_GUARANTEE, giver="工商银行", valid_through=date(2026, 3, 20))
    far = office.record(K.DEPOSIT, valid_through=date(2026, 8, 1), document_number="D-7")
    open_end = office.record(K.MORTGAGE)

    def ids(**more: Any) -> list[int]:
        return [row.id for row in security_register(actor=SYSTEM, today=TODAY, **more)]

    assert ids() == [open_end, far, near]
    assert (ids(kind=K.DEPOSIT), ids(text="工商"), ids(text="d-7")) == ([far], [near], [far])
    assert (ids(ends_within=30), ids(ends_within=180)) == ([near], [far, near])
    assert [row.id for row in security_alarms(actor=SYSTEM, today=TODAY)] == [near, far]
    assert security_register(actor=SYSTEM, today=TODAY, kind=K.MORTGAGE)[0].ends_on is None


def test_strangers_see_nothing(office: SecurityOffice) -> None:
    pk = office.record(company_id=office.books.company_id)
    elsewhere = replace(office.people.owner, company_ids=frozenset({0}))
    for actor in (office.people.colleague, office.people.nobody, elsewhere):
        assert security_register(actor=actor, today=TODAY) == ()
        assert securities_of_customer(actor=actor, customer_id=office.customer, today=TODAY) == ()
        with pytest.raises(NotPermitted):
            security_view(actor=actor, security_id=pk, today=TODAY)
    assert len(securities_of_customer(actor=office.people.owner, customer_id=office.customer, today=TODAY)) == 1


def test_shares_are_versions(office: SecurityOffice) -> None:
    office.counting(K.PLEDGE)
    assert haircuts_now() == SHIPPED
    half = replace(SHIPPED, shares={**SHIPPED.shares, K.PLEDGE: 500}, source="board")
    assert save_haircuts(actor=office.credit, now=NOW, key="a", haircuts=half) == {"number": 1}
    assert haircuts_now() == replace(half, number=1)
    assert securities_in_force(customer_ids=[office.customer], on=TODAY)[office.customer][0].eligible_minor == 25_000
    with pytest.raises(Changed, match="HAIRCUT_CHANGED"):
        save_haircuts(actor=office.credit, now=NOW, key="b", haircuts=half)
    looks = iter((SHIPPED, haircuts_now()))
    with pytest.MonkeyPatch.context() as at_once, pytest.raises(Changed, match="HAIRCUT_CHANGED"):
        at_once.setattr("huikuan.securities.operations.recording.haircuts_now", lambda: next(looks))
        save_haircuts(actor=office.credit, now=NOW, key="e", haircuts=half)
    with pytest.raises(Refused, match="HAIRCUT_SOURCE"):
        save_haircuts(actor=office.credit, now=NOW, key="c", haircuts=replace(half, source=""))
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        save_haircuts(actor=office.people.owner, now=NOW, key="d", haircuts=half)
