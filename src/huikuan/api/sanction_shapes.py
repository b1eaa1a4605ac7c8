"""What the API takes and gives of sanctions and their legal gates."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool, StrictInt

from huikuan.api.answers import Row
from huikuan.api.contents import FileIn
from huikuan.api.fields import Id, MinorOrNone, Number, Reason, Text500, Word
from huikuan.api.inputs import Input, NumberedPageIn
from huikuan.sanctions.rules.gates import Turn, Unrest
from huikuan.sanctions.rules.rungs import Rung, State

RungWord = Annotated[Rung, Word(Rung)]
SanctionState = Annotated[State, Word(State)]
TurnWord = Annotated[Turn, Word(Turn)]
UnrestWord = Annotated[Unrest, Word(Unrest)]


class SanctionPageIn(NumberedPageIn):
    """Sanctions, all or of one state, the latest proposed first."""

    state: SanctionState | None = None


class StatedIn(Input):
    """Facts that a gate asks for; what `unrest` says needs papers that show it (CC 527).

    `order_stands` confirms an order that is not in the books.
    """

    order_number: Number | None = None
    turn: TurnWord | None = None
    unrest: Annotated[list[UnrestWord], Field(max_length=4)] = []
    security_given: StrictBool = False
    note: Text500 = ""
    order_stands: StrictBool = False


class SanctionIn(Input):
    """The rung whose turn it is, and why; `lower_…` only for controlled shipping."""

    company_id: Id
    customer_id: Id
    rung: RungWord
    reason: Reason
    stated: StatedIn = StatedIn()
    lower_minor: MinorOrNone = 0
    lower_permille: Annotated[StrictInt, Field(ge=0, le=1_000)] = 0
    files: Annotated[list[FileIn], Field(max_length=5)] = []


class SanctionProposed(BaseModel):
    """The sanction, and the request that another person decides."""

    id: int
    request_id: int | None


class FactOut(BaseModel):
    """A fact that is missing, or a warning: its code and sentence, and the article that asks for it."""

    code: str
    message: str
    article: str


class GateWayOut(BaseModel):
    """A ground in law, and what is missing for it."""

    article: str
    missing: list[FactOut]


class GateOut(BaseModel):
    """What the law says: open if one way lacks nothing; warnings hold all the same."""

    is_open: bool
    stands_on: str
    ways: list[GateWayOut]
    warnings: list[FactOut]


class SanctionOut(Row):
    """A sanction, minor units."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    rung: RungWord
    state: SanctionState
    currency: str
    asked_minor: int
    order_number: str
    lower_minor: int
    lower_permille: int
    reason: str
    proposed_on: date
    proposed_by: str
    request_id: int | None
    moved_on: date
    noticed_on: date | None


class WhyOut(BaseModel):
    """Why a rung is proposed, or is not: a code and its sentence."""

    code: str
    message: str


class RungOut(BaseModel):
    """A rung: from how many days late and which amount, its gate, its sanction, and why it may not be proposed."""

    rung: RungWord
    from_days: int
    from_minor: int
    gap_days: int
    gate: GateOut | None
    sanction: SanctionOut | None
    refusal: WhyOut | None


class LadderOut(BaseModel):
    """The ladder of a customer with an own company; `minor` is overdue, undisputed and held back by nothing."""

    company_id: int
    currency: str
    minor: int
    days: int
    is_malicious: bool
    policy_number: int
    proposed: RungWord | None
    reasons: list[WhyOut]
    rungs: list[RungOut]


class LaddersOut(BaseModel):
    """The ladders of a customer, one for each own company he owes or has a sanction of."""

    customer_id: int
    ladders: list[LadderOut]
