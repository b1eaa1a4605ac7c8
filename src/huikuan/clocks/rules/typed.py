"""PURE: an event of a limitation period as it is typed: DAY:KIND:EVIDENCE, an obstacle as FIRST/LAST:suspension:EVIDENCE."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.clocks.rules.kinds import EventKind, kind_of
from huikuan.clocks.rules.limitation import ClockEvent
from huikuan.kernel.text_dates import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class TypedFault:
    """Why a text is no event: a code with the parameters of its sentence."""

    code: str
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class TypedEvent:
    """An event, and the word its kind was given as."""

    word: str
    event: ClockEvent


def typed_event(*, text: str) -> TypedEvent | TypedFault:
    """The event of a text; CLOCK_EVENT_FORM or CLOCK_EVENT_UNKNOWN, which names every kind, where it is none."""
    days, _colon, rest = text.strip().partition(":")
    word, _colon, evidence = rest.partition(":")
    first, slash, last = days.partition("/")
    since, on = typed_day(text=first), typed_day(text=last if slash else first)
    if since is None or on is None or since > on or not word.strip():
        return TypedFault("CLOCK_EVENT_FORM", {"text": text.strip()[:80]})
    kind = kind_of(text=word)
    if kind is None:
        known = ", ".join(one.value for one in EventKind)
        return TypedFault("CLOCK_EVENT_UNKNOWN", {"kind": word.strip()[:40], "known": known})
    return TypedEvent(word.strip().lower(), ClockEvent(on, kind, evidence.strip(), since if slash else None))


def typed_day(*, text: str) -> date | None:
    """A day as ISO 8601 writes it, between 1990 and 2100; None for anything else."""
    try:
        day = date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
