"""What an answer of a chat robot in JSON means: every kind of robot says a number, 0 where it took the message."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from huikuan.integrations.http_door import Answer, HttpDoor, Request, failed_status
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain


@dataclass(frozen=True, slots=True)
class Robot:
    """A robot of a chat group: where it is written to, and its secret where it signs. Neither is ever shown again."""

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Codes:
    """The numbers of one kind of robot: `later` works by itself after a while, `ours` once somebody mends the settings."""

    names: tuple[str, ...]
    """The fields in which the number may stand, the first one found counts."""
    later: frozenset[int]
    ours: frozenset[int]


def sent_to_robot(*, door: HttpDoor, request: Request, codes: Codes, may_transmit: Callable[[], bool]) -> Outcome:
    """Send a request to a robot and say what became of it."""
    answer = door.send(request=request, may_transmit=may_transmit)
    return robot_outcome(answer=answer, codes=codes) if isinstance(answer, Answer) else answer


def robot_outcome(*, answer: Answer, codes: Codes) -> Outcome:
    """What an answer means; one that cannot be read is uncertain, as the message may stand in the chat."""
    failed = failed_status(answer=answer)
    if failed is not None:
        return failed
    number, told = _number(answer.body, codes.names)
    if number is None:
        return Uncertain(Phase.END, "the answer is no answer of a robot")
    if number == 0:
        return Accepted("0")
    # A code is kept in a small number beside the words.
    code = number if 0 < number <= 32_767 else 0
    if number in codes.ours:
        return Retryable(code, Phase.SIGN_IN, f"{number} {told}")
    if number in codes.later:
        return Retryable(code, Phase.DATA, f"{number} {told}")
    return Permanent(code, Phase.CONTENT, f"{number} {told}")


def _number(body: bytes, names: tuple[str, ...]) -> tuple[int | None, str]:
    try:
        known: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(known, dict):
        return None, ""
    for name in names:
        value = known.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value, str(known.get("errmsg") or known.get("msg") or "")[:120]
    return None, ""
