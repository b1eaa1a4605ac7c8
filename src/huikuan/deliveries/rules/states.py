"""PURE: states of orders and of the papers of delivery, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class OrderState(StrEnum):
    """How far an order is: CLOSED when nothing more will be delivered."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class OrderStep(StrEnum):
    """What moves an order on."""

    CLOSE = "CLOSE"
    REOPEN = "REOPEN"
    CANCEL = "CANCEL"


ORDER_TRANSITIONS: Mapping[tuple[OrderState, OrderStep], OrderState] = {
    (OrderState.OPEN, OrderStep.CLOSE): OrderState.CLOSED,
    (OrderState.CLOSED, OrderStep.REOPEN): OrderState.OPEN,
    (OrderState.OPEN, OrderStep.CANCEL): OrderState.CANCELLED,
}


class NoteState(StrEnum):
    """Whether the recipient signed a delivery note (送货单): only then it proves the delivery."""

    UNSIGNED = "UNSIGNED"
    SIGNED = "SIGNED"
    TAKEN_BACK = "TAKEN_BACK"


class NoteStep(StrEnum):
    """What happens to a delivery note."""

    SIGN = "SIGN"
    TAKE_BACK = "TAKE_BACK"


NOTE_TRANSITIONS: Mapping[tuple[NoteState, NoteStep], NoteState] = {
    (NoteState.UNSIGNED, NoteStep.SIGN): NoteState.SIGNED,
    (NoteState.UNSIGNED, NoteStep.TAKE_BACK): NoteState.TAKEN_BACK,
    (NoteState.SIGNED, NoteStep.TAKE_BACK): NoteState.TAKEN_BACK,
}


class PaperState(StrEnum):
    """An acceptance, a progress confirmation or a sale report stands until it is taken back."""

    STANDS = "STANDS"
    TAKEN_BACK = "TAKEN_BACK"


class PaperStep(StrEnum):
    """What happens to a paper that stands."""

    TAKE_BACK = "TAKE_BACK"


PAPER_TRANSITIONS: Mapping[tuple[PaperState, PaperStep], PaperState] = {
    (PaperState.STANDS, PaperStep.TAKE_BACK): PaperState.TAKEN_BACK,
}


class PaperKind(StrEnum):
    """What can be taken back."""

    NOTE = "NOTE"
    ACCEPTANCE = "ACCEPTANCE"
    PROGRESS = "PROGRESS"
    SALES = "SALES"


class Remedy(StrEnum):
    """What is agreed about rejected goods: they are delivered again, or they come back for good."""

    REPLACE = "REPLACE"
    RETURN = "RETURN"


def order_sources_of(*, step: OrderStep) -> tuple[str, ...]:
    """The states of an order in which `step` is possible."""
    return tuple(state.value for state, one in ORDER_TRANSITIONS if one is step)


def note_sources_of(*, step: NoteStep) -> tuple[str, ...]:
    """The states of a delivery note in which `step` is possible."""
    return tuple(state.value for state, one in NOTE_TRANSITIONS if one is step)


def order_reached_by(*, step: OrderStep) -> OrderState:
    """The state that `step` leads to."""
    return next(after for (_, one), after in ORDER_TRANSITIONS.items() if one is step)
