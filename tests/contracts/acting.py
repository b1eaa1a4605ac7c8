"""Contracts for tests, drafted and signed through the acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.contracts.operations.drafting import ContractDraft, draft_contract
from huikuan.contracts.operations.happening import EventDraft
from huikuan.contracts.rules.terms import Terms, Trigger
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.plan_firing import EventToRecord, Signing, fire_milestones, sign_contract
from tests.books import Books
from tests.contracts.agreed import SIGNED, TODAY, terms


def drafted(books: Books, customer_id: int, agreed: Terms | None = None, number: str = "HT-1", **more: Any) -> int:
    """A draft contract; its id."""
    draft = ContractDraft(customer_id, number, agreed or terms(), **more)
    done = draft_contract(
        actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), company_id=books.company_id, contract=draft
    )
    return int(done["contract_id"])


def signed(books: Books, customer_id: int, agreed: Terms | None = None, on: date = SIGNED, **more: Any) -> int:
    """A signed contract; its id."""
    contract_id = drafted(books, customer_id, agreed, **more)
    sign_contract(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), signing=Signing(contract_id, on))
    return contract_id


def happens(books: Books, contract_id: int, kind: Trigger, on: date, **more: Any) -> dict[str, Any]:
    """An event of the contract; what the act says."""
    numbers = more.pop("invoice_numbers", {})
    what = EventToRecord(contract_id, EventDraft(kind, on, **more), numbers)
    return fire_milestones(actor=SYSTEM, now=books.now, key=books.key(), record_of=what)
