"""What the day's work tells our own people: by mail what comes due, by their robots what comes due and what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.conf import settings

from huikuan.accounts.queries import people
from huikuan.jobs.channels import FOR_EVERYBODY, Channels, ChannelsFaulty, configured_channels
from huikuan.kernel.actor import Actor
from huikuan.outbox.ports import MessageRow, Suppress, Verdict
from huikuan.reminders.operations.forewarning import forewarn
from huikuan.reminders.operations.group_forewarning import GroupWay, tell_groups
from huikuan.worklist.operations import tell_day


def tell_own_people(*, actor: Actor, now: datetime, key: str, today: date) -> int:
    """Foretell what comes due and tell each person his day by the robot that is his; how many items were foretold."""
    told = forewarn(actor=actor, now=now, key=f"{key}:forewarn", today=today)
    ways = group_ways()
    if ways:
        address = f"{settings.BASE_URL}/"
        tell_groups(actor=actor, now=now, key=f"{key}:groups", today=today, ways=ways, address=address)
        tell_day(actor=actor, now=now, key=f"{key}:summaries", today=today, ways=ways, address=address)
    return int(told["items"])


def group_ways() -> Mapping[int, GroupWay]:
    """The robot of each active person who has one."""
    found = _channels()
    if not found.robots:
        return {}
    ways = {pk: _way_of(found, person.username) for pk, person in people().items()}
    return {pk: way for pk, way in ways.items() if way is not None}


def only_to_his_group(*, message: MessageRow, prepare: Callable[[], Verdict]) -> Verdict:
    """The verdict, unless the robot is another person's by now: what was written for one group goes to no other."""
    person_id = int(message.content.snapshot["person_id"])
    person = people(ids=frozenset({person_id})).get(person_id)
    way = _way_of(_channels(), person.username) if person else None
    snapshot = message.content.snapshot
    if way != GroupWay(message.channel, message.content.recipient, bool(snapshot["is_everybodys"])):
        return Suppress((("ROBOT_REASSIGNED", {}),))
    return prepare()


def _way_of(found: Channels, username: str) -> GroupWay | None:
    robot = found.robot_of(username=username)
    return None if robot is None else GroupWay(robot.channel, robot.name, FOR_EVERYBODY in robot.people)


def _channels() -> Channels:
    try:
        return configured_channels()
    except ChannelsFaulty:
        return Channels()
