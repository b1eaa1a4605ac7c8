"""PURE: states of a contract, of its milestones and of an amendment, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ContractState(StrEnum):
    """How far a contract is."""

    DRAFT = "DRAFT"
    SIGNED = "SIGNED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class ContractStep(StrEnum):
    """What moves a contract on."""

    SIGN = "SIGN"
    CLOSE = "CLOSE"
    REOPEN = "REOPEN"
    CANCEL = "CANCEL"


TRANSITIONS: Mapping[tuple[ContractState, ContractStep], ContractState] = {
    (ContractState.DRAFT, ContractStep.SIGN): ContractState.SIGNED,
    (ContractState.DRAFT, ContractStep.CANCEL): ContractState.CANCELLED,
    (ContractState.SIGNED, ContractStep.CLOSE): ContractState.CLOSED,
    (ContractState.SIGNED, ContractStep.CANCEL): ContractState.CANCELLED,
    (ContractState.CLOSED, ContractStep.REOPEN): ContractState.SIGNED,
}


class MilestoneState(StrEnum):
    """What became of a milestone: HELD is retention earned and not yet released (contract asset 合同资产)."""

    PLANNED = "PLANNED"
    HELD = "HELD"
    FIRED = "FIRED"
    DROPPED = "DROPPED"


class MilestoneStep(StrEnum):
    """What moves a milestone on: HOLD and RELEASE are retention's, FIRE everybody else's; each can be taken back."""

    FIRE = "FIRE"
    HOLD = "HOLD"
    RELEASE = "RELEASE"
    UNFIRE = "UNFIRE"
    UNHOLD = "UNHOLD"
    UNRELEASE = "UNRELEASE"
    DROP = "DROP"


MILESTONE_TRANSITIONS: Mapping[tuple[MilestoneState, MilestoneStep], MilestoneState] = {
    (MilestoneState.PLANNED, MilestoneStep.FIRE): MilestoneState.FIRED,
    (MilestoneState.PLANNED, MilestoneStep.HOLD): MilestoneState.HELD,
    (MilestoneState.HELD, MilestoneStep.RELEASE): MilestoneState.FIRED,
    (MilestoneState.FIRED, MilestoneStep.UNFIRE): MilestoneState.PLANNED,
    (MilestoneState.HELD, MilestoneStep.UNHOLD): MilestoneState.PLANNED,
    (MilestoneState.FIRED, MilestoneStep.UNRELEASE): MilestoneState.HELD,
    (MilestoneState.PLANNED, MilestoneStep.DROP): MilestoneState.DROPPED,
}

UNDONE_BY: Mapping[MilestoneStep, MilestoneStep] = {
    MilestoneStep.FIRE: MilestoneStep.UNFIRE,
    MilestoneStep.HOLD: MilestoneStep.UNHOLD,
    MilestoneStep.RELEASE: MilestoneStep.UNRELEASE,
}
"""The step that takes another one back."""


class AmendmentState(StrEnum):
    """A change of a signed contract is a draft until it is adopted or withdrawn."""

    DRAFT = "DRAFT"
    ADOPTED = "ADOPTED"
    WITHDRAWN = "WITHDRAWN"


class AmendmentStep(StrEnum):
    """What ends a draft amendment."""

    ADOPT = "ADOPT"
    WITHDRAW = "WITHDRAW"


AMENDMENT_TRANSITIONS: Mapping[tuple[AmendmentState, AmendmentStep], AmendmentState] = {
    (AmendmentState.DRAFT, AmendmentStep.ADOPT): AmendmentState.ADOPTED,
    (AmendmentState.DRAFT, AmendmentStep.WITHDRAW): AmendmentState.WITHDRAWN,
}


def sources_of(*, step: ContractStep) -> tuple[ContractState, ...]:
    """The states in which `step` is possible."""
    return tuple(state for state, one in TRANSITIONS if one is step)


def milestone_sources_of(*, step: MilestoneStep) -> tuple[MilestoneState, ...]:
    """The states of a milestone in which `step` is possible."""
    return tuple(state for state, one in MILESTONE_TRANSITIONS if one is step)


def reached_by(*, step: ContractStep) -> ContractState:
    """The state `step` leads to; the same from wherever it is possible."""
    return next(after for (_, one), after in TRANSITIONS.items() if one is step)


def milestone_reached_by(*, step: MilestoneStep) -> MilestoneState:
    """The state of a milestone `step` leads to."""
    return next(after for (_, one), after in MILESTONE_TRANSITIONS.items() if one is step)
