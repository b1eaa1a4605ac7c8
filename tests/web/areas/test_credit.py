"""Pages of credit control: the hold list and its acts, a question about a customer, the rules."""

from __future__ import annotations

from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from huikuan.accounts.models import UserRole
from huikuan.accounts.queries import actor_of
from huikuan.credit.models import Commitment, CreditStop, Decision, Exclusion, Hold, PolicyVersion, Waiver
from huikuan.credit.operations.checking import check_credit
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.actor import Role
from tests.books import NOW
from tests.web.office import KEY, Office
from tests.web.route_lists.credit import hold

pytestmark = pytest.mark.django_db
_keys = count()


def send(browser: Client, name: str, *ids: int, **typed: object) -> object:
    return browser.post(reverse(name, args=ids), {"key": f"{KEY}{next(_keys)}", **typed}, follow=True)


def text_of(response: object) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]


def test_a_held_order_is_shown_with_its_reasons_and_released(office: Office) -> None:
    hold_id = hold(office)["hold_id"]
    director = office.browser("director")
    page = text_of(director.get(reverse("holds") + f"?row={hold_id}"))
    assert "Old debt is unpaid: CNY 1,234.50 is overdue" in page
    assert "The customer pays invoice F001 (CNY 1,234.50)." in page
    missing = send(director, "settle_hold", hold_id, decision="release", reason="")
    assert (missing.status_code, Hold.objects.get().state) == (422, "HELD")  # type: ignore[attr-defined]
    seen = Hold.objects.get().decision_id
    assert f'name="seen" value="{seen}"' in page
    released = send(director, "settle_hold", hold_id, decision="release", reason="款已在途", seen=seen)
    assert "Released." in text_of(released)
    assert (Hold.objects.get().state, Commitment.objects.get().ordered_minor) == ("RELEASED", 50_000)
    assert "款已在途" in text_of(director.get(reverse("holds") + f"?which=RELEASED&row={hold_id}"))


def test_an_order_that_grew_since_it_was_looked_at_is_not_released(office: Office) -> None:
    hold_id = hold(office)["hold_id"]
    seen = Hold.objects.get().decision_id
    larger = Question(office.customer, office.books.company_id, 60_000, "CNY", CheckPoint.ORDER, "SO-1", reserve=True)
    owner = actor_of(user_id=office.people["owner"])
    assert owner is not None
    check_credit(actor=owner, now=NOW, today=NOW.date(), key=office.books.key(), question=larger)
    director = office.browser("director")
    late = send(director, "settle_hold", hold_id, decision="release", reason="在途", seen=seen)
    assert "More is asked for in order SO-1 than you saw." in text_of(late)
    assert f'name="seen" value="{Hold.objects.get().decision_id}"' in text_of(late)
    assert (Hold.objects.get().state, Commitment.objects.count()) == ("HELD", 0)


def test_the_panel_says_who_can_release(office: Office) -> None:
    actor = actor_of(user_id=office.people["owner"])
    assert actor is not None
    large = Question(
        office.customer, office.books.company_id, 50_000_001, "CNY", CheckPoint.ORDER, "SO-1", reserve=True
    )
    done = check_credit(actor=actor, now=NOW, today=NOW.date(), key=office.books.key(), question=large)
    address = reverse("holds") + f"?row={done['hold_id']}"
    UserRole.objects.filter(user_id=office.people["director"]).update(role=Role.CREDIT_MANAGER.value)
    page = text_of(office.browser("director").get(address))
    assert "This is for somebody else to decide: Finance director." in page
    assert ('value="release"' in page, 'value="reject"' in page) == (False, True)
    UserRole.objects.filter(user_id=office.people["director"]).update(role=Role.FINANCE_DIRECTOR.value)
    assert 'value="release"' in text_of(office.browser("director").get(address))


def test_a_held_order_is_rejected_or_checked_again(office: Office) -> None:
    hold_id = hold(office)["hold_id"]
    assert "It is still held." in text_of(send(office.browser("owner"), "check_hold_again", hold_id))
    send(office.browser("director"), "settle_hold", hold_id, decision="reject", reason="风险过高")
    assert (Hold.objects.get().state, Commitment.objects.count()) == ("REJECTED", 0)


def test_a_waiver_goes_to_the_inbox_and_lets_the_order_through_once(office: Office) -> None:
    hold_id = hold(office)["hold_id"]
    owner, director = office.browser("owner"), office.browser("director")
    low = send(owner, "ask_for_waiver", hold_id, most="1.00", expires_on="2026-03-09", reason="首单")
    assert "The waiver must cover the order" in text_of(low)
    send(owner, "ask_for_waiver", hold_id, most="500.00", expires_on="2026-03-09", reason="首单")
    request_id = Waiver.objects.get().request_id or 0
    inbox = text_of(director.get(reverse("approvals") + f"?row={request_id}"))
    assert "Let order SO-1 through once, up to CNY 500.00" in inbox
    send(director, "decide_request", request_id, decision="approve", note="")
    assert "the order goes ahead" in text_of(send(owner, "check_hold_again", hold_id))
    assert Waiver.objects.get().state == "USED"


