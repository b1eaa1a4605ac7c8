"""Interest on what is paid late, from the day after the due date to the decision of two persons (HANDBOOK C11, FEATURES D17, D18).

given  乙公司 owes 1,000,000.00 due on 2025-12-31, nothing agreed, the decree protects us: 0.05 % a day (decree 802 Art. 17)
when   600,000.00 come on 20 January and the rest on 20 February; from 1 to 10 February an agreement stops interest
then   20 days of a million, 11 and 10 days of 400,000.00 are owed: 10,000.00 + 2,200.00 + 2,000.00; the money erases none
and    January is charged as an item of its own, the invoice stays paid; February is waived by the director, never by who asked
and    a day is claimed once, interest bears none, a petition in bankruptcy ends all that runs
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.interest.checks import check_interest
from huikuan.interest.models import Charge
from huikuan.interest.operations.claiming import Claim, charge_interest, propose_interest
from huikuan.interest.operations.pausing import PauseDraft, stop_interest
from huikuan.interest.operations.waiving import ask_interest_waiver, decide_interest_waiver
from huikuan.interest.queries import Accrued, accrued
from huikuan.interest.rules.accruing import PauseReason
from huikuan.interest.rules.bases import Basis, Terms
from huikuan.kernel.actor import Role
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.receivables.models import Invoice, Receivable
from tests.books import new_books
from tests.people import new_people, person

pytestmark = pytest.mark.django_db
K = 100_000
"""A thousand yuan."""
NOW, TODAY = datetime(2026, 3, 16, 1, 30, tzinfo=UTC), date(2026, 3, 16)
DAILY = Terms(Basis.DAILY)


def test_interest_is_proposed_charged_as_an_item_and_in_part_waived_by_two() -> None:
    books, accountant = new_books(), new_people().accountant
    director = person("story-director", Role.FINANCE_DIRECTOR, None)
    books.now = NOW
    (row,) = books.invoice(books.customer("乙公司"), "F001", 1_000 * K, date(2025, 12, 31), issued=date(2025, 12, 1))
    stopped = PauseDraft(
        row.company_id, row.customer_id, date(2026, 2, 1), PauseReason.AGREED, "补充协议第 3 条",
        date(2026, 2, 10), (row.pk,),
    )  # fmt: skip
    act: dict[str, Any] = {"actor": accountant, "now": NOW, "today": TODAY}
    stop_interest(actor=accountant, now=NOW, key=books.key(), draft=stopped)
    for minor, day in ((600 * K, date(2026, 1, 20)), (400 * K, date(2026, 2, 20))):
        books.allocate(books.receipt(minor, row.customer_id, day), (row, minor))

    def cost(item: Receivable = row) -> Accrued | None:
        return accrued(receivable_ids=[item.pk], until=TODAY, terms=DAILY).get(item.pk)

    found = cost()
    assert found is not None and (found.accrued_minor, found.article) == (1_000_000 + 220_000 + 200_000, "D802 17")
    assert [(one.piece.from_day, one.interest_minor, one.piece.pause) for one in found.interest.segments] == [
        (date(2026, 1, 1), 1_000_000, None),
        (date(2026, 1, 21), 220_000, None),
        (date(2026, 2, 1), 0, PauseReason.AGREED),
        (date(2026, 2, 11), 200_000, None),
    ]

    def proposed(through: date) -> list[int]:
        claim = Claim(row.company_id, (row.pk,), through, DAILY)
        return list(propose_interest(**act, key=books.key(), claim=claim)["charge_ids"])

    (january,), (february,) = proposed(date(2026, 1, 31)), proposed(TODAY)
    assert [(one.from_day, one.through_day) for one in Charge.objects.order_by("pk")] == [
        (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 11), date(2026, 2, 20)),
    ]  # fmt: skip
    with pytest.raises(Refused, match="INTEREST_NOTHING"):
        proposed(TODAY)

    (document,) = charge_interest(**act, key=books.key(), charge_ids=[january])["invoice_ids"]
    (item,) = Receivable.objects.filter(invoice_id=document)
    assert (item.outstanding_minor, Invoice.objects.get(pk=document).kind) == (1_220_000, "INTEREST")
    row.refresh_from_db()
    assert (row.original_minor, row.outstanding_minor, cost(item)) == (1_000 * K, 0, None)

    why = "春节期间双方协商，二月份一次性减免"
    request = ask_interest_waiver(**act, key=books.key(), charge_id=february, reason=why)["request_id"]
    answer: dict[str, Any] = {"now": NOW, "today": TODAY, "request_id": request, "approve": True, "note": "同意"}
    with pytest.raises(NotPermitted):
        decide_interest_waiver(actor=accountant, key=books.key(), **answer)
    decide_interest_waiver(actor=director, key=books.key(), **answer)
    found = cost()
    assert found is not None and (found.charged_minor, found.waived_minor, found.accrued_minor) == (
        1_220_000,
        200_000,
        0,
    )

    (other,) = books.invoice(row.customer_id, "F002", 100 * K, date(2026, 2, 28), issued=date(2026, 1, 5))
    petition = PauseDraft(
        row.company_id, row.customer_id, date(2026, 3, 11), PauseReason.BANKRUPTCY, "（2026）沪03破申8号"
    )
    stop_interest(actor=accountant, now=NOW, key=books.key(), draft=petition)
    left = cost(other)
    assert left is not None and left.accrued_minor == 10 * 5_000
    assert check_interest()[0].broken == ()
