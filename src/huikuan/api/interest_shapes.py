"""What the API takes and gives of late-payment interest."""

from __future__ import annotations

from datetime import date
from enum import StrEnum, auto
from typing import Annotated

from pydantic import BaseModel, Field

from huikuan.api.answers import Row
from huikuan.api.fields import Day, Id, Reason, Text300, Word
from huikuan.api.inputs import Input, NumberedPageIn
from huikuan.interest.rules.bases import Basis
from huikuan.interest.rules.charging import State

BasisWord = Annotated[Basis, Word(Basis)]
ClaimState = Annotated[State, Word(State)]


class Claimed(StrEnum):
    # what of it was claimed, as the list of the pages narrows it
    PROPOSED = auto()
    CHARGED = auto()
    WAIVED = auto()


class InterestPageIn(NumberedPageIn):
    """Items that are late or were paid late, the longest first; those with claims of one state if it is named."""

    claimed: Claimed | None = None


class InterestUntilIn(Input):
    """Through which day, which counts; today without."""

    until: Day | None = None


class InterestClaimIn(Input):
    """Items of one own company, and through which day interest is claimed, by the terms that hold for each."""

    company_id: Id
    receivable_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    through: Day
    note: Text300 = ""


class InterestReasonIn(Input):
    """Why the interest is to be waived."""

    reason: Reason


class ClaimsCreated(BaseModel):
    """The claims that were proposed, one for each run of days that bears interest."""

    ids: list[int]


class InterestCharged(BaseModel):
    """The items of their own that the customer owes now."""

    invoice_ids: list[int]


class WaiverAsked(BaseModel):
    """The request that another person decides."""

    request_id: int


class CautionOut(BaseModel):
    """What a person should know, with the article."""

    code: str
    message: str
    article: str


class SegmentOut(Row):
    """Days with one principal and one rate, minor units; `rate` in per cent; `pause` says why none runs."""

    from_day: date
    through_day: date
    days: int
    principal_minor: int
    rate: str
    is_daily: bool
    interest_minor: int
    pause: str


class LateItemOut(BaseModel):
    """An item and what its delay cost through the day asked about; minor units. No basis: the rate is not known."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    due_date: date
    open_minor: int
    basis: BasisWord | None
    accrued_minor: int
    proposed_minor: int
    charged_minor: int
    waived_minor: int


class InterestClaimOut(BaseModel):
    """A claim on an item, minor units: proposed, charged as an item of its own, waived, dropped or charged back."""

    id: int
    from_day: date
    through_day: date
    days: int
    basis: BasisWord
    article: str
    interest_minor: int
    state: ClaimState
    waits: bool


class InterestOut(BaseModel):
    """The table of one item: by which basis and article, segment by segment, and every claim on it."""

    receivable_id: int
    currency: str
    until: date
    basis: BasisWord
    article: str
    accrued_minor: int
    proposed_minor: int
    charged_minor: int
    waived_minor: int
    segments: list[SegmentOut]
    cautions: list[CautionOut]
    claims: list[InterestClaimOut]
