"""PURE: that the notice of a sanction reached the debtor, and what is wrong with saying so (CC 137, limitation rules 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Arrival:
    """On which day it arrived, with the paper that proves it: courier's stub, receipt with seal; `note` is courier and number."""

    on: date
    paper: tuple[str, bytes]
    note: str = ""


def arrival_fault(*, arrival: Arrival, noticed_on: date | None, today: date) -> str:
    """What is wrong: nobody was told yet, a day before the letter or ahead of today, no paper, a long note; empty if nothing is."""
    if noticed_on is None:
        return "NOTICE_NOT_SENT"
    if not noticed_on <= arrival.on <= today:
        return "NOTICE_DAY"
    if not arrival.paper[1]:
        return "NOTICE_PAPER"
    return "NOTICE_NOTE" if len(arrival.note) > LONGEST_NOTE else ""
