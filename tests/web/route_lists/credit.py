"""Who may call the pages of credit."""

from typing import Any

from huikuan.accounts.queries import actor_of
from huikuan.credit.operations.checking import check_credit
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import Route, customer, get, post

ASKED = {"amount": "100.00", "currency": "CNY", "at": "ORDER", "order": ""}


def hold(office: Office) -> dict[str, Any]:
    """An order of the owner's customer that old debt holds."""
    actor = actor_of(user_id=office.people["owner"])
    assert actor is not None
    question = Question(office.customer, office.books.company_id, 50_000, "CNY", CheckPoint.ORDER, "SO-1", reserve=True)
    done = check_credit(actor=actor, now=NOW, today=NOW.date(), key=office.books.key(), question=question)
    return {"hold_id": done["hold_id"]}


def stop(office: Office) -> dict[str, Any]:
    """A stop that nobody of them may lift."""
    return {"customer_id": office.customer, "stop_id": 1}


def excluded(office: Office) -> dict[str, Any]:
    """A rule set aside that nobody of them may end."""
    return {"customer_id": office.customer, "exclusion_id": 1}


ROUTES: tuple[Route, ...] = (
    get("holds", (200, 200, 200)),
    get("holds", (200, 200, 200), query="?which=RELEASED&q=SO"),
    get("customer_credit", (200, 200, 404), customer),
    get("credit_policy", (200, 200, 200)),
    post("settle_hold", (403, 403, 403), hold, lambda _: {"decision": "release", "reason": "在途"}),
    post("check_hold_again", (303, 303, 404), hold, lambda _: {}),
    post(
        "ask_for_waiver", (303, 303, 404), hold,
        lambda _: {"most": "500.00", "expires_on": "2026-03-09", "reason": "首单"},
    ),
    post("ask_credit", (200, 200, 404), customer, lambda _: ASKED),
    post("stop_credit", (403, 403, 403), customer, lambda _: {"reason": "失约", "until": ""}),
    post("lift_credit_stop", (403, 403, 403), stop, lambda _: {"reason": "已付清"}),
    get("set_rule_aside", (403, 403, 403), customer),
    post("set_rule_aside", (403, 403, 403), customer, lambda _: {"rule": "OLD_DEBT"}),
    post("end_exclusion", (403, 403, 403), excluded, lambda _: {}),
    post("change_credit_policy", (403, 403, 403), lambda _: {}, lambda _: {"seen": "0"}),
)  # fmt: skip
