"""What the API takes and gives of case files and of what proves items."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from huikuan.api.answers import Row
from huikuan.api.contents import FileIn
from huikuan.api.fields import AddressId, Day, Id, MinorOrNone, Text500, Word
from huikuan.api.inputs import Input
from huikuan.cases.rules import Cost, DateKind, Event, Kind, State
from huikuan.evidence.rules.kinds import Getter, Ground, Strength
from huikuan.evidence.rules.kinds import Kind as Piece
from huikuan.evidence.rules.kinds import State as PieceState
from huikuan.evidence.rules.ordering import OrderState

CaseKind = Annotated[Kind, Word(Kind)]
BundleState = Annotated[OrderState, Word(OrderState)]
CaseState = Annotated[State, Word(State)]
CaseEvent = Annotated[Event, Word(Event)]
CostWord = Annotated[Cost, Word(Cost)]
DateWord = Annotated[DateKind, Word(DateKind)]
PieceWord = Annotated[Piece, Word(Piece)]
PieceStateWord = Annotated[PieceState, Word(PieceState)]
StrengthOfPiece = Annotated[Strength, Word(Strength)]
GetterWord = Annotated[Getter, Word(Getter)]
GroundOfPiece = Annotated[Ground, Word(Ground)]


class CasesIn(Input):
    """Case files, of one customer, or only those that run or that ended."""

    customer_id: AddressId | None = None
    running: bool | None = None


class CaseStepIn(Input):
    """The stage a case reached, on the day its paper was delivered; `awarded_minor` only for a decision."""

    event: CaseEvent
    on: Day
    note: Text500 = ""
    awarded_minor: MinorOrNone | None = None
    file: FileIn | None = None


class CaseDateIn(Input):
    """A hearing or another day not to be missed."""

    kind: DateWord
    on: Day
    note: Text500 = ""


class CaseMoved(BaseModel):
    """The case and its stage now."""

    id: int
    state: CaseState


class CaseDeadlineOut(Row):
    """What runs from the stage reached, with its article."""

    code: str
    on: date
    article: str


class CaseOut(Row):
    """A case, minor units; `next_on` is the next hearing or deadline."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    currency: str
    kind: CaseKind
    state: CaseState
    authority: str
    number: str
    lawyer: str
    principal_minor: int
    interest_minor: int
    costs_minor: int
    awarded_minor: int | None
    opened_on: date
    last_on: date
    ended_on: date | None
    outcome: str
    deadlines: list[CaseDeadlineOut]
    next_on: date | None


class CaseItemOut(Row):
    """What is claimed of an item, and what is open of it, minor units."""

    receivable_id: int
    invoice_id: int
    invoice_number: str
    due_date: date | None
    claimed_minor: int
    open_minor: int
    written_off_minor: int


class CaseStepOut(Row):
    """A stage that was reached."""

    event: CaseEvent
    state: CaseState
    on: date
    note: str
    at: datetime
    who: str


class CaseCostOut(Row):
    """What was paid for a case, minor units."""

    kind: CostWord
    amount_minor: int
    on: date
    note: str


class CaseDateOut(Row):
    """A hearing or another day."""

    kind: DateWord
    on: date
    note: str


class CaseDetailsOut(BaseModel):
    """A whole case; `events` are the steps that lead on from here."""

    case: CaseOut
    items: list[CaseItemOut]
    steps: list[CaseStepOut]
    costs: list[CaseCostOut]
    dates: list[CaseDateOut]
    events: list[CaseEvent]


class EvidencePaperOut(Row):
    """A paper that is there, by its hash."""

    ground: GroundOfPiece
    name: str
    sha256: str
    on: date


class StandingOut(Row):
    """How a kind of evidence stands: there (how strong), missing (who can get it), or not needed (why)."""

    kind: PieceWord
    state: PieceStateWord
    strength: StrengthOfPiece | None
    getter: GetterWord | None
    papers: list[EvidencePaperOut]


class EvidenceItemOut(BaseModel):
    """What proves an open item and what is missing, minor units."""

    receivable_id: int
    invoice_number: str
    due_date: date | None
    currency: str
    open_minor: int
    is_complete: bool
    standings: list[StandingOut]


class BundleLanguage(StrEnum):
    # the languages a bundle is made in
    ZH_HANS = "zh-hans"
    EN = "en"


class BundleIn(Input):
    """Items of one own company whose evidence is put together, and in which language."""

    company_id: Id
    receivable_ids: Annotated[list[Id], Field(min_length=1, max_length=2_000)]
    language: BundleLanguage = BundleLanguage.ZH_HANS


class BundleOut(Row):
    """A bundle that was ordered: waiting, making, ready (its archive and list of files by hash) or failed (why)."""

    id: int
    customer_id: int
    language: str
    items: int
    as_of: date
    state: BundleState
    fault: str
    files: int
    manifest_sha256: str
    archive_sha256: str
    archive_bytes: int
    ordered_at: datetime
    ordered_by: str
    fetched_at: datetime | None


class EvidenceOut(BaseModel):
    """The checklist of every open item of a customer."""

    customer_id: int
    items: list[EvidenceItemOut]
