"""Stops, exclusions, policies, and what became of an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huikuan.credit.models import Commitment, Hold, PolicyVersion
from huikuan.credit.operations.holds import recheck_hold
from huikuan.credit.operations.orders import Progress, record_order
from huikuan.credit.operations.policies import save_credit_policy
from huikuan.credit.operations.stopping import (
    ExclusionDraft,
    StopDraft,
    end_exclusion,
    exclude,
    lift_stop,
    stop_credit,
)
from huikuan.credit.policies import current_policy, policy_rows
from huikuan.credit.rules.orders import ExclusionScope
from huikuan.credit.rules.policy import CheckPoint, Rule, shipped_policy
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from tests.credit.desk import TODAY, Desk, new_desk, set_limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def test_a_stop_holds_until_it_is_lifted_or_over(desk: Desk) -> None:
    stop = StopDraft(desk.buyer, "连续两次失约", TODAY + timedelta(days=9))
    done = stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=stop)
    found = desk.ask(1)
    assert (found["decision"], found["release_by"][0]["code"]) == ("hold", "LIFT_STOP")
    assert desk.ask(1, today=TODAY + timedelta(days=10))["decision"] == "allow"
    with pytest.raises(Refused, match="STOPPED_ALREADY"):
        stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=stop)
    lift_stop(**desk.acting(desk.credit_manager), stop_id=done["stop_id"], reason="已付清")
    assert desk.ask(1)["decision"] == "allow"
    with pytest.raises(Changed, match="STOP_LIFTED"):
        lift_stop(**desk.acting(desk.credit_manager), stop_id=done["stop_id"], reason="已付清")
    again = stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=replace(stop, until=TODAY))
    later = {**desk.acting(desk.credit_manager), "today": TODAY + timedelta(days=2)}
    assert stop_credit(**later, stop=replace(stop, until=None))["stop_id"] > again["stop_id"]


def test_a_stop_of_one_order_holds_that_order_and_no_other(desk: Desk) -> None:
    stop = StopDraft(desk.buyer, "本订单货款未付", order_number="SO1")
    stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=stop)
    answers = {order: desk.ask(1, order, reserve=False)["decision"] for order in ("SO1", "SO2", "")}
    assert answers == {"SO1": "hold", "SO2": "allow", "": "allow"}
    with pytest.raises(Refused, match="STOPPED_ALREADY"):
        stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=stop)
    stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=replace(stop, order_number=""))


def test_only_who_may_release_stops_and_excludes(desk: Desk) -> None:
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        stop_credit(**desk.acting(desk.people.owner), today=TODAY, stop=StopDraft(desk.buyer, "x"))
    draft = ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "x")
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        exclude(**desk.acting(desk.people.owner), today=TODAY, exclusion=draft)


@pytest.mark.parametrize(
    ("changes", "lifted"),
    [
        ({}, True),
        ({"rule": Rule.OLD_DEBT}, False),
        ({"point": CheckPoint.DELIVERY}, False),
        ({"scope": ExclusionScope.GROUP}, True),
        ({"scope": ExclusionScope.ORDER, "order_number": "SO1"}, True),
        ({"scope": ExclusionScope.ORDER, "order_number": "SO2"}, False),
    ],
)
def test_an_exclusion_holds_in_its_scope(desk: Desk, changes: dict[str, object], lifted: bool) -> None:
    draft = ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "年度框架", Rule.OVER_LIMIT)
    done = exclude(**desk.acting(desk.credit_manager), today=TODAY, exclusion=replace(draft, **changes))  # type: ignore[arg-type]
    assert (desk.ask(100_001, "SO1", reserve=False)["decision"] == "allow") is lifted
    assert desk.ask(100_001, "SO1", reserve=False, today=TODAY + timedelta(days=1))["decision"] == "hold"
    end_exclusion(**desk.acting(desk.credit_manager), exclusion_id=done["exclusion_id"])
    assert desk.ask(100_001, "SO1", reserve=False)["decision"] == "hold"
    with pytest.raises(Changed, match="EXCLUSION_ENDED"):
        end_exclusion(**desk.acting(desk.credit_manager), exclusion_id=done["exclusion_id"])


def test_a_rule_set_aside_does_not_serve_whoever_set_it_aside(desk: Desk) -> None:
    draft = ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "年度框架", Rule.OVER_LIMIT)
    exclude(**desk.acting(desk.people.director), today=TODAY, exclusion=draft)
    assert desk.ask(100_001, actor=desk.people.director)["decision"] == "hold"
    held = desk.ask(100_001, "SO1", actor=desk.people.director)
    again = recheck_hold(**desk.acting(desk.credit_manager), today=TODAY, hold_id=held["hold_id"])
    assert (held["decision"], again["decision"]) == ("hold", "hold")  # asked by another, and still his own order
    assert desk.ask(100_001, "SO2", actor=desk.people.owner)["reserved"] is True
    assert desk.ask(1, "SO1", actor=desk.people.owner)["reserved"] is True
    desk.ask(1, "SO3", actor=desk.people.director, reserve=False)
    assert desk.ask(100_001)["decision"] == "allow"  # a program's question is nobody's own


def test_a_later_step_of_an_order_is_its_placers(desk: Desk) -> None:
    desk.ask(50_000, "SO1", actor=desk.people.director)
    draft = ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "年度框架", Rule.OLD_DEBT)
    exclude(**desk.acting(desk.people.director), today=TODAY, exclusion=draft)
    desk.books.invoice(desk.buyer, "F1", 110_000, due=date(2026, 2, 25))
    set_limit(desk.buyer, 10**9)
    assert desk.ask(50_000, "SO1", actor=desk.people.owner, point="DELIVERY")["decision"] == "hold"
    assert desk.ask(50_000, "SO2", actor=desk.people.owner)["decision"] == "allow"


def test_acts_about_days_answer_a_repeated_key_as_the_first_time(desk: Desk) -> None:
    after = TODAY + timedelta(days=9)
    acting = [desk.acting(desk.credit_manager) for _ in range(3)]
    acts = (
        lambda day: exclude(
            **acting[0], today=day, exclusion=ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "x")
        ),
        lambda day: stop_credit(**acting[1], today=day, stop=StopDraft(desk.buyer, "x", TODAY)),
        lambda day: save_credit_policy(
            **acting[2], today=day, policy=replace(shipped_policy(), source="x"), replaces=0
        ),
    )
    for once in acts:
        assert once(TODAY) == once(after)
    assert policy_rows()[0].policy.effective_from == TODAY
    with pytest.raises(Refused, match="STOP_DAY"):
        stop_credit(**desk.acting(desk.credit_manager), today=after, stop=StopDraft(desk.buyer, "x", TODAY))


def test_what_became_of_an_order_answers_a_repeated_key_after_midnight(desk: Desk) -> None:
    desk.ask(60_000, "SO1")
    acting = desk.acting(desk.people.owner)
    progress = Progress(desk.books.company_id, "SO1", delivered_minor=20_000)
    first = record_order(**acting, today=TODAY, progress=progress)
    assert record_order(**acting, today=TODAY + timedelta(days=1), progress=progress) == first


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"until": TODAY - timedelta(days=1)}, "EXCLUSION_DAY"),
        ({"until": TODAY + timedelta(days=367)}, "EXCLUSION_DAY"),
        ({"reason": " "}, "REASON_MISSING"),
        ({"reason": "x" * 301}, "REASON_TOO_LONG"),
        ({"rule": Rule.RATE_UNKNOWN}, "EXCLUSION_RATE"),
        ({"scope": ExclusionScope.ORDER}, "EXCLUSION_SCOPE"),
        ({"order_number": "SO1"}, "EXCLUSION_SCOPE"),
    ],
)
def test_what_is_not_excluded(desk: Desk, changes: dict[str, object], code: str) -> None:
    draft = replace(ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "x"), **changes)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=code):
        exclude(**desk.acting(desk.credit_manager), today=TODAY, exclusion=draft)


def test_an_edited_policy_holds_from_its_day_and_what_held_stays_on_record(desk: Desk) -> None:
    wider = replace(
        shipped_policy(), tolerance_permille=100, source="信用委员会 2026-03", effective_from=TODAY + timedelta(days=1)
    )
    done = save_credit_policy(**desk.acting(desk.credit_manager), today=TODAY, policy=wider, replaces=0)
    assert done == {"number": 2}
    assert desk.ask(110_000)["decision"] == "hold"
    assert desk.ask(110_000, today=TODAY + timedelta(days=1))["decision"] == "allow"
    assert (current_policy(today=TODAY).number, [row.policy.number for row in policy_rows()]) == (1, [2, 1])
    with pytest.raises(Changed, match="POLICY_CHANGED"):
        save_credit_policy(**desk.acting(desk.credit_manager), today=TODAY, policy=wider, replaces=0)
    with pytest.raises(Refused, match="CREDIT_NUMBER_WRONG"):
        save_credit_policy(
            **desk.acting(desk.credit_manager), today=TODAY, policy=replace(wider, grace_days=-1), replaces=2
        )
    with pytest.raises(Refused, match="POLICY_BEGINS_EARLIER"):
        save_credit_policy(
            **desk.acting(desk.credit_manager),
            today=TODAY,
            policy=replace(wider, effective_from=date(2026, 1, 1)),
            replaces=2,
        )
    with pytest.raises(NotPermitted):
        save_credit_policy(**desk.acting(desk.people.owner), today=TODAY, policy=wider, replaces=2)
    assert PolicyVersion.objects.count() == 2


def test_what_happened_to_an_order_is_taken_down_and_checked_again(desk: Desk) -> None:
    desk.ask(60_000, "SO1", actor=desk.people.owner)
    progress = Progress(desk.books.company_id, "SO1", released_minor=60_000, delivered_minor=20_000)
    done = record_order(**desk.acting(desk.people.owner), today=TODAY, progress=progress)
    assert done["check"]["decision"] == "allow"
    assert done["order"] == {"ordered": 60_000, "released": 60_000, "delivered": 20_000, "invoiced": 0, "cancelled": 0}
    desk.books.invoice(desk.buyer, "F1", 200_000, due=date(2026, 2, 20))
    more = replace(progress, delivered_minor=50_000)
    late = record_order(**desk.acting(desk.people.owner), today=TODAY, progress=more)
    assert late["check"]["decision"] == "hold"  # the goods are gone: written down, and on the list
    assert Commitment.objects.get().delivered_minor == 50_000
    assert Hold.objects.get().check_point == "DELIVERY"
    back = record_order(
        **desk.acting(desk.people.owner), today=TODAY,
        progress=replace(more, released_minor=50_000, cancelled_minor=10_000),
    )  # fmt: skip
    assert (back["check"], Commitment.objects.get().cancelled_minor) == (None, 10_000)


def test_amounts_that_do_not_fit_are_refused(desk: Desk) -> None:
    desk.ask(60_000, "SO1")
    for wrong in ({"delivered_minor": 60_001}, {"invoiced_minor": 1}, {"cancelled_minor": -1}):
        progress = Progress(desk.books.company_id, "SO1", **wrong)
        with pytest.raises(Refused, match="ORDER_AMOUNTS_WRONG"):
            record_order(**desk.acting(desk.people.owner), today=TODAY, progress=progress)
    with pytest.raises(NotPermitted, match="ORDER_NOT_VISIBLE"):
        unknown = Progress(desk.books.company_id, "SO2")
        record_order(**desk.acting(desk.people.owner), today=TODAY, progress=unknown)
