"""Four eyes on security: what one person records or extends counts only once another one confirmed it by its paper."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.securities.models import SecurityConfirmation
from huikuan.securities.operations.confirming import confirm_security
from huikuan.securities.operations.ending import Happened, claim_guarantee, extend_security, release_security
from huikuan.securities.queries import SecurityRow, securities_in_force, security_view
from huikuan.securities.rules import SecurityKind
from tests.books import NOW
from tests.securities.office import TODAY, SecurityOffice, new_office

pytestmark = pytest.mark.django_db
APRIL, SEPTEMBER = date(2026, 4, 1), date(2026, 9, 1)


@pytest.fixture
def office(settings: Any, tmp_path: Any) -> SecurityOffice:
    settings.HOME = tmp_path
    return new_office()


def counted(office: SecurityOffice, on: date = TODAY) -> SecurityRow:
    (row,) = securities_in_force(customer_ids=[office.customer], on=on)[office.customer]
    return row


def confirm(office: SecurityOffice, pk: int, actor: Actor | None = None, seen: int = 1, **more: Any) -> Any:
    values = {"now": NOW, "today": TODAY, "key": office.books.key(), **more}
    return confirm_security(actor=actor or office.credit, security_id=pk, seen=seen, **values)


def extend(office: SecurityOffice, pk: int, last: date, actor: Actor | None = None) -> None:
    extend_security(
        actor=actor or office.people.owner,
        now=NOW,
        today=TODAY,
        key=office.books.key(),
        security_id=pk,
        happened=Happened(TODAY, "银行出具展期函", valid_through=last),
    )


def test_nothing_counts_before_another_person_confirmed_it(office: SecurityOffice) -> None:
    pk = office.record(SecurityKind.BANK_GUARANTEE, giver="工商银行", valid_through=APRIL)
    assert (counted(office).is_confirmed, counted(office).eligible_minor) == (False, 0)
    office.attach(pk)
    key = office.books.key()
    done = [confirm(office, pk, key=key) for _ in range(2)]
    assert (done[0] == done[1] == {"security_id": pk}, SecurityConfirmation.objects.count()) == (True, 1)
    assert (counted(office).is_confirmed, counted(office).eligible_minor) == (True, 50_000)
    step = security_view(actor=office.credit, security_id=pk, today=TODAY).steps[-1]
    assert (step.event, step.on, step.who, step.changes) == (
        "CONFIRM",
        TODAY,
        "credit",
        {"valid_through": "2026-04-01"},
    )


def test_who_recorded_or_extended_it_does_not_confirm_it(office: SecurityOffice) -> None:
    director = office.people.director
    own = office.record(by=director, valid_through=APRIL)
    office.attach(own)
    for actor, code in ((director, "SECURITY_CONFIRM_OWN"), (office.people.owner, "VERB_MISSING")):
        with pytest.raises(NotPermitted, match=code):
            confirm(office, own, actor)
    with pytest.raises(Refused, match="PERSON_NEEDED"):
        confirm(office, own, SYSTEM)
    other = office.record(valid_through=APRIL)
    office.attach(other)
    extend(office, other, SEPTEMBER, director)
    with pytest.raises(NotPermitted, match="SECURITY_CONFIRM_OWN"):
        confirm(office, other, director, seen=2)
    assert not SecurityConfirmation.objects.exists()
    confirm(office, other, seen=2)
    assert SecurityConfirmation.objects.get().recorded_by_id == director.user_id


def test_it_is_confirmed_by_its_paper_as_it_was_seen_and_once(office: SecurityOffice) -> None:
    pk = office.record()
    with pytest.raises(Refused, match="SECURITY_EVIDENCE"):
        confirm(office, pk)
    office.attach(pk)
    for seen in (0, 2):
        with pytest.raises(Changed, match="SECURITY_CHANGED"):
            confirm(office, pk, seen=seen)
    confirm(office, pk)
    with pytest.raises(Changed, match="SECURITY_CHANGED"):
        confirm(office, pk, seen=2)
    gone = office.record()
    office.attach(gone)
    happened = Happened(TODAY, "退还")
    key = office.books.key()
    release_security(actor=office.credit, now=NOW, today=TODAY, key=key, security_id=gone, happened=happened)
    with pytest.raises(Changed, match="SECURITY_CHANGED"):
        confirm(office, gone, seen=2)
    lapsed = office.record(valid_through=date(2026, 3, 1))
    office.attach(lapsed)
    with pytest.raises(Refused, match="SECURITY_LAPSED"):
        confirm(office, lapsed)


def test_an_extension_counts_through_the_day_that_was_confirmed(office: SecurityOffice) -> None:
    pk = office.counting(valid_through=APRIL)
    extend(office, pk, SEPTEMBER)
    april, later = counted(office, APRIL), counted(office, date(2026, 4, 2))
    assert (april.is_confirmed, april.eligible_minor, later.eligible_minor) == (False, 50_000, 0)
    confirm(office, pk, seen=3)
    assert (counted(office, SEPTEMBER).is_confirmed, counted(office, SEPTEMBER).eligible_minor) == (True, 50_000)


def test_a_claimed_guarantor_goes_on_counting_after_his_last_day(office: SecurityOffice) -> None:
    terms: dict[str, Any] = {"giver": "丙公司", "principal_due": date(2025, 10, 1), "valid_through": APRIL}
    pk = office.counting(SecurityKind.GUARANTEE_JOINT, **terms)
    key, happened = office.books.key(), Happened(TODAY, "律师函")
    claim_guarantee(actor=office.people.owner, now=NOW, today=TODAY, key=key, security_id=pk, happened=happened)
    assert counted(office, SEPTEMBER).eligible_minor == 25_000


def test_what_stood_before_confirmations_goes_on_counting(office: SecurityOffice) -> None:
    pk = office.record(valid_through=APRIL)
    import_module("huikuan.securities.migrations.0003_what_stood_counts").confirm_what_stood(apps, None)
    row = SecurityConfirmation.objects.get()
    assert (row.security_id, row.confirmed_by_id, row.confirmed_by_name) == (pk, None, "migration")
    assert (counted(office).is_confirmed, counted(office).eligible_minor) == (True, 50_000)
