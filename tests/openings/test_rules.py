"""Rules of account opening: states, documents, who may check, standing on a day (HANDBOOK A6)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.openings.rules import (
    RUNNING,
    SHIPPED,
    TRANSITIONS,
    Application,
    CustomerKind,
    DocumentCode,
    OpeningEvent,
    OpeningState,
    Standing,
    checker_fault,
    last_valid_day,
    missing_documents,
    requirements_fault,
    standing,
    state_on,
)

TODAY = date(2026, 3, 2)
REQUIRED = replace(SHIPPED, required_from=date(2026, 1, 1))
NEW = date(2026, 2, 1)
APPROVED = Application(OpeningState.APPROVED, date(2026, 1, 1), date(2026, 12, 31))
LICENCE, PERMIT = DocumentCode.BUSINESS_LICENCE, DocumentCode.BANK_PERMIT


def of(state):
    return Application(state)


@pytest.mark.parametrize(
    ("created", "applications", "on", "expected"),
    [
        (date(2025, 12, 31), [], TODAY, Standing.NOT_NEEDED),
        (date(2026, 1, 1), [], TODAY, Standing.MISSING),
        (NEW, [], date(2025, 12, 31), Standing.NOT_NEEDED),
        (NEW, [of(OpeningState.DRAFT)], TODAY, Standing.WAITING),
        (NEW, [of(OpeningState.SUBMITTED)], TODAY, Standing.WAITING),
        (NEW, [of(OpeningState.CHECKED)], TODAY, Standing.WAITING),
        (NEW, [of(OpeningState.REJECTED)], TODAY, Standing.REJECTED),
        (NEW, [of(OpeningState.WITHDRAWN)], TODAY, Standing.MISSING),
        (NEW, [of(OpeningState.WITHDRAWN), of(OpeningState.REJECTED)], TODAY, Standing.REJECTED),
        (NEW, [APPROVED], TODAY, Standing.APPROVED),
        (NEW, [APPROVED], date(2026, 12, 31), Standing.APPROVED),
        (NEW, [APPROVED], date(2027, 1, 1), Standing.EXPIRED),
        (NEW, [of(OpeningState.DRAFT), APPROVED], TODAY, Standing.APPROVED),
        (NEW, [of(OpeningState.DRAFT), APPROVED], date(2027, 1, 1), Standing.WAITING),
        (NEW, [of(OpeningState.REJECTED), APPROVED], TODAY, Standing.APPROVED),
        (NEW, [of(OpeningState.EXPIRED)], TODAY, Standing.EXPIRED),
    ],
)
def test_standing_on_a_day(created, applications, on, expected):
    assert standing(requirements=REQUIRED, created_on=created, applications=applications, on=on) is expected


def test_before_the_switch_nobody_needs_an_opening():
    assert standing(requirements=SHIPPED, created_on=NEW, applications=[], on=TODAY) is Standing.NOT_NEEDED


@pytest.mark.parametrize(
    ("checker", "salesperson", "applicant", "fault"),
    [
        (3, 1, 2, None),
        (3, None, None, None),
        (1, 1, 2, "CHECKER_IS_SALESPERSON"),
        (2, 1, 2, "CHECKER_IS_APPLICANT"),
        (None, 1, 2, "CHECKER_NOBODY"),
    ],
)
def test_who_may_check(checker, salesperson, applicant, fault):
    assert checker_fault(checker_id=checker, salesperson_id=salesperson, applicant_id=applicant) == fault


def test_documents_that_are_missing_keep_the_order_of_the_list():
    listed = SHIPPED.documents[CustomerKind.COMPANY]
    assert missing_documents(required=listed, supplied=[], waived=[]) == listed
    assert missing_documents(required=listed, supplied=[LICENCE], waived=listed[2:]) == (PERMIT,)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [("2026-03-02", 12, "2027-03-01"), ("2026-01-31", 1, "2026-02-27"), ("2024-02-29", 12, "2025-02-27")],
)
def test_validity(first, months, last):
    assert last_valid_day(first=date.fromisoformat(first), months=months) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"valid_months": 0}, "OPENING_VALIDITY_MONTHS"),
        ({"valid_months": 121}, "OPENING_VALIDITY_MONTHS"),
        ({"source": " "}, "OPENING_SOURCE_MISSING"),
        ({"documents": {CustomerKind.FOREIGN: (LICENCE, LICENCE)}}, "OPENING_DOCUMENT_TWICE"),
    ],
)
def test_versions_that_cannot_hold(changes, fault):
    assert requirements_fault(requirements=replace(SHIPPED, **changes)) == fault


def test_an_approval_ends_after_its_last_day():
    last = date(2026, 3, 2)
    assert state_on(state=OpeningState.APPROVED, valid_through=last, on=last) is OpeningState.APPROVED
    assert state_on(state=OpeningState.APPROVED, valid_through=last, on=date(2026, 3, 3)) is OpeningState.EXPIRED
    assert state_on(state=OpeningState.DRAFT, valid_through=None, on=last) is OpeningState.DRAFT


@given(events=st.lists(st.sampled_from(OpeningEvent), max_size=8))
def test_no_way_to_approval_goes_round_the_field_check(events):
    state, path = OpeningState.DRAFT, []
    for event in events:
        if (state, event) in TRANSITIONS:
            state = TRANSITIONS[state, event]
            path.append(event)
    if state in (OpeningState.APPROVED, OpeningState.REJECTED, OpeningState.EXPIRED):
        assert path[:2] == [OpeningEvent.SUBMIT, OpeningEvent.CHECK]
    else:
        assert state in RUNNING or path[-1] is OpeningEvent.WITHDRAW
