"""PURE: opening an account for a customer: states, required documents, who may check, and what stands on a day (HANDBOOK A6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import add_months

LONGEST_TEXT = 2_000
LONGEST_REASON = 300
MOST_MONTHS = 120
MOST_FILES = 20
"""Files of one kind of document in one application."""


class OpeningState(StrEnum):
    """Where an application stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    CHECKED = "CHECKED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class OpeningEvent(StrEnum):
    """What may happen to an application."""

    SUBMIT = "SUBMIT"
    CHECK = "CHECK"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    EXPIRE = "EXPIRE"


TRANSITIONS: dict[tuple[OpeningState, OpeningEvent], OpeningState] = {
    (OpeningState.DRAFT, OpeningEvent.SUBMIT): OpeningState.SUBMITTED,
    (OpeningState.DRAFT, OpeningEvent.WITHDRAW): OpeningState.WITHDRAWN,
    (OpeningState.SUBMITTED, OpeningEvent.WITHDRAW): OpeningState.WITHDRAWN,
    (OpeningState.SUBMITTED, OpeningEvent.CHECK): OpeningState.CHECKED,
    (OpeningState.CHECKED, OpeningEvent.APPROVE): OpeningState.APPROVED,
    (OpeningState.CHECKED, OpeningEvent.REJECT): OpeningState.REJECTED,
    (OpeningState.APPROVED, OpeningEvent.EXPIRE): OpeningState.EXPIRED,
}
"""Nobody decides before the field check; what was checked waits for its decision and cannot be withdrawn."""

RUNNING = (OpeningState.DRAFT, OpeningState.SUBMITTED, OpeningState.CHECKED)


class Standing(StrEnum):
    """Whether a customer is opened, as credit control asks before a delivery."""

    NOT_NEEDED = "NOT_NEEDED"
    MISSING = "MISSING"
    WAITING = "WAITING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"


class CustomerKind(StrEnum):
    """What kind of customer it is, for the list of documents."""

    COMPANY = "COMPANY"
    SOLE_TRADER = "SOLE_TRADER"
    PUBLIC_BODY = "PUBLIC_BODY"
    FOREIGN = "FOREIGN"


class DocumentCode(StrEnum):
    """A document of an application."""

    BUSINESS_LICENCE = "BUSINESS_LICENCE"
    BANK_PERMIT = "BANK_PERMIT"
    POWER_OF_ATTORNEY = "POWER_OF_ATTORNEY"
    SITE_PHOTOS = "SITE_PHOTOS"
    CONTRACT = "CONTRACT"
    PRICE_CONFIRMATION = "PRICE_CONFIRMATION"
    OTHER = "OTHER"


class Verdict(StrEnum):
    """What the field check found."""

    SOUND = "SOUND"
    DOUBTS = "DOUBTS"
    UNSOUND = "UNSOUND"


@dataclass(frozen=True, slots=True)
class Requirements:
    """A version of what an application needs; `required_from` None: no opening is asked of anybody."""

    number: int
    required_from: date | None
    valid_months: int
    documents: Mapping[CustomerKind, tuple[DocumentCode, ...]]
    source: str


_USUAL = (
    DocumentCode.BUSINESS_LICENCE,
    DocumentCode.BANK_PERMIT,
    DocumentCode.POWER_OF_ATTORNEY,
    DocumentCode.SITE_PHOTOS,
    DocumentCode.CONTRACT,
    DocumentCode.PRICE_CONFIRMATION,
)
SHIPPED = Requirements(
    number=0,
    required_from=None,
    valid_months=24,
    documents={
        CustomerKind.COMPANY: _USUAL,
        CustomerKind.SOLE_TRADER: tuple(one for one in _USUAL if one is not DocumentCode.BANK_PERMIT),
        CustomerKind.PUBLIC_BODY: (DocumentCode.CONTRACT, DocumentCode.PRICE_CONFIRMATION),
        CustomerKind.FOREIGN: (
            DocumentCode.BUSINESS_LICENCE,
            DocumentCode.POWER_OF_ATTORNEY,
            DocumentCode.CONTRACT,
            DocumentCode.PRICE_CONFIRMATION,
        ),
    },
    source="Huikuan 2026-11",
)
"""What holds until somebody edits: documents are listed, openings are not required yet."""


@dataclass(frozen=True, slots=True)
class Application:
    """An application as far as standing goes."""

    state: OpeningState
    valid_from: date | None = None
    valid_through: date | None = None


def state_on(*, state: OpeningState, valid_through: date | None, on: date) -> OpeningState:
    """The state as of a day: an approval is over the day after its last, whether a job has noticed or not."""
    if state is OpeningState.APPROVED and valid_through is not None and valid_through < on:
        return TRANSITIONS[state, OpeningEvent.EXPIRE]
    return state


def missing_documents(
    *, required: Sequence[DocumentCode], supplied: Iterable[DocumentCode], waived: Iterable[DocumentCode]
) -> tuple[DocumentCode, ...]:
    """The required documents that are neither there nor waived, in the order of the list."""
    known = {*supplied, *waived}
    return tuple(code for code in required if code not in known)


def checker_fault(*, checker_id: int | None, salesperson_id: int | None, applicant_id: int | None) -> str | None:
    """Why somebody may not check on site: CHECKER_NOBODY (the system), CHECKER_IS_SALESPERSON, CHECKER_IS_APPLICANT (D7)."""
    if checker_id is None:
        return "CHECKER_NOBODY"
    if checker_id == salesperson_id:
        return "CHECKER_IS_SALESPERSON"
    if checker_id == applicant_id:
        return "CHECKER_IS_APPLICANT"
    return None


def last_valid_day(*, first: date, months: int) -> date:
    """The last day of an approval of so many months: the day before the corresponding one."""
    return add_months(day=first, months=months) - timedelta(days=1)


def standing(
    *, requirements: Requirements, created_on: date, applications: Sequence[Application], on: date
) -> Standing:
    """Whether a customer is opened on a day; `applications` newest first. Customers of before the switch need none."""
    since = requirements.required_from
    if since is None or on < since or created_on < since:
        return Standing.NOT_NEEDED
    if any(_holds(one, on) for one in applications):
        return Standing.APPROVED
    for one in applications:
        if one.state in RUNNING:
            return Standing.WAITING
        if one.state is OpeningState.REJECTED:
            return Standing.REJECTED
        if one.state is not OpeningState.WITHDRAWN:
            return Standing.EXPIRED
    return Standing.MISSING


def requirements_fault(*, requirements: Requirements) -> str | None:
    """What is wrong with a version: VALIDITY_MONTHS, SOURCE_MISSING, DOCUMENT_TWICE."""
    if not 1 <= requirements.valid_months <= MOST_MONTHS:
        return "OPENING_VALIDITY_MONTHS"
    if not requirements.source.strip():
        return "OPENING_SOURCE_MISSING"
    if any(len(set(codes)) < len(codes) for codes in requirements.documents.values()):
        return "OPENING_DOCUMENT_TWICE"
    return None


def _holds(one: Application, on: date) -> bool:
    if one.state is not OpeningState.APPROVED or one.valid_from is None or one.valid_through is None:
        return False
    return one.valid_from <= on <= one.valid_through
