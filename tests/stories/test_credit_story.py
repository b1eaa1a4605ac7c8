"""Story: a new customer from his opening to the first blocked order to its release (HANDBOOK A6, A10, D7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huikuan.approvals.queries import waiting_for
from huikuan.credit.models import Commitment, Decision
from huikuan.credit.operations.holds import Release, release_hold
from huikuan.kernel.actor import Role
from huikuan.kernel.refusal import NotPermitted
from huikuan.limits.operations import decide_limit, request_limit
from huikuan.limits.rules import LimitDraft, LimitKind
from tests.credit.desk import TODAY, Desk, another_role, new_desk
from tests.openings.office import OpeningOffice

pytestmark = pytest.mark.django_db
NEXT_MONTH = date(2026, 4, 10)


def codes(answer: dict[str, object], only_blocking: bool = True) -> list[str]:
    reasons = answer["reasons"]
    assert isinstance(reasons, list)
    return [one["code"] for one in reasons if one["blocks"] or not only_blocking]


def approved_limit(desk: Desk, minor: int) -> None:
    """Given the salesperson's request, when the credit manager approves it, the limit is in force."""
    draft = LimitDraft(
        desk.buyer, LimitKind.PERMANENT, minor, "CNY", TODAY, TODAY + timedelta(days=365), reason="首批合作"
    )
    done = request_limit(**desk.acting(desk.people.owner), today=TODAY, limit=draft)
    assert [row.id for row in waiting_for(actor=desk.credit_manager, today=TODAY)] == [done["request_id"]]
    decide_limit(
        **desk.acting(desk.credit_manager), today=TODAY, request_id=done["request_id"], approve=True, note="同意"
    )


def test_from_opening_to_the_first_blocked_order_to_release() -> None:
    desk = new_desk(None)
    owner, manager = desk.people.owner, desk.credit_manager
    openings = OpeningOffice(desk.books, desk.people, manager, desk.buyer)
    openings.require_from(date(2026, 1, 1))

    # No delivery before the opening is approved: the first order waits, and the answer says what is missing.
    opening_id = openings.submitted()
    first = desk.ask(30_000, "SO1", actor=owner)
    assert (first["decision"], codes(first)) == ("hold", ["OPENING"])
    assert [way["code"] for way in first["release_by"]] == ["APPROVE_OPENING"]

    # The opening is approved and a limit of 1,000.00 decided by another person: the same order goes ahead and counts.
    openings.decide(openings.check(opening_id))
    approved_limit(desk, 100_000)
    again = desk.ask(30_000, "SO1", actor=owner)
    assert (again["decision"], again["reserved"], again["exposure"]) == ("allow", True, 0)

    # Delivered and invoiced: what was an order is a receivable, and nothing counts twice.
    for point in ("DELIVERY", "INVOICE"):
        assert desk.ask(30_000, "SO1", actor=desk.people.accountant, point=point)["decision"] in ("allow", "warn")
    desk.books.invoice(desk.buyer, "F001", 30_000, due=NEXT_MONTH)
    assert desk.ask(1)["components"] == {
        "RECEIVABLES": 30_000, "DELIVERED": 0, "ORDERS": 0, "BILLS": 0, "SECURITY": 0, "ADVANCES": 0,
    }  # fmt: skip

    # The next order is too large by 100.00: held, with the amount that would release it.
    blocked = desk.ask(80_000, "SO2", actor=owner)
    assert (blocked["decision"], codes(blocked)) == ("hold", ["OVER_LIMIT"])
    assert blocked["release_by"] == [{"code": "PAY_OR_RAISE", "parameters": {"minor": 10_000, "currency": "CNY"}}]

    # Who placed it does not release it, also with the right to; the credit manager does, and the decision names him.
    both = another_role(owner, Role.CREDIT_MANAGER)
    word = Release(blocked["hold_id"], blocked["decision_id"], "货款在途，附回单")
    with pytest.raises(NotPermitted, match="RELEASER_IS_PLACER"):
        release_hold(**desk.acting(replace(both)), today=TODAY, release=word)
    done = release_hold(**desk.acting(manager), today=TODAY, release=word)
    assert (done["decision"], done["reserved"]) == ("warn", True)
    assert Decision.objects.latest("pk").override == manager.name
    assert sorted(Commitment.objects.values_list("number", "ordered_minor")) == [("SO1", 30_000), ("SO2", 80_000)]

    # He pays late: old debt blocks the next order and names the invoice; paid, it goes.
    late = NEXT_MONTH + timedelta(days=45)
    desk.books.invoice(desk.buyer, "F002", 150_000, due=NEXT_MONTH)
    approved_limit(desk, 1_000_000)
    held = desk.ask(1_000, "SO3", actor=owner, today=late)
    assert codes(held) == ["DAYS_OVERDUE", "OLD_DEBT"]
    assert {way["parameters"]["invoice"] for way in held["release_by"]} == {"F001", "F002"}
