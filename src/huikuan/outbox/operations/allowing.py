"""Take a token for a robot before it is written to; the bucket lies in the database, so that all workers share it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huikuan.outbox.bucket_rules import RATES, Bucket, Rate, filled, next_token, taken
from huikuan.outbox.models import Allowance, Message
from huikuan.outbox.rules import ChannelName, State


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether one message may go to the robot now; else when the next may, and how many more may follow at once."""

    may_go: bool
    left: int
    again_at: datetime


def take_allowance(*, channel: ChannelName, robot: str, now: datetime) -> Allowed:
    """Take one token of every rate of a robot's channel, or none of them; one transaction, the buckets locked by name."""
    rates = RATES.get(channel, ())
    names = [f"{channel.value}/{robot}/{place}" for place in range(len(rates))]
    with transaction.atomic():
        Allowance.objects.bulk_create(
            [
                Allowance(name=name, tokens=rate.capacity, filled_at=now)
                for name, rate in zip(names, rates, strict=True)
            ],
            ignore_conflicts=True,
        )
        rows = list(Allowance.objects.select_for_update().filter(name__in=names).order_by("name"))
        pairs = [
            (row, rate, filled(bucket=Bucket(row.tokens, row.filled_at), rate=rate, now=now))
            for row, rate in zip(rows, rates, strict=True)
        ]
        less = [taken(bucket=bucket) for _, _, bucket in pairs]
        may_go = all(bucket is not None for bucket in less)
        for (row, _, bucket), after in zip(pairs, less, strict=True):
            kept = after if may_go and after is not None else bucket
            Allowance.objects.filter(pk=row.pk).update(tokens=kept.tokens, filled_at=kept.filled_at)
    left = min((bucket.tokens for bucket in less if bucket is not None), default=0) if may_go else 0
    return Allowed(may_go, left, now if may_go else max(_again(rate, bucket) for _, rate, bucket in pairs))


def wait_for_robot(*, channel: ChannelName, robot: str, until: datetime) -> int:
    """Let every message that is due for a robot wait until it takes another one; how many wait. This is no attempt."""
    waiting = Message.objects.filter(channel=channel.value, recipient=robot, state=State.PLANNED.value)
    return waiting.filter(next_try_at__lt=until).update(next_try_at=until)


def others_waiting(*, channel: ChannelName, robot: str, now: datetime) -> int:
    """How many messages are due for a robot at `now`."""
    return Message.objects.filter(
        channel=channel.value, recipient=robot, state=State.PLANNED.value, next_try_at__lte=now
    ).count()


def _again(rate: Rate, bucket: Bucket) -> datetime:
    return bucket.filled_at if bucket.tokens else next_token(bucket=bucket, rate=rate)
