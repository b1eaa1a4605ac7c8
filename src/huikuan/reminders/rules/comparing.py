"""PURE: what another policy would change: the messages of a day decided twice, laid side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huikuan.reminders.rules.deciding import GroupKey, PlannedMessage


@dataclass(frozen=True, slots=True)
class Difference:
    """A message that one policy decides otherwise than the other; None where it decides none."""

    customer_id: int
    company_id: int
    currency: str
    before: PlannedMessage | None
    after: PlannedMessage | None

    @property
    def asked_minor(self) -> int:
        """The larger of the two amounts asked for, minor units: what the difference is about."""
        return max(one.asked_minor for one in (self.before, self.after) if one is not None)


def differences(*, before: Iterable[PlannedMessage], after: Iterable[PlannedMessage]) -> tuple[Difference, ...]:
    """The messages that are not the same for the customer, those about most money first."""
    old, new = ({_key(one): one for one in side} for side in (before, after))
    found = [
        Difference(*key, before=old.get(key), after=new.get(key))
        for key in sorted(old.keys() | new.keys())
        if _told(old.get(key)) != _told(new.get(key))
    ]
    return tuple(sorted(found, key=lambda one: (-one.asked_minor, one.customer_id, one.company_id, one.currency)))


def sent_of(*, planned: Iterable[PlannedMessage]) -> int:
    """How many of the messages would go."""
    return sum(not one.reasons for one in planned)


def _key(one: PlannedMessage) -> GroupKey:
    return one.customer_id, one.company_id, one.currency


def _told(one: PlannedMessage | None) -> object:
    """What the customer would notice: whether it goes, which step, how it sounds, what it asks for, on paper or not."""
    if one is None or one.reasons:
        return None
    return one.kind, one.ordinal, one.tone, one.with_pdf, one.asked_minor
