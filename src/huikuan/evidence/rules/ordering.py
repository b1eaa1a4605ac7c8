"""PURE: how a bundle that somebody ordered comes about: its states and the stages of its making."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class OrderState(StrEnum):
    """Where an ordered bundle stands."""

    WAITING = "WAITING"
    MAKING = "MAKING"
    READY = "READY"
    FAILED = "FAILED"


class OrderEvent(StrEnum):
    """What may happen to an ordered bundle."""

    BEGIN = "BEGIN"
    END = "END"
    FAIL = "FAIL"
    RETRY = "RETRY"


TRANSITIONS: dict[tuple[OrderState, OrderEvent], OrderState] = {
    (OrderState.WAITING, OrderEvent.BEGIN): OrderState.MAKING,
    (OrderState.MAKING, OrderEvent.BEGIN): OrderState.MAKING,
    (OrderState.MAKING, OrderEvent.END): OrderState.READY,
    (OrderState.MAKING, OrderEvent.FAIL): OrderState.FAILED,
    (OrderState.FAILED, OrderEvent.RETRY): OrderState.WAITING,
}
"""MAKING begins anew where whoever made it did not come back for `GIVEN_UP_AFTER`."""
GIVEN_UP_AFTER = timedelta(minutes=15)


class Stage(StrEnum):
    """What is being done, in order."""

    GATHERING = "GATHERING"
    SETTING = "SETTING"
    SEALING = "SEALING"
    PACKING = "PACKING"


def stage_number(*, stage: Stage) -> int:
    """The place of a stage, counted from 1."""
    return list(Stage).index(stage) + 1
