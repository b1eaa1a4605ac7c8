"""Rules of security: what counts, the guarantor's clock with its articles, what runs out (HANDBOOK A9, RULES_CN §3.4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.securities.rules import (
    GUARANTORS,
    SHIPPED,
    ClaimDuty,
    Facts,
    Scope,
    SecurityDraft,
    SecurityKind,
    SecurityState,
    alarms,
    draft_faults,
    eligible_minor,
    guarantee_clock,
    haircuts_fault,
    share_of,
    state_on,
)

TODAY = date(2026, 3, 2)
K = SecurityKind
JOINT, ORDINARY = K.GUARANTEE_JOINT, K.GUARANTEE_ORDINARY
BASE = Facts(
    kind=K.DEPOSIT,
    state=SecurityState.IN_FORCE,
    amount_minor=100_001,
    valid_from=date(2026, 1, 1),
    valid_through=None,
    is_registered=False,
    share_permille=None,
    principal_due=None,
    guarantee_through=None,
    until_paid=False,
    claimed_on=None,
    is_confirmed=True,
)
DRAFT = SecurityDraft(1, K.DEPOSIT, 100, "CNY", date(2026, 1, 1))


def facts(kind=K.DEPOSIT, **more):
    return replace(BASE, kind=kind, **more)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "due", "more", "ends", "duty", "article"),
    [
        # CC 692: six months from the principal's due day; 693: demand (joint), suit (ordinary)
        (JOINT, "2026-01-10", {}, "2026-07-10", ClaimDuty.DEMAND, "CC 692"),
        (ORDINARY, "2026-01-10", {}, "2026-07-10", ClaimDuty.SUE, "CC 692"),
        (JOINT, "2025-08-31", {}, "2026-02-28", ClaimDuty.DEMAND, "CC 692"),
        # agreed, and an agreed end that is none
        (JOINT, "2026-01-10", {"guarantee_through": day("2027-01-10")}, "2027-01-10", ClaimDuty.DEMAND, "CC 692"),
        (JOINT, "2026-01-10", {"guarantee_through": day("2026-02-10")}, "2026-02-10", ClaimDuty.DEMAND, "CC 692"),
        (JOINT, "2026-01-10", {"guarantee_through": day("2026-01-10")}, "2026-07-10", ClaimDuty.DEMAND, "CC 692"),
        (JOINT, "2026-01-10", {"guarantee_through": day("2025-12-31")}, "2026-07-10", ClaimDuty.DEMAND, "CC 692"),
        # interpretation on security 32: "until paid in full" is six months
        (ORDINARY, "2026-01-10", {"until_paid": True}, "2026-07-10", ClaimDuty.SUE, "SECURITY 32"),
        (
            ORDINARY,
            "2026-01-10",
            {"until_paid": True, "guarantee_through": day("2030-01-01")},
            "2026-07-10",
            ClaimDuty.SUE,
            "SECURITY 32",
        ),
    ],
)
def test_the_guarantors_clock(kind, due, more, ends, duty, article):
    found = guarantee_clock(facts=facts(kind, principal_due=day(due), **more))
    assert found is not None
    assert (found.ends_on, found.duty, found.article) == (day(ends), duty, article)


def test_no_clock_without_a_guarantor_or_a_due_day():
    assert guarantee_clock(facts=facts(JOINT)) is None
    assert guarantee_clock(facts=facts(K.BANK_GUARANTEE, principal_due=TODAY)) is None


@pytest.mark.parametrize(
    ("kind", "more", "eligible"),
    [
        (K.DEPOSIT, {}, 100_001),
        (K.BANK_GUARANTEE, {}, 100_001),
        (K.PLEDGE, {}, 70_000),
        (K.MORTGAGE, {}, 60_000),
        (JOINT, {}, 50_000),
        (ORDINARY, {}, 30_000),
        (K.PREPAYMENT, {}, 0),
        (K.TITLE_RETENTION, {}, 0),
        (K.TITLE_RETENTION, {"is_registered": True}, 50_000),
        (K.DEPOSIT, {"share_permille": 250}, 25_000),
        (ORDINARY, {"share_permille": 900}, 30_000),
        (K.DEPOSIT, {"valid_from": date(2026, 3, 3)}, 0),
        (K.DEPOSIT, {"valid_from": TODAY, "valid_through": TODAY}, 100_001),
        (K.DEPOSIT, {"valid_through": date(2026, 3, 1)}, 0),
        (K.DEPOSIT, {"state": SecurityState.RELEASED}, 0),
        (K.DEPOSIT, {"state": SecurityState.REALISED}, 0),
        (JOINT, {"principal_due": date(2025, 9, 2)}, 50_000),
        (JOINT, {"principal_due": date(2025, 9, 1)}, 0),
        (JOINT, {"principal_due": date(2025, 9, 1), "claimed_on": date(2026, 2, 1)}, 50_000),
    ],
)
def test_what_counts(kind, more, eligible):
    assert eligible_minor(facts=facts(kind, **more), haircuts=SHIPPED, on=TODAY) == eligible


@pytest.mark.parametrize(
    ("last", "step"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (1, 30), (0, 30), (-1, 0), (-400, 0)],
)
def test_warnings_before_expiry(last, step):
    found = alarms(facts=facts(valid_through=TODAY + timedelta(days=last)), today=TODAY)
    assert [(one.duty, one.days_left, one.step) for one in found] == (
        [] if step is None else [(ClaimDuty.RENEW, last, step)]
    )


def test_both_ends_of_a_guarantee_warn_the_earlier_first():
    both = facts(ORDINARY, principal_due=day("2025-10-01"), valid_through=day("2026-03-31"))
    assert [(one.duty, one.day.isoformat(), one.step) for one in alarms(facts=both, today=TODAY)] == [
        (ClaimDuty.RENEW, "2026-03-31", 30),
        (ClaimDuty.SUE, "2026-04-01", 30),
    ]
    assert alarms(facts=replace(both, claimed_on=TODAY), today=TODAY) == ()
    assert alarms(facts=replace(both, state=SecurityState.RELEASED), today=TODAY) == ()
    assert state_on(facts=both, on=day("2026-03-31")) is SecurityState.IN_FORCE
    assert state_on(facts=both, on=day("2026-04-01")) is SecurityState.LAPSED


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"amount_minor": 0}, ["SECURITY_AMOUNT"]),
        ({"amount_minor": 10**13 + 1}, ["SECURITY_AMOUNT"]),
        ({"currency": "XXQ"}, ["SECURITY_CURRENCY"]),
        ({"valid_through": date(2025, 12, 31)}, ["SECURITY_DAYS"]),
        ({"kind": JOINT}, ["SECURITY_GIVER"]),
        ({"kind": K.BANK_GUARANTEE}, ["SECURITY_GIVER"]),
        ({"kind": JOINT, "giver": "丙公司", "principal_due": TODAY}, []),
        ({"scope": Scope.CONTRACT}, ["SECURITY_CONTRACT"]),
        ({"scope": Scope.INVOICES}, ["SECURITY_INVOICES"]),
        ({"invoice_numbers": ("F001",)}, ["SECURITY_INVOICES"]),
        ({"scope": Scope.INVOICES, "invoice_numbers": ("F001",)}, []),
        ({"scope": Scope.INVOICES, "invoice_numbers": ("F",) * 201}, ["SECURITY_INVOICES"]),
        ({"share_permille": 1001}, ["SECURITY_SHARE"]),
        ({"until_paid": True}, ["SECURITY_CLOCK_OF_GUARANTOR"]),
        ({"amount_minor": 0, "share_permille": -1}, ["SECURITY_AMOUNT", "SECURITY_SHARE"]),
    ],
)
def test_drafts_that_cannot_be_kept(changes, codes):
    assert [fault.code for fault in draft_faults(draft=replace(DRAFT, **changes))] == codes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"unregistered_title_share": 1001}, "HAIRCUT_RANGE"),
        ({"shares": {**SHIPPED.shares, K.PLEDGE: -1}}, "HAIRCUT_RANGE"),
        ({"shares": {}}, "HAIRCUT_MISSING"),
        ({"source": ""}, "HAIRCUT_SOURCE"),
    ],
)
def test_shares_that_cannot_hold(changes, code):
    assert haircuts_fault(haircuts=replace(SHIPPED, **changes)) == code


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
FACTS = st.builds(
    Facts,
    kind=st.sampled_from(K),
    state=st.just(SecurityState.IN_FORCE),
    amount_minor=st.integers(1, 10**13),
    valid_from=DAYS,
    valid_through=st.none() | DAYS,
    is_registered=st.booleans(),
    share_permille=st.none() | st.integers(0, 1000),
    principal_due=st.none() | DAYS,
    guarantee_through=st.none() | DAYS,
    until_paid=st.booleans(),
    claimed_on=st.none(),
)


@given(found=FACTS, on=DAYS)
def test_what_counts_is_never_more_than_the_amount_nor_than_its_share(found, on):
    minor = eligible_minor(facts=found, haircuts=SHIPPED, on=on)
    assert 0 <= minor <= found.amount_minor
    assert minor * 1000 <= found.amount_minor * share_of(facts=found, haircuts=SHIPPED)


@given(found=FACTS, on=DAYS)
def test_what_lapsed_counts_for_nothing_and_has_an_alarm(found, on):
    if state_on(facts=found, on=on) is SecurityState.LAPSED:
        assert eligible_minor(facts=found, haircuts=SHIPPED, on=on) == 0
        assert alarms(facts=found, today=on)[0].step == 0


@given(found=FACTS)
def test_a_clock_ends_after_the_principal_is_due(found):
    clock = guarantee_clock(facts=found)
    assert (clock is not None) == (found.kind in GUARANTORS and found.principal_due is not None)
    assert clock is None or clock.ends_on > found.principal_due
