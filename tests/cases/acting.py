"""Case files for tests, through the acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.cases.operations.moving import CostDraft, StepDraft, add_cost, move_case
from huikuan.cases.operations.opening import CaseDraft, open_case
from huikuan.cases.rules import Cost, Event, Kind
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW, Books

TODAY = date(2026, 3, 2)


def opened(books: Books, customer: int, claimed: dict[int, int], **more: Any) -> int:
    """A case of the system's."""
    actor = more.pop("actor", SYSTEM)
    draft = CaseDraft(customer, more.pop("kind", Kind.SUIT), claimed, **more)
    return int(open_case(actor=actor, now=NOW, today=TODAY, key=books.key(), draft=draft)["case_id"])


def moved(books: Books, case: int, event: Event, on: date = TODAY, **more: Any) -> str:
    """The case reaches a stage."""
    step = StepDraft(event, on, **more)
    done = move_case(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), case_id=case, step=step)
    return str(done["state"])


def cost(books: Books, case: int, *, is_claimed: bool = True) -> None:
    """The court's fee of ¥23.00, with its receipt."""
    paid = CostDraft(Cost.COURT_FEE, 2_300, TODAY, file_name="缴费.pdf", content=b"%PDF-1.4 fee", is_claimed=is_claimed)
    add_cost(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), case_id=case, cost=paid)
