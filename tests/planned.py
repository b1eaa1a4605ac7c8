"""Plans to pay in short form: made, approved where they need it, signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from huikuan.accounts.models import User
from huikuan.accounts.queries import actor_of
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM, Actor, Role
from huikuan.receivables.models import Receivable
from huikuan.settlements.operations.planning import decide_plan, make_plan, propose_plan
from huikuan.settlements.operations.signing import Signature, sign_plan
from huikuan.settlements.rules.plans import Kind, PlanDraft, equal_parts
from tests.books import NOW, Books
from tests.people import person

TODAY = date(2026, 3, 2)


def made(books: Books, items: Sequence[Receivable], **more: Any) -> int:
    """A draft about items of one customer: three equal instalments from March 31 on unless said; its plan."""
    discount = more.pop("discount_minor", 0)
    total = sum(item.outstanding_minor for item in items) - discount
    day = more.pop("today", TODAY)
    draft = PlanDraft(
        customer_id=items[0].customer_id,
        company_id=items[0].company_id,
        currency=items[0].currency,
        kind=more.pop("kind", Kind.INSTALMENTS),
        receivable_ids=tuple(item.pk for item in items),
        parts=more.pop("parts", None) or equal_parts(total_minor=total, first=date(2026, 3, 31), number=3),
        begins_on=more.pop("begins_on", day),
        discount_minor=discount,
        **more,
    )
    done = make_plan(actor=SYSTEM, now=books.now, today=day, key=books.key(), draft=draft)
    return int(done["plan_id"])


def signed(books: Books, plan_id: int, now: datetime = NOW, today: date = TODAY) -> str:
    """Propose a draft, let the finance director approve where needed, and have the customer sign it; its state."""
    asked = propose_plan(actor=SYSTEM, now=now, today=today, key=books.key(), plan_id=plan_id, reason="客户经营困难")
    if asked["request_id"] is not None:
        answer: dict[str, Any] = {"request_id": asked["request_id"], "approve": True, "note": ""}
        decide_plan(actor=director(), now=now, today=today, key=books.key(), **answer)
    paper = Signature("高伟", today, "还款协议.pdf", BLANK_PDF)
    done = sign_plan(actor=SYSTEM, now=now, today=today, key=books.key(), plan_id=plan_id, signature=paper)
    return str(done["state"])


def planned(books: Books, items: Sequence[Receivable], **more: Any) -> int:
    """A plan that the customer signed."""
    plan_id = made(books, items, **more)
    signed(books, plan_id)
    return plan_id


def director() -> Actor:
    """The finance director, who may decide about any loss."""
    known = User.objects.filter(username="plan-director").first()
    if known is None:
        return person("plan-director", Role.FINANCE_DIRECTOR, None)
    actor = actor_of(user_id=known.pk)
    assert actor is not None
    return actor