def test_a_question_is_answered_with_reasons_and_kept_with_an_order(office: Office) -> None:
    browser = office.browser("owner")
    asked = {"amount": "100", "currency": "CNY", "at": "ORDER", "order": ""}
    page = text_of(send(browser, "ask_credit", office.customer, **asked))
    assert ("Hold" in page, "What would release it" in page, Decision.objects.count()) == (True, True, 0)
    page = text_of(send(browser, "ask_credit", office.customer, **{**asked, "order": "SO-9"}))
    assert ("It stands on the hold list" in page, Decision.objects.get().order_number) == (True, "SO-9")
    wrong = send(browser, "ask_credit", office.customer, **{**asked, "amount": "1.005"})
    assert (wrong.status_code, "1.005" in text_of(wrong)) == (422, True)  # type: ignore[attr-defined]


def test_credit_is_stopped_and_the_stop_lifted(office: Office) -> None:
    director = office.browser("director")
    assert "连续失约" in text_of(send(director, "stop_credit", office.customer, reason="连续失约", until=""))
    stop = CreditStop.objects.get()
    send(director, "lift_credit_stop", office.customer, stop.pk, reason="已付清")
    stop.refresh_from_db()
    assert (stop.lifted_because, stop.lifted_by_name) == ("已付清", "王红")


def test_the_rules_are_saved_as_the_next_version(office: Office) -> None:
    director = office.browser("director")
    page = director.get(reverse("credit_policy"))
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {"tolerance_minor": "10.00", "small_debt_minor": "2000.00", "source": "信用委员会", "seen": "0"}
    typed["debts_of_group"] = "on"
    saved = send(director, "change_credit_policy", **typed)
    assert "Version 2 is saved." in text_of(saved)
    newest = PolicyVersion.objects.get(number=2)
    assert (newest.content["small_debt_minor"], newest.content["tolerance_minor"]) == (200_000, 1_000)
    again = send(director, "change_credit_policy", **typed)
    assert (again.status_code, PolicyVersion.objects.count()) == (422, 2)  # type: ignore[attr-defined]
    kept = send(director, "change_credit_policy", **{**typed, "seen": "2", "grace_days": "99"})
    assert (kept.status_code, "信用委员会" in text_of(kept)) == (422, True)  # type: ignore[attr-defined]


def test_strangers_see_no_hold(office: Office) -> None:
    hold_id = hold(office)["hold_id"]
    stranger = office.browser("stranger")
    assert "No order is held" in text_of(stranger.get(reverse("holds")))
    assert stranger.get(reverse("holds") + f"?row={hold_id}").status_code == 404


def test_an_invoice_is_warned_about_and_entered(office: Office) -> None:
    typed = {"number": "F777", "issue_date": "2026-03-02", "due_date": "2026-03-31", "amount": "10.00"}
    page = text_of(send(office.browser("colleague"), "add_invoice", office.customer, **typed))
    assert "Invoice entered. No credit limit is set for this customer." in page


def test_a_rule_is_set_aside_and_asked_again(office: Office) -> None:
    director = office.browser("director")
    typed = {
        "rule": "OLD_DEBT",
        "at": "",
        "scope": "CUSTOMER",
        "order": "",
        "until": "2026-03-31",
        "reason": "款已在途",
    }
    for changes, said in (
        ({"until": "2026-03-01"}, "The exclusion must end between today"),
        ({"scope": "ORDER"}, "An order number belongs to an exclusion for one order"),
        ({"reason": ""}, "This field is required"),
        ({"rule": "RATE_UNKNOWN"}, "Select a valid choice"),
    ):
        assert said in text_of(send(director, "set_rule_aside", office.customer, **{**typed, **changes}))
    assert Exclusion.objects.count() == 0
    page = text_of(send(director, "set_rule_aside", office.customer, **typed))
    assert ("款已在途" in page, "Ask the rule again" in page) == (True, True)
    row = Exclusion.objects.get()
    assert (row.rule, row.check_point, row.until.isoformat(), row.approver_name) == (
        "OLD_DEBT",
        "",
        "2026-03-31",
        "王红",
    )
    assert "The rule is asked again." in text_of(send(director, "end_exclusion", office.customer, row.pk))
    again = send(director, "end_exclusion", office.customer, row.pk)
    assert (again.status_code, "has ended already" in text_of(again)) == (422, True)  # type: ignore[attr-defined]


def test_who_asked_for_a_waiver_takes_it_back_in_the_inbox_and_nobody_else(office: Office) -> None:
    hold_id = hold(office)["hold_id"]
    owner = office.browser("owner")
    send(owner, "ask_for_waiver", hold_id, most="500.00", expires_on="2026-03-09", reason="首单")
    request_id = Waiver.objects.get().request_id or 0
    send(office.browser("director"), "withdraw_request", request_id)
    assert Waiver.objects.get().state == "ASKED"
    assert "Taken back." in text_of(send(owner, "withdraw_request", request_id))
    assert (Waiver.objects.get().state, Waiver.objects.get().approver_name) == ("REJECTED", "")
    late = send(office.browser("director"), "decide_request", request_id, decision="approve", note="")
    assert (late.status_code, Waiver.objects.get().state) == (422, "REJECTED")  # type: ignore[attr-defined]
