"""Who may pass money on to another own company or into another currency, and take it back."""

from __future__ import annotations

from typing import Any

from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, post, receipt


def passed(office: Office) -> dict[str, Any]:
    """Money of the owner's customer that became dollars."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.operations.passing_on import Passing, PassingDraft, pass_on
    from tests.books import NOW

    draft = PassingDraft(office.receipt, (Passing(office.books.company_id, "USD", 7_000, 1_000, 142_857),))
    done = pass_on(actor=SYSTEM, now=NOW, key=office.books.key(), draft=draft)
    return {"receipt_id": office.receipt, "passed_id": done["passed_ids"][0]}


def proposed(office: Office) -> dict[str, Any]:
    """A receipt of which the matcher says that it belongs to another own company, and to which invoice there."""
    from huikuan.receipts.models import MatchOutcome
    from tests.books import NOW, new_books

    other = new_books(f"乙方 {office.books.key()}")
    (item,) = other.invoice(office.customer, f"T {office.books.key()}", 70_000)
    share = {
        "item_id": item.pk,
        "minor": 70_000,
        "paid_minor": 70_000,
        "currency": "CNY",
        "company_id": other.company_id,
    }
    split = {
        "kind": "COMPANY",
        "customer_id": office.customer,
        "shares": [share],
        "confidence_permille": 990,
        "policy_version": "match-3",
        "reasons": [{"code": "AMOUNT_EXACT", "params": {}}],
        "against": [{"code": "OTHER_COMPANY", "params": {"company": str(other.company_id), "companies": 1}}],
        "rate_day": None,
    }
    said = {"decision": "PROPOSED", "policy_version": "match-3", "candidates": [], "splits": [split], "looked_at": NOW}
    MatchOutcome.objects.update_or_create(receipt_id=office.receipt, defaults=said)
    return {"receipt_id": office.receipt, "place": 0}


def typed(office: Office) -> dict[str, Any]:
    """Seventy yuan for ten dollars."""
    return {"company": office.books.company_id, "currency": "USD", "amount": "70.00", "rate": "0.142857"}


ROUTES: tuple[Route, ...] = (
    post("pass_on", (403, 303, 403), receipt, typed),
    post("pass_on", (403, 422, 403), receipt, lambda o: {**typed(o), "rate": ""}),
    post("pass_on", (403, 422, 403), receipt, lambda o: {**typed(o), "amount": "700.01"}),
    post("take_passed_back", (403, 303, 403), passed, NOTHING),
    post("take_passed_back", (403, 404, 403), lambda o: {**passed(o), "passed_id": 999_999}, NOTHING),
    post("pass_on_proposed", (403, 303, 403), proposed, NOTHING),
    post("pass_on_proposed", (403, 422, 403), lambda o: {**proposed(o), "place": 7}, NOTHING),
)
