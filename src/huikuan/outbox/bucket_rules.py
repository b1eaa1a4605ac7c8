"""PURE: token buckets in front of chat robots. What a robot may take in any window is never exceeded, whoever counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huikuan.outbox.rules import ChannelName


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` messages (2 and more) in any span of `window`."""

    most: int
    window: timedelta

    @property
    def capacity(self) -> int:
        """The bucket's size. Half of what is allowed: a full bucket and what flows in while it empties add up to `most`."""
        return self.most // 2

    @property
    def fill_time(self) -> timedelta:
        """How long one token takes to flow in; rounded up to the microsecond, so that never more flows in."""
        flowing = self.most - self.capacity
        exact = self.window // flowing
        return exact if exact * flowing == self.window else exact + _MICROSECOND


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many tokens are in it, counted up to `filled_at`."""

    tokens: int
    filled_at: datetime


RATES: Mapping[ChannelName, tuple[Rate, ...]] = {
    ChannelName.WECOM: (Rate(20, timedelta(minutes=1)),),
    ChannelName.DINGTALK: (Rate(20, timedelta(minutes=1)),),
    ChannelName.FEISHU: (Rate(100, timedelta(minutes=1)), Rate(5, timedelta(seconds=1))),
}
"""What each kind of robot takes (RULES_CN §7.3; a DingTalk robot that is asked for more is shut for ten minutes)."""

_MICROSECOND = timedelta(microseconds=1)


def filled(*, bucket: Bucket | None, rate: Rate, now: datetime) -> Bucket:
    """The bucket with what has flowed in until `now`; a new one is full. A clock that went back fills nothing."""
    if bucket is None:
        return Bucket(rate.capacity, now)
    if now <= bucket.filled_at:
        return bucket
    flowed = (now - bucket.filled_at) // rate.fill_time
    if bucket.tokens + flowed >= rate.capacity:
        return Bucket(rate.capacity, now)
    return Bucket(bucket.tokens + flowed, bucket.filled_at + flowed * rate.fill_time)


def taken(*, bucket: Bucket) -> Bucket | None:
    """The bucket less one token; None if it is empty."""
    return Bucket(bucket.tokens - 1, bucket.filled_at) if bucket.tokens > 0 else None


def next_token(*, bucket: Bucket, rate: Rate) -> datetime:
    """When the next token has flowed into an empty bucket."""
    return bucket.filled_at + rate.fill_time
