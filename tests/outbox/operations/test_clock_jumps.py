"""Workers that die, freeze and come back while the clock jumps: the outside world never accepts a message twice."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest

from huikuan.outbox.operations.delivering import (
    Claim,
    LeaseLost,
    begin_transmission,
    claim_next,
    conclude,
    expire_leases,
)
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, State, Uncertain
from tests.outbox.operations.test_delivering import NOW, draft, queue, ready, settle, state_of

pytestmark = pytest.mark.django_db
JUMPS = (
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=1),
    timedelta(days=-400),
    timedelta(days=400),
    timedelta(minutes=21),
)


@dataclass
class Worker:
    """One worker somewhere between two steps; it may stay there as long as chance wants."""

    name: str
    claim: Claim | None = None
    outcome: Outcome | None = None


def transmit(chance: random.Random, world: Counter[int], message_id: int) -> Outcome:
    """What the server does with the content, and what the worker hears of it; both never better than the truth."""
    fate = chance.random()
    if fate < 0.4:
        world[message_id] += 1
        return Accepted("250") if chance.random() < 0.6 else Uncertain(Phase.END, "no answer")
    if fate < 0.6:
        return Uncertain(Phase.END, "no answer")
    return Retryable(451, Phase.END, "later") if fate < 0.9 else Permanent(554, Phase.END, "never")


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_accepted_twice(seed: int) -> None:
    chance = random.Random(seed)
    ids = queue(*(draft(f"k{number}") for number in range(4)))
    world: Counter[int] = Counter()
    workers = [Worker(name) for name in "abc"]
    now = NOW
    for _ in range(160):
        now += timedelta(seconds=chance.randrange(120))
        if chance.random() < 0.1:
            now += chance.choice(JUMPS)
        worker = chance.choice(workers)
        if chance.random() < 0.08:
            worker.claim = worker.outcome = None  # killed, and started again
        elif chance.random() < 0.15:
            expire_leases(now=now, settle=settle)
        elif worker.claim is None:
            worker.claim = claim_next(worker=worker.name, now=now, prepare=ready)
        elif worker.outcome is None:
            if begin_transmission(claim=worker.claim, now=now):
                worker.outcome = transmit(chance, world, worker.claim.message.id)
            else:
                worker.claim = None
        else:
            with suppress(LeaseLost):
                conclude(claim=worker.claim, outcome=worker.outcome, now=now, settle=settle)
            worker.claim = worker.outcome = None
        assert max(world.values(), default=0) <= 1
    for pk in ids:
        if state_of(pk) is State.SENT:
            assert world[pk] == 1
        elif state_of(pk) is State.FAILED:
            assert world[pk] == 0


def test_the_worlds_of_these_seeds_are_not_empty() -> None:
    """The test above would also pass if nothing ever went out."""
    (pk,) = queue(draft())
    chance, world = random.Random(1), Counter[int]()
    claimed = claim_next(worker="a", now=NOW, prepare=ready)
    assert claimed is not None and begin_transmission(claim=claimed, now=NOW)
    for _ in range(50):
        transmit(chance, world, pk)
    assert 10 < world[pk] < 40
