"""Guards of credit control: orders, decisions, holds, waivers, exclusions, stops, policies; with the rows they are tried on."""

from __future__ import annotations

from django.db.models import F

from huikuan.credit.models import Decision, Hold, Waiver
from huikuan.credit.operations.holds import Release, release_hold
from huikuan.credit.operations.policies import save_credit_policy
from huikuan.credit.operations.stopping import ExclusionDraft, StopDraft, exclude, lift_stop, stop_credit
from huikuan.credit.operations.waivers import WaiverDraft, ask_waiver, decide_waiver
from huikuan.credit.rules.orders import ExclusionScope
from huikuan.credit.rules.policy import shipped_policy
from tests.books import NOW
from tests.credit.desk import TODAY, new_desk
from tests.guards.tables import Guard, changed, copied

GUARDS: tuple[Guard, ...] = (
    ("credit.PolicyVersion", "number", copied()),
    ("credit.Commitment", "credit_order_once", copied()),
    ("credit.Commitment", "credit_order_numbered", copied(number="")),
    ("credit.Commitment", "credit_order_amount", changed(ordered_minor=10**13 + 1)),
    ("credit.Commitment", "credit_order_not_negative", changed(released_minor=-1)),
    ("credit.Commitment", "credit_order_delivered", changed(delivered_minor=F("ordered_minor") + 1)),
    ("credit.Commitment", "credit_order_released", changed(released_minor=F("ordered_minor") + 1)),
    ("credit.Commitment", "credit_order_invoiced", changed(invoiced_minor=F("delivered_minor") + 1)),
    ("credit.Decision", "credit_decision_amount", copied(amount_minor=0)),
    ("credit.Decision", "credit_decision_about_an_order", copied(order_number="")),
    ("credit.Decision", "credit_blocked_takes_nothing", copied({"reserved": True}, severity="HOLD")),
    ("credit.Hold", "credit_held_once", copied({"state": "HELD"})),
    ("credit.Hold", "credit_release_four_eyes", changed(placed_by_id=F("settled_by_id"))),
    ("credit.Hold", "credit_settled_with_reason", changed(reason="")),
    ("credit.Hold", "credit_settled_at_a_moment", changed(settled_at=None)),
    ("credit.Waiver", "credit_waiver_amount", changed(most_minor=0)),
    ("credit.Waiver", "credit_waiver_four_eyes", changed(approver_id=F("asked_by_id"))),
    ("credit.Waiver", "credit_waiver_approved_by_somebody", changed(approver_name="")),
    ("credit.Waiver", "credit_waiver_used_for_a_decision", changed(state="ASKED")),
    ("credit.Waiver", "credit_waiver_for_an_order", changed(reason="")),
    ("credit.Waiver", "request_id", copied(used_by=None, state="ASKED")),
    ("credit.Waiver", "used_by", copied(request_id=99)),
    ("credit.Exclusion", "credit_exclusion_scope", changed(order_number="SO1")),
    ("credit.Exclusion", "credit_exclusion_has_reason", changed(reason="")),
    ("credit.CreditStop", "credit_stopped_once", copied({"lifted_at": None, "company": None})),
    ("credit.CreditStop", "credit_stopped_once_by_company", copied({"company__isnull": False})),
    ("credit.CreditStop", "credit_stop_has_reason", changed(reason="")),
    ("credit.CreditStop", "credit_stop_lifted_with_reason", changed(lifted_at=NOW, lifted_because="")),
)


def ground() -> None:
    """An order let through, one held, one released, one by a waiver; an exclusion, a lifted stop and one that runs, a policy."""
    desk = new_desk()
    desk.ask(1_000, "SO1")
    held = desk.ask(200_000, "SO2", actor=desk.people.owner)["hold_id"]
    draft = WaiverDraft(held, 200_000, TODAY, "首单")
    asked = ask_waiver(**desk.acting(desk.people.owner), today=TODAY, waiver=draft)
    decide_waiver(
        **desk.acting(desk.credit_manager), today=TODAY, request_id=asked["request_id"], approve=True, note=""
    )
    desk.ask(200_000, "SO2", actor=desk.people.owner)
    released = desk.ask(300_000, "SO3", actor=desk.people.owner)
    release = Release(released["hold_id"], released["decision_id"], "在途")
    release_hold(**desk.acting(desk.credit_manager), today=TODAY, release=release)
    desk.ask(400_000, "SO4", actor=desk.people.owner)
    rule_off = ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "x")
    exclude(**desk.acting(desk.credit_manager), today=TODAY, exclusion=rule_off)
    for lifted in (True, False):
        done = stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=StopDraft(desk.buyer, "x"))
        if lifted:
            lift_stop(**desk.acting(desk.credit_manager), stop_id=done["stop_id"], reason="x")
    own = StopDraft(desk.buyer, "x", order_number="SO1", company_id=desk.books.company_id)
    stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=own)
    save_credit_policy(**desk.acting(desk.credit_manager), today=TODAY, policy=shipped_policy(), replaces=0)
    assert Waiver.objects.get().state == "USED"
    assert sorted(Hold.objects.values_list("state", flat=True)) == ["CLEARED", "HELD", "RELEASED"]
    assert Decision.objects.filter(reserved=True).exists()
