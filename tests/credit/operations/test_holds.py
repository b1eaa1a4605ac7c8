"""Holds: released by another person, rejected, asked again; grace after a release; waivers used once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huikuan.credit.models import Commitment, Decision, Hold, Waiver
from huikuan.credit.operations.holds import Release, recheck_hold, reject_hold, release_hold
from huikuan.credit.operations.waivers import WaiverDraft, ask_waiver, decide_waiver
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from tests.credit.desk import TODAY, Desk, another_role, new_desk, set_limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def held(desk: Desk, minor: int = 150_000, order: str = "SO1") -> int:
    return int(desk.ask(minor, order, actor=desk.people.owner)["hold_id"])


def release(desk: Desk, hold_id: int, reason: str = "客户已付款，在途", **more: object) -> dict[str, object]:
    seen = more.pop("seen", None) or Hold.objects.get(pk=hold_id).decision_id
    acting = {**desk.acting(desk.credit_manager), "today": TODAY, **more}
    return release_hold(**acting, release=Release(hold_id, seen, reason))  # type: ignore[arg-type]


def test_a_release_by_another_person_lets_the_order_count_and_names_him(desk: Desk) -> None:
    hold_id = held(desk)
    done = release(desk, hold_id)
    assert (done["decision"], done["reserved"]) == ("warn", True)
    hold = Hold.objects.get()
    assert (hold.state, hold.settled_by_name, hold.reason) == ("RELEASED", "credit", "客户已付款，在途")
    order = Commitment.objects.get()
    assert (order.ordered_minor, order.placed_by_name) == (150_000, "owner")
    assert Decision.objects.latest("pk").override == "credit"
    assert desk.ask(1, "SO2")["decision"] == "hold"


def test_who_placed_the_order_does_not_release_it(desk: Desk) -> None:
    hold_id = held(desk)
    both = another_role(desk.people.owner, Role.CREDIT_MANAGER)
    with pytest.raises(NotPermitted, match="RELEASER_IS_PLACER"):
        release(desk, hold_id, actor=both)
    with pytest.raises(NotPermitted, match="RELEASER_NOT_A_PERSON"):
        release(desk, hold_id, actor=SYSTEM)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        release(desk, hold_id, actor=desk.people.accountant)
    with pytest.raises(Refused, match="REASON_MISSING"):
        release(desk, hold_id, reason="  ")
    assert Hold.objects.get().state == "HELD"


def test_who_enlarges_a_held_order_is_its_placer(desk: Desk) -> None:
    hold_id = held(desk)
    desk.ask(150_000, "SO1", actor=desk.people.director)  # asked again as it was: nobody's amount but the placer's
    assert Hold.objects.get().placed_by_name == "owner"
    desk.ask(400_000, "SO1", actor=desk.people.director)
    hold = Hold.objects.get()
    assert (hold.pk, hold.amount_minor, hold.placed_by_name) == (hold_id, 400_000, "director")
    with pytest.raises(NotPermitted, match="RELEASER_IS_PLACER"):
        release(desk, hold_id, actor=desk.people.director)
    desk.ask(400_001, "SO1")  # a program has no eyes of its own
    assert Hold.objects.get().placed_by_name == "director"
    release(desk, hold_id)
    assert Commitment.objects.get().placed_by_name == "director"


def test_who_placed_an_order_does_not_release_it_at_a_later_step_either(desk: Desk) -> None:
    desk.ask(60_000, "SO1", actor=desk.people.director)
    later = desk.ask(150_000, "SO1", actor=desk.people.owner)
    with pytest.raises(NotPermitted, match="RELEASER_IS_PLACER"):
        release(desk, int(later["hold_id"]), actor=desk.people.director)
    assert release(desk, int(later["hold_id"]))["reserved"] is True


def test_nobody_releases_more_than_he_saw(desk: Desk) -> None:
    first = desk.ask(150_000, "SO1", actor=desk.people.owner)
    hold_id, seen = int(first["hold_id"]), int(first["decision_id"])
    desk.ask(150_001, "SO1", actor=desk.people.owner)
    elsewhere = desk.ask(900_000, "SO2", actor=desk.people.owner)["decision_id"]
    for other in (seen, elsewhere, 99_999):
        with pytest.raises(Changed, match="HOLD_CHANGED"):
            release(desk, hold_id, seen=other)
    larger = Hold.objects.get(pk=hold_id).decision_id
    desk.ask(150_000, "SO1", actor=desk.people.owner)  # less than he saw, and asked for with the same words
    assert release(desk, hold_id, seen=larger)["reserved"] is True


def test_what_was_only_asked_is_not_released_as_what_reserves(desk: Desk) -> None:
    only = desk.ask(150_000, "SO1", actor=desk.people.owner, reserve=False)
    desk.ask(150_000, "SO1", actor=desk.people.owner)
    with pytest.raises(Changed, match="HOLD_CHANGED"):
        release(desk, int(only["hold_id"]), seen=only["decision_id"])


def test_an_amount_is_released_by_whoever_may_waive_it(desk: Desk) -> None:
    hold_id = held(desk, 50_000_001)
    with pytest.raises(NotPermitted, match="APPROVER_ROLE") as refused:
        release(desk, hold_id)
    assert refused.value.parameters == {"roles": "FINANCE_DIRECTOR"}
    assert Hold.objects.get().state == "HELD"
    assert release(desk, hold_id, actor=desk.people.director)["reserved"] is True
    assert release(desk, held(desk, 50_000_000, "SO2"))["reserved"] is True


def test_a_release_answers_a_repeated_key_as_the_first_time(desk: Desk) -> None:
    hold_id = held(desk)
    seen = Hold.objects.get().decision_id
    first = release(desk, hold_id, key="once", seen=seen)
    assert release(desk, hold_id, key="once", seen=seen, today=TODAY + timedelta(days=1)) == first


def test_a_hold_is_settled_once(desk: Desk) -> None:
    hold_id = held(desk)
    reject_hold(**desk.acting(desk.credit_manager), today=TODAY, hold_id=hold_id, reason="风险过高")
    assert Hold.objects.get().state == "REJECTED"
    assert Commitment.objects.count() == 0
    for act in (release, lambda d, h: recheck_hold(**d.acting(d.credit_manager), today=TODAY, hold_id=h)):
        with pytest.raises(Changed, match="HOLD_SETTLED"):
            act(desk, hold_id)


def test_a_recheck_lets_it_go_once_nothing_blocks(desk: Desk) -> None:
    hold_id = held(desk)
    again = recheck_hold(**desk.acting(desk.credit_manager), today=TODAY, hold_id=hold_id)
    assert (again["decision"], again["hold_id"]) == ("hold", hold_id)
    set_limit(desk.buyer, 150_000)
    again = recheck_hold(**desk.acting(desk.credit_manager), today=TODAY, hold_id=hold_id)
    assert (again["decision"], again["reserved"]) == ("allow", True)
    assert Hold.objects.get().state == "CLEARED"
    assert Commitment.objects.get().placed_by_name == "owner"


def test_grace_covers_the_order_for_its_days_and_until_it_grows(desk: Desk) -> None:
    release(desk, held(desk))
    assert desk.ask(150_000, "SO1", point="DELIVERY", reserve=False)["decision"] == "warn"
    assert desk.ask(150_001, "SO1", point="DELIVERY", reserve=False)["decision"] == "hold"
    assert (
        desk.ask(150_000, "SO1", point="DELIVERY", reserve=False, today=TODAY + timedelta(days=3))["decision"] == "warn"
    )
    assert (
        desk.ask(150_000, "SO1", point="DELIVERY", reserve=False, today=TODAY + timedelta(days=4))["decision"] == "hold"
    )


def test_grace_does_not_cover_what_the_releaser_did_not_see(desk: Desk) -> None:
    release(desk, held(desk))
    desk.books.invoice(desk.buyer, "F1", 200_000, due=date(2026, 2, 20))
    found = desk.ask(1_000, "SO1", point="DELIVERY", reserve=False)
    assert [one["code"] for one in found["reasons"] if one["blocks"]] == ["OLD_DEBT"]


def test_grace_is_spent_by_the_deliveries_it_was_given_for(desk: Desk) -> None:
    release(desk, held(desk))
    assert desk.ask(150_000, "SO1", point="DELIVERY")["decision"] == "warn"
    assert desk.ask(150_000, "SO1", point="DELIVERY")["decision"] == "hold"


def waiver(desk: Desk, hold_id: int, most: int = 150_000, **more: object) -> dict[str, object]:
    draft = WaiverDraft(hold_id, most, more.pop("expires", TODAY + timedelta(days=5)), "首单，已收定金")  # type: ignore[arg-type]
    return ask_waiver(**desk.acting(desk.people.owner), today=TODAY, waiver=draft)


def decide(desk: Desk, request_id: object, approve: bool = True) -> None:
    decide_waiver(
        **desk.acting(desk.credit_manager), today=TODAY, request_id=request_id, approve=approve, note="同意一次"  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_waiver_is_approved_by_another_person_and_used_once(desk: Desk) -> None:
    hold_id = held(desk)
    asked = waiver(desk, hold_id)
    assert desk.ask(150_000, "SO1")["decision"] == "hold"  # asked for is not approved
    decide(desk, asked["request_id"])
    assert desk.ask(150_000, "SO1", reserve=False)["decision"] == "warn"  # looking does not use it
    assert Waiver.objects.get().state == "APPROVED"
    assert desk.ask(150_000, "SO1")["reserved"] is True
    row = Waiver.objects.get()
    assert (row.state, row.approver_name, row.used_by) == ("USED", "credit", Decision.objects.latest("pk"))
    assert desk.ask(160_000, "SO1")["decision"] == "hold"
    assert Hold.objects.get(pk=hold_id).state == "CLEARED"


def test_a_waiver_ends_with_its_day_and_its_amount(desk: Desk) -> None:
    asked = waiver(desk, held(desk))
    decide(desk, asked["request_id"])
    assert desk.ask(150_001, "SO1", reserve=False)["decision"] == "hold"
    assert desk.ask(150_000, "SO1", reserve=False, today=TODAY + timedelta(days=6))["decision"] == "hold"
    assert desk.ask(150_000, "SO9", reserve=False)["decision"] == "hold"


def test_a_rejected_waiver_lifts_nothing(desk: Desk) -> None:
    asked = waiver(desk, held(desk))
    decide(desk, asked["request_id"], approve=False)
    assert Waiver.objects.get().state == "REJECTED"
    assert desk.ask(150_000, "SO1")["decision"] == "hold"


def test_a_waiver_that_does_not_lift_everything_is_not_spent(desk: Desk) -> None:
    asked = waiver(desk, held(desk))
    decide(desk, asked["request_id"])
    desk.books.invoice(desk.buyer, "F1", 200_000, due=date(2026, 2, 20))
    assert desk.ask(150_000, "SO1")["decision"] == "hold"
    assert Waiver.objects.get().state == "APPROVED"


def test_a_waiver_does_not_serve_its_giver(desk: Desk) -> None:
    asked = waiver(desk, held(desk))
    acting = {**desk.acting(desk.people.director), "today": TODAY, "approve": True, "note": ""}
    decide_waiver(**acting, request_id=asked["request_id"])  # type: ignore[arg-type]
    assert desk.ask(150_000, "SO1", actor=desk.people.director)["decision"] == "hold"
    assert Waiver.objects.get().state == "APPROVED"
    again = recheck_hold(**desk.acting(desk.people.director), today=TODAY, hold_id=Hold.objects.get().pk)
    assert (again["reserved"], Waiver.objects.get().state) == (True, "USED")  # asked for the one who placed it


def test_a_waiver_asked_for_answers_a_repeated_key_as_the_first_time(desk: Desk) -> None:
    hold_id = held(desk)
    draft = WaiverDraft(hold_id, 150_000, TODAY, "首单，已收定金")
    acting = desk.acting(desk.people.owner)
    first = ask_waiver(**acting, today=TODAY, waiver=draft)
    reject_hold(**desk.acting(desk.credit_manager), today=TODAY, hold_id=hold_id, reason="风险过高")
    assert ask_waiver(**acting, today=TODAY + timedelta(days=1), waiver=draft) == first
    with pytest.raises(Changed, match="HOLD_SETTLED"):
        ask_waiver(**desk.acting(desk.people.owner), today=TODAY, waiver=draft)


def test_a_recheck_answers_a_repeated_key_after_midnight(desk: Desk) -> None:
    acting, hold_id = desk.acting(desk.credit_manager), held(desk)
    first = recheck_hold(**acting, today=TODAY, hold_id=hold_id)
    assert recheck_hold(**acting, today=TODAY + timedelta(days=1), hold_id=hold_id) == first


def test_nobody_approves_his_own_waiver(desk: Desk) -> None:
    asked = waiver(desk, held(desk))
    both = another_role(desk.people.owner, Role.CREDIT_MANAGER)
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        decide_waiver(
            **desk.acting(both), today=TODAY, request_id=asked["request_id"], approve=True, note=""  # type: ignore[arg-type]
        )  # fmt: skip


@pytest.mark.parametrize(
    ("most", "expires", "code"),
    [
        (149_999, TODAY, "WAIVER_BELOW_ORDER"),
        (0, TODAY, "AMOUNT_OUT_OF_BOUNDS"),
        (150_000, TODAY - timedelta(days=1), "WAIVER_DAY"),
        (150_000, TODAY + timedelta(days=93), "WAIVER_DAY"),
    ],
)
def test_a_waiver_has_an_amount_and_an_end(desk: Desk, most: int, expires: date, code: str) -> None:
    hold_id = held(desk)
    with pytest.raises(Refused, match=code):
        waiver(desk, hold_id, most, expires=expires)


def test_strangers_see_no_hold(desk: Desk) -> None:
    hold_id = held(desk)
    with pytest.raises(NotPermitted, match="HOLD_NOT_VISIBLE"):
        recheck_hold(**desk.acting(desk.people.colleague), today=TODAY, hold_id=hold_id)
