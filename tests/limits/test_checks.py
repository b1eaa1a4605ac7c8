"""A forged row of each kind is found by the check of the books (C2)."""

from __future__ import annotations

import pytest

from huikuan.approvals.models import Request
from huikuan.limits.checks import check_limits
from huikuan.limits.models import LimitEntry
from tests.limits.office import Office, new_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    made = new_office()
    made.give()
    made.set(made.imported())
    return made


def broken() -> list[tuple[str, str]]:
    (found,) = check_limits()
    assert found.invariant == "C2"
    return [(row.expected, row.found) for row in found.broken]


def test_limits_that_were_approved_are_well(office: Office) -> None:
    assert broken() == []
    assert check_limits()[0].checked == 2


def test_an_entry_nobody_approved(office: Office) -> None:
    Request.objects.update(state="WITHDRAWN", decided_by=None, decided_at=None, decided_act=None)
    assert broken() == [("an approved request", "WITHDRAWN")]


def test_an_entry_other_than_asked_and_an_approval_without_entry(office: Office) -> None:
    given = LimitEntry.objects.exclude(request=None).get()
    other = office.ask(2_000_000)
    LimitEntry.objects.create(
        line=given.line,
        amount_minor=5,
        currency="CNY",
        valid_from=given.valid_from,
        reason="x",
        source="REQUEST",
        request_id=other,
        act_id=given.act_id,
        at=given.at,
    )
    decided = Request.objects.exclude(decided_by=None).get()
    made = {
        "decided_by_id": decided.decided_by_id,
        "decided_at": decided.decided_at,
        "decided_act_id": decided.decided_act_id,
    }
    Request.objects.filter(pk=other).update(state="APPROVED", **made)
    (found,) = broken()
    assert found[0].startswith("as asked")
    third = office.ask(3_000_000)
    Request.objects.filter(pk=third).update(state="APPROVED", **made)
    assert broken()[1:] == [("an entry in the journal", "none")]
