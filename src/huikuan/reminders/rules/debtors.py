"""PURE: a customer as the addressee of reminders: his class, his ways, and whether he was judged malicious."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from huikuan.outbox.rules import ChannelName, address_fault, header_fault
from huikuan.reminders.rules.policy import WATCH


@dataclass(frozen=True, slots=True)
class Way:
    """Whom a customer's message on one channel goes to, and why it cannot (a code, empty if it can)."""

    recipient: str
    recipient_name: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer as the addressee of reminders; `ways` are the channels on which he may be reached besides plain mail."""

    id: int
    customer_class: str
    language: str
    do_not_contact_reason: str
    recipient: str
    recipient_name: str
    ways: Mapping[ChannelName, Way] = field(default_factory=dict)
    is_malicious: bool = False
    """So judged by a person (HANDBOOK C3): the policy of watched customers holds, and no overdue letter is friendly."""

    def way(self, *, channel: ChannelName) -> Way:
        """The way on a channel; mail goes to the recipient of letters."""
        if channel in self.ways or channel is not ChannelName.EMAIL:
            return self.ways.get(channel, Way("", "", "NO_RECIPIENT"))
        fault = address_fault(address=self.recipient) or header_fault(text=self.recipient_name)
        return Way(self.recipient, self.recipient_name, fault)


def as_malicious(*, debtor: Debtor) -> Debtor:
    """The debtor treated as judged malicious, whatever class his customer is in."""
    return replace(debtor, customer_class=WATCH, is_malicious=True)
