"""Interest by what the contract says: a rate a day, a rate above the cap, none; one item never keeps the others from being claimed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huikuan.contracts.rules.terms import Clauses, LateBasis, Trigger
from huikuan.interest.models import Charge
from huikuan.interest.operations.claiming import Claim, propose_interest
from huikuan.interest.operations.rates import save_interest_policy
from huikuan.interest.queries import accrued
from huikuan.interest.rules.bases import Basis
from huikuan.interest.rules.charging import InterestPolicy
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receivables.models import Receivable
from tests.books import Books, new_books
from tests.contracts.acting import happens, signed
from tests.contracts.agreed import part, terms

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 3, 31, 1, 30, tzinfo=UTC), date(2026, 3, 31)
WHOLE = (part(1, "全款", Trigger.DELIVERY, 1000, days=30),)


def late_by(books: Books, customer_id: int, number: str, **clauses: object) -> Receivable:
    """10,000.00 delivered on 8 January and due on 9 February (7 and 8 February are a weekend), by its own contract."""
    agreed = terms(10_000_00, WHOLE, clauses=Clauses(**clauses))  # type: ignore[arg-type]
    contract_id = signed(books, customer_id, agreed, number=number)
    happens(books, contract_id, Trigger.DELIVERY, date(2026, 1, 8))
    return Receivable.objects.get(invoice__contract=number)


def propose(books: Books, *rows: Receivable) -> list[Charge]:
    claim = Claim(books.company_id, tuple(row.pk for row in rows), TODAY)
    done = propose_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), claim=claim)
    return list(Charge.objects.filter(pk__in=done["charge_ids"]).order_by("receivable_id"))


def test_a_rate_by_the_day_is_counted_by_the_day_whatever_the_year_has() -> None:
    """10,000.00 × 0.05 % × 50 days = 250.00, under a year of 360 days too, where 18.25 % a year would be 253.47."""
    books = new_books()
    row = late_by(books, books.customer("乙"), "HT-1", late_basis=LateBasis.AGREED, late_daily_ppm=500)
    assert row.due_date == date(2026, 2, 9)
    policy = InterestPolicy(year_days=360)
    save_interest_policy(actor=SYSTEM, now=NOW, key=books.key(), policy=policy, reason="合同约定")
    (charge,) = propose(books, row)
    assert (charge.interest_minor, charge.rate_parts, charge.rate_is_daily, charge.year_days) == (
        250_00,
        5_000,
        True,
        360,
    )


def test_a_rate_above_the_cap_is_claimed_with_a_warning_beside_the_others() -> None:
    """Given a contract of 200 % a year and one of 12 %; a court may cut the first (合同编通则解释 art. 65), nobody refuses it."""
    books = new_books()
    customer = books.customer("乙")
    high = late_by(books, customer, "HT-1", late_basis=LateBasis.AGREED, late_rate_bp=20_000)
    usual = late_by(books, customer, "HT-2", late_basis=LateBasis.AGREED, late_rate_bp=1_200)
    one, other = propose(books, high, usual)
    assert (one.interest_minor, other.interest_minor) == (2_739_73, 164_38)
    assert [caution["code"] for caution in one.cautions] == ["ABOVE_LOSS", "LOAN_CAP"]


def test_no_interest_by_agreement_is_neither_the_policy_nor_in_the_way_of_others() -> None:
    books = new_books()
    customer = books.customer("乙")
    none = late_by(books, customer, "HT-1", late_basis=LateBasis.EXCLUDED)
    usual = late_by(books, customer, "HT-2", late_basis=LateBasis.AGREED, late_rate_bp=1_200)
    found = accrued(receivable_ids=[none.pk], until=TODAY)[none.pk]
    assert (found.terms.basis, found.accrued_minor, found.article) == (Basis.NONE, 0, "CC 585")
    assert [charge.receivable_id for charge in propose(books, none, usual)] == [usual.pk]
    with pytest.raises(Refused, match="INTEREST_NOTHING"):
        propose(books, none)
