"""Who may call the pages of paying."""

from datetime import date
from typing import Any

from tests.web.office import Office
from tests.web.route_shapes import Route, customer, get, post


def recorded(office: Office) -> dict[str, Any]:
    """The owner's customer, of whom two versions are written down; the second step of the newest stands still."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.paying.operations import PayingDraft, Place, block_step, save_paying
    from huikuan.paying.rules.records import Block, Habits, Step
    from tests.books import NOW

    steps = (Step("请款单", usual_days=1), Step("付款", usual_days=2))
    draft = PayingDraft(office.customer, Habits(closing_day=25), steps, 0)
    save_paying(actor=SYSTEM, now=NOW, key=office.books.key(), draft=draft)
    block = Block(date(2026, 2, 27), "缺验收单")
    block_step(actor=SYSTEM, now=NOW, key=office.books.key(), place=Place(office.customer, 1, 2), block=block)
    return customer(office)


def first_version(office: Office) -> dict[str, Any]:
    return {**recorded(office), "number": 1}


HABITS = {
    "rows": "1",
    "seen": "0",
    "day_kind": "ANY_DAY",
    "roll": "NEXT",
    "invoice_form": "EITHER",
    "invoice_delivery": "ANY_WAY",
    "step_1_name": "付款",
    "step_1_kind": "PAYMENT",
}

# Whoever comes second saw a version that no longer holds: it is said at the form.
ROUTES: tuple[Route, ...] = (
    get("paying", (200, 200, 404), customer, queries=14),
    post("save_paying", (303, 422, 404), customer, lambda _: HABITS),
    post("arrange_paying", (200, 200, 404), customer, lambda _: {**HABITS, "order": "add"}),
    post(
        "block_step",
        (303, 422, 404),
        recorded,
        lambda _: {"seen": "2", "step": "1", "since": "2026-02-27", "why": "缺验收单"},
    ),
    post("mend_step", (303, 422, 404), recorded, lambda _: {"seen": "2", "step": "2"}),
    post("restore_paying", (303, 422, 404), first_version, lambda _: {"seen": "2"}),
)
