"""Statutory payment terms: cases by hand from Decree 802 (RULES_CN §3.2), 2026 calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.contracts.statutory import Buyer, Case, CaseFault, Notice, Rate, RateCode, Seller, statutory_term
from huikuan.contracts.statutory_data import CAPS, caps_on, prime_rate_on
from huikuan.kernel.calendar import BusinessCalendar

CALENDAR = BusinessCalendar()
BUYERS = {"public": Buyer.PUBLIC, "large": Buyer.LARGE, "other": Buyer.OTHER}
MONDAY = date(2026, 3, 2)


def term(buyer, seller="SMALL", delivered=MONDAY, **more):
    case = Case(BUYERS[buyer], Seller(seller), delivered, **more)
    return statutory_term(case=case, calendar=CALENDAR)


def codes(notices):
    return [notice.code.value for notice in notices]


@pytest.mark.parametrize(
    ("buyer", "seller", "delivered", "agreed", "contract_due", "statutory_due", "interest_from", "warnings"),
    [
        # 9(1): a public body pays within 30 days of delivery; a contract may agree on 60 at most
        ("public", "MICRO", "2026-03-02", None, None, "2026-04-01", "2026-04-02", []),
        ("public", "MICRO", "2026-03-02", 30, "2026-04-01", "2026-05-06", "2026-04-02", []),
        ("public", "SMALL", "2026-03-10", 60, "2026-05-09", "2026-05-09", "2026-05-10", []),  # Saturday of work
        ("public", "SMALL", "2026-03-10", 61, "2026-05-11", "2026-05-09", "2026-05-10", ["OVER_CAP"]),
        ("public", "MEDIUM", "2026-03-10", 90, "2026-06-08", "2026-05-09", "2026-05-10", ["OVER_CAP"]),
        ("public", "SMALL", "2026-03-02", 45, "2026-04-16", "2026-05-06", "2026-04-17", []),
        ("public", "SMALL", "2026-03-02", 0, "2026-03-02", "2026-05-06", "2026-03-03", []),
        # CC 203: 30 days from 09-01 end in the National Day holiday
        ("public", "SMALL", "2026-09-01", None, None, "2026-10-08", "2026-10-09", []),
        # 9(2): a large company pays within 60 days, longer only if reasonable
        ("large", "SMALL", "2026-03-10", None, None, "2026-05-09", "2026-05-10", []),
        ("large", "MICRO", "2026-03-10", 30, "2026-04-09", "2026-05-09", "2026-04-10", []),
        ("large", "MEDIUM", "2026-03-10", 60, "2026-05-09", "2026-05-09", "2026-05-10", []),
        ("large", "SMALL", "2026-03-10", 90, "2026-06-08", "2026-05-09", "2026-05-10", ["OVER_USUAL"]),
        ("large", "SMALL", "2026-03-10", 180, "2026-09-07", "2026-05-09", "2026-05-10", ["OVER_USUAL"]),
        # 3: other buyers and large sellers are not covered
        ("other", "SMALL", "2026-03-10", 90, "2026-06-08", None, "2026-06-09", []),
        ("public", "LARGE", "2026-03-10", 90, "2026-06-08", None, "2026-06-09", []),
        ("large", "LARGE", "2026-03-10", 120, "2026-07-08", None, "2026-07-09", []),
        ("other", "MICRO", "2026-03-10", None, None, None, None, ["NO_TERM"]),
        # in force from 2025-06-01 only
        ("public", "SMALL", "2025-06-02", 90, "2025-09-01", "2025-08-01", "2025-08-02", ["OVER_CAP"]),
        ("public", "SMALL", "2025-05-30", 90, "2025-08-28", None, "2025-08-29", []),
    ],
)
def test_terms_counted_by_hand(buyer, seller, delivered, agreed, contract_due, statutory_due, interest_from, warnings):
    found = term(buyer, seller, date.fromisoformat(delivered), contract_days=agreed)
    days = (found.contract_due, found.statutory_due, found.interest_from)
    assert tuple(day and day.isoformat() for day in days) == (contract_due, statutory_due, interest_from)
    assert codes(found.warnings) == warnings


@pytest.mark.parametrize(
    ("within", "accepted", "clock", "statutory_due", "warnings"),
    [
        # 10: from acceptance; where the buyer delays, from the end of the agreed inspection period (03-02 + 10 = 03-12)
        (10, "2026-03-09", "2026-03-09", "2026-04-08", []),
        (10, "2026-03-12", "2026-03-12", "2026-04-13", []),  # 04-11 is a Saturday
        (10, "2026-03-13", "2026-03-12", "2026-04-13", ["INSPECTION_LATE"]),
        (10, "2026-06-30", "2026-03-12", "2026-04-13", ["INSPECTION_LATE"]),
        (10, None, "2026-03-12", "2026-04-13", ["INSPECTION_OPEN"]),
        # the end of the inspection period itself is a day off: CC 203 moves it (03-02 + 12 = Saturday 03-14)
        (12, None, "2026-03-16", "2026-04-15", ["INSPECTION_OPEN"]),
        (12, "2026-03-16", "2026-03-16", "2026-04-15", []),
        # no inspection period agreed: from acceptance
        (None, "2026-03-20", "2026-03-20", "2026-04-20", []),  # 04-19 is a Sunday
    ],
)
def test_the_inspection_clock(within, accepted, clock, statutory_due, warnings):
    day = accepted and date.fromisoformat(accepted)
    found = term("public", accept_within=within, accepted=day)
    assert found.clock_start.isoformat() == clock
    assert found.statutory_due.isoformat() == statutory_due
    assert codes(found.warnings) == warnings
    assert "D802 10" in found.articles


def test_a_late_acceptance_moves_the_clock_of_the_contract_too():
    found = term("public", contract_days=30, accept_within=10, accepted=date(2026, 6, 30))
    assert found.contract_due == date(2026, 4, 13)
    assert found.warnings[0] == Notice(found.warnings[0].code, "D802 10", {"days": 110, "day": "2026-03-12"})


def test_other_buyers_may_accept_late():
    found = term("other", contract_days=30, accept_within=10, accepted=date(2026, 3, 20))
    assert (found.clock_start, found.contract_due) == (date(2026, 3, 20), date(2026, 4, 20))
    assert "D802 10" not in found.articles


def test_a_longer_term_that_a_person_found_reasonable_stands():
    found = term("large", delivered=date(2026, 3, 10), contract_days=90, is_reasonable=True)
    assert found.interest_from == date(2026, 6, 9)
    assert codes(found.warnings) == ["OVER_USUAL_REASONABLE"]


def test_a_shorter_term_stands_without_a_word():
    found = term("large", delivered=date(2026, 3, 10), contract_days=20, is_reasonable=True)
    assert found.interest_from == date(2026, 3, 31)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("buyer", "seller", "delivered", "warning"),
    [
        ("large", "SMALL", MONDAY, ("PAY_WHEN_PAID_VOID", "D802 9(2)")),
        ("large", "SMALL", date(2025, 3, 3), ("PAY_WHEN_PAID_VOID", "FS2024-11")),
        ("public", "SMALL", MONDAY, ("PAY_WHEN_PAID_AGREED", "D802 9(1)")),
        ("large", "LARGE", MONDAY, ("PAY_WHEN_PAID_AGREED", "CC 204")),
        ("other", "SMALL", MONDAY, ("PAY_WHEN_PAID_AGREED", "CC 204")),
    ],
)
def test_pay_when_paid(buyer, seller, delivered, warning):
    found = term(buyer, seller, delivered, contract_days=30, pay_when_paid=True)
    assert [(notice.code.value, notice.article) for notice in found.warnings] == [warning]


@pytest.mark.parametrize(
    ("buyer", "agreed", "rates", "warnings"),
    [
        # 17: 0.05 % a day where nothing was agreed; agreed at least the one-year LPR at signing (3.00 % in 2026)
        ("public", None, [Rate(RateCode.DAILY, "D802 17", daily_ppm=500)], []),
        (
            "large",
            None,
            [Rate(RateCode.DAILY, "D802 17", daily_ppm=500), Rate(RateCode.PRIME, "FS2024-11", yearly_bp=300)],
            [],
        ),
        ("public", 300, [Rate(RateCode.AGREED, "D802 17", yearly_bp=300)], []),
        ("public", 299, [Rate(RateCode.PRIME, "D802 17", yearly_bp=300)], ["RATE_BELOW_PRIME"]),
        ("other", 100, [Rate(RateCode.AGREED, "CC 585", yearly_bp=100)], []),
        # interpretation on sales contracts 18: LPR and 30 to 50 percent
        ("other", None, [Rate(RateCode.PRIME_PLUS, "SALES 18", yearly_bp=390, yearly_most_bp=450)], []),
    ],
)
def test_late_interest(buyer, agreed, rates, warnings):
    found = term(buyer, contract_days=30, agreed_rate_bp=agreed)
    assert list(found.rates) == rates
    assert codes(found.warnings) == warnings


def test_the_rate_of_the_day_of_signing_counts():
    found = term("public", delivered=date(2025, 6, 10), signed=date(2025, 6, 1), agreed_rate_bp=299)
    assert found.warnings[0].parameters == {"rate": "2.99", "prime": "3.00"}


def test_a_contract_signed_before_the_decree_is_not_judged_by_it():
    found = term("public", delivered=date(2025, 7, 1), signed=date(2025, 5, 31), contract_days=90)
    assert found.statutory_due is None
    assert codes(found.notes) == ["VERSION_UNKNOWN"]


def test_before_the_first_prime_rate_nothing_is_claimed():
    assert term("other", delivered=date(2019, 1, 7), contract_days=30).rates == ()


def test_an_unpublished_calendar_is_a_warning():
    found = term("public", delivered=date(2026, 12, 1), contract_days=45)
    assert codes(found.warnings) == ["CALENDAR_UNPUBLISHED"]
    assert found.warnings[0].parameters == {"year": 2027}


def test_notes_say_who_is_covered():
    assert codes(term("public").notes) == ["SELLER_MUST_TELL"]
    assert codes(term("other").notes) == ["NOT_COVERED"]
    assert codes(term("large", "LARGE").notes) == ["NOT_COVERED"]


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ({"contract_days": -1}, (CaseFault.NEGATIVE_DAYS,)),
        ({"accept_within": 4000}, (CaseFault.TOO_MANY_DAYS,)),
        ({"accepted": date(2026, 3, 1)}, (CaseFault.ACCEPTED_BEFORE_DELIVERY,)),
        ({"signed": date(2026, 3, 3)}, (CaseFault.SIGNED_AFTER_DELIVERY,)),
    ],
)
def test_cases_that_cannot_be_computed_say_why(more, faults):
    case = Case(Buyer.PUBLIC, Seller.SMALL, MONDAY, **more)
    assert case.faults == faults
    with pytest.raises(ValueError, match=faults[0].value):
        statutory_term(case=case, calendar=CALENDAR)


def test_versions_by_day():
    assert caps_on(day=date(2025, 5, 31)) is None
    assert caps_on(day=date(2025, 6, 1)) is CAPS[0]
    assert [prime_rate_on(day=date(*day)) for day in ((2019, 8, 19), (2019, 8, 20), (2025, 5, 19), (2026, 6, 22))] == [
        None,
        425,
        310,
        300,
    ]


CASES = st.builds(
    Case,
    buyer=st.sampled_from(Buyer),
    seller=st.sampled_from(Seller),
    delivered=st.dates(date(2025, 6, 1), date(2026, 6, 30)),
    contract_days=st.none() | st.integers(0, 400),
    accept_within=st.none() | st.integers(0, 60),
    pay_when_paid=st.booleans(),
    agreed_rate_bp=st.none() | st.integers(0, 2400),
)


@given(case=CASES)
def test_interest_never_starts_after_the_day_the_law_allows(case):
    found = statutory_term(case=case, calendar=CALENDAR)
    due = [day for day in (found.contract_due, found.statutory_due) if day]
    assert found.interest_from == (min(due) + timedelta(days=1) if due else None)
    assert (found.statutory_due is None) == (not case.is_covered)
    assert all(step.day >= case.delivered for step in (*found.contract_steps, *found.statutory_steps))


@given(case=CASES, later=st.integers(0, 90))
def test_a_later_delivery_never_makes_interest_start_earlier(case, later):
    moved = Case(
        case.buyer, case.seller, case.delivered + timedelta(days=later), case.contract_days, case.accept_within
    )
    kept = Case(case.buyer, case.seller, case.delivered, case.contract_days, case.accept_within)
    first, second = (statutory_term(case=one, calendar=CALENDAR).interest_from for one in (kept, moved))
    assert first is None or (second is not None and second >= first)
