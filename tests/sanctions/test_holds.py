"""What came up since a sanction was proposed: a promise, a case, or money not used yet. Nothing goes out while it holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huikuan.cases.rules import Event
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.sanctions.models import Sanction
from huikuan.sanctions.operations.applying import notify_sanction
from huikuan.sanctions.operations.climbing import propose_by_policy
from huikuan.sanctions.operations.deciding import decide_sanction
from huikuan.sanctions.operations.ending import release_paid
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.queries.debtors import debtors
from huikuan.sanctions.rules.ladder import Item, covered, left_to_pay
from tests.books import NOW
from tests.cases.acting import moved, opened
from tests.clocks.office import TODAY, ClockOffice, new_office
from tests.sanctions.test_arriving import proposed

pytestmark = pytest.mark.django_db
OWED = 100_000


def approved(office: ClockOffice) -> int:
    done = proposed(office)
    decided(office, done)
    return int(done["sanction_id"])


def decided(office: ClockOffice, done: dict[str, Any]) -> None:
    request = {"request_id": done["request_id"], "approve": True, "note": "同意"}
    decide_sanction(actor=office.people.director, now=NOW, today=TODAY, key=office.books.key(), **request)


def goes_out(office: ClockOffice, sanction_id: int) -> None:
    notify_sanction(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), sanction_id=sanction_id, way=Way.POST)


def proposes(office: ClockOffice) -> int:
    done = propose_by_policy(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key())
    return int(done["proposed"])


def promised(office: ClockOffice) -> None:
    draft = PromiseDraft(
        office.customer, office.books.company_id, "CNY", OWED, TODAY + timedelta(days=7), "高经理", Channel.CALL,
        receivable_ids=(office.item.pk,),
    )  # fmt: skip
    make_promise(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def test_a_promise_made_since_stops_approval_and_letter() -> None:
    office = new_office()
    done = proposed(office)
    promised(office)
    with pytest.raises(Refused, match="LADDER_HELD_PROMISE"):
        decided(office, done)


def test_a_promise_made_after_the_approval_stops_the_letter() -> None:
    office = new_office()
    sanction_id = approved(office)
    promised(office)
    with pytest.raises(Refused, match="LADDER_HELD_PROMISE"):
        goes_out(office, sanction_id)
    assert Sanction.objects.get(pk=sanction_id).noticed_on is None


def test_money_that_covers_the_debt_stops_the_letter_until_it_is_used_and_releases_then() -> None:
    office = new_office()
    sanction_id = approved(office)
    receipt = office.books.receipt(OWED, office.customer, TODAY)
    with pytest.raises(Refused, match="LADDER_HELD_MONEY"):
        goes_out(office, sanction_id)
    assert proposes(office) == 0
    office.books.allocate(receipt, (office.item, OWED))
    with pytest.raises(Refused, match="SANCTION_NOTHING_LEFT"):
        goes_out(office, sanction_id)


@pytest.mark.parametrize("short", ["amount", "currency", "customer"])
def test_money_that_does_not_cover_it_holds_nothing(short: str) -> None:
    office = new_office()
    sanction_id = approved(office)
    whose = office.books.customer("丁公司") if short == "customer" else office.customer
    more = {"currency": "USD"} if short == "currency" else {}
    office.books.receipt(OWED - 1 if short == "amount" else OWED, whose, TODAY, **more)
    goes_out(office, sanction_id)


def test_unused_money_covers_the_oldest_items_first_and_releases_nothing_by_itself() -> None:
    old, new = (Item(pk, TODAY - timedelta(days=90 - pk), OWED, "CNY") for pk in (1, 2))
    shown = covered(items=(new, old), money={"CNY": OWED + OWED // 2})
    assert [(one.receivable_id, one.held_by) for one in shown] == [(2, ""), (1, "MONEY")]
    assert left_to_pay(items=shown, asked=frozenset({1, 2}), today=TODAY) == 2 * OWED


def test_a_debt_in_a_case_climbs_no_ladder_until_the_case_ends() -> None:
    office = new_office()
    sanction_id = approved(office)
    case = opened(office.books, office.customer, {office.item.pk: OWED})
    with pytest.raises(Refused, match="LADDER_HELD_CASE"):
        goes_out(office, sanction_id)
    (held,) = {item.held_by for one in debtors(today=TODAY).values() for item in one.items}
    assert held == "CASE"
    release_paid(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key())
    moved(office.books, case, Event.WITHDRAW, note="撤回")
    goes_out(office, sanction_id)


def test_the_ladder_proposes_nothing_about_a_debt_in_a_case() -> None:
    office = new_office()
    case = opened(office.books, office.customer, {office.item.pk: OWED})
    assert proposes(office) == 0
    moved(office.books, case, Event.WITHDRAW, note="撤回")
    assert proposes(office) == 1
