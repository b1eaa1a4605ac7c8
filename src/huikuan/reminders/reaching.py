"""The ways to a customer: on each channel the first person whom we may reach there (RULES_CN §8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huikuan.customers.file_rules import PersonRole
from huikuan.customers.permission_rules import reach_fault
from huikuan.customers.permissions import ReachRow
from huikuan.outbox.rules import TO_CUSTOMERS, ChannelName, header_fault, mobile_of, recipient_fault
from huikuan.reminders.rules.debtors import Way

ASKED = frozenset(
    {PersonRole.FINANCE.value, PersonRole.PAYER.value, PersonRole.OWNER.value, PersonRole.DECISION_MAKER.value}
)
"""The parts of people who are asked for money; nobody else is, and nobody without a part in paying."""


def ways_of(*, people: Iterable[ReachRow], address: str) -> Mapping[ChannelName, Way]:
    """The way on each channel to a customer with these people; `address` is the company's, for letters and visits.

    Mail goes to people marked for reminders only, the other channels to them first and then to who pays.
    """
    known = tuple(people)
    asked = [one for one in known if one.gets_reminders or ASKED.intersection(one.roles)]
    ways = {channel: _first(channel, asked, address) for channel in TO_CUSTOMERS if channel is not ChannelName.EMAIL}
    marked = [one for one in known if one.gets_reminders and one.email]
    mail = _first(ChannelName.EMAIL, marked, "")
    # Who opted out of mail is passed over; where nobody is marked the plain rule says so.
    return ways | ({ChannelName.EMAIL: mail} if marked else {})


def _first(channel: ChannelName, people: Iterable[ReachRow], address: str) -> Way:
    """The first usable way; else the first that names a recipient, with its fault; else none."""
    ways = [_way(channel, one, address) for one in people]
    if channel in (ChannelName.LETTER, ChannelName.VISIT) and not any(way.recipient for way in ways):
        ways = [Way(address, "", recipient_fault(channel=channel, recipient=address))]
    usable = next((way for way in ways if not way.fault), None)
    return usable or next((way for way in ways if way.recipient), Way("", "", "NO_RECIPIENT"))


def _way(channel: ChannelName, person: ReachRow, address: str) -> Way:
    recipient = _recipient(channel, person, address)
    fault = recipient_fault(channel=channel, recipient=recipient) or header_fault(text=person.name)
    fault = fault or reach_fault(channel=channel, legal_basis=person.legal_basis, stands=person.stands)
    return Way(recipient, person.name, fault)


def _recipient(channel: ChannelName, person: ReachRow, address: str) -> str:
    if channel is ChannelName.EMAIL:
        return person.email
    if channel is ChannelName.SMS:
        return mobile_of(text=person.mobile or person.phone)
    if channel is ChannelName.CALL:
        return person.mobile or person.phone
    return person.address or address
