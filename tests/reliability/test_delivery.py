"""Deliverers that are killed, doubled and refused: the outside world accepts each reminder at most once (D1, D4, X6).

The judge is the mail server's own log, never our database.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.mail_sink import Manner, Sink, endless
from tests.own_books import OwnBooks, Shelf
from tests.reliability.killing import KILLS

pytestmark = pytest.mark.reliability

CUSTOMERS = 12
EACH = KILLS["delivery"] // 2
NASTY = [Manner.OK] * 8 + [
    manner for manner in Manner if manner not in (Manner.DELAYED, Manner.GREETING_5XX, Manner.OK)
]


@dataclass
class Plant:
    """Books with queued reminders, one mail server, and the processes that work on them."""

    books: OwnBooks
    sink: Sink
    epoch: float

    def run(self, *command: object, off: str = "") -> dict[str, Any]:
        done = self.start(*command, off=off)
        output, errors = done.communicate(timeout=240)
        assert done.returncode == 0, errors[-3000:]
        return dict(json.loads(output.splitlines()[-1]))

    def start(self, *command: object, off: str = "") -> subprocess.Popen[str]:
        mine = {
            "HUIKUAN_SMTP_URL": self.sink.url,
            "HUIKUAN_EMAIL_FROM": "ar@jia.example",
            "TEST_SMTP_URL": self.sink.url,
            "TEST_EPOCH": str(self.epoch),
            "TEST_SWITCH_OFF": off,
        }
        return self.books.start("-m", "tests.reliability.deliverer", *map(str, command), **mine)


@pytest.fixture(scope="module")
def prepared(shelf: Shelf) -> Iterator[OwnBooks]:
    """Books with the customers of every test, made once."""
    books = shelf.new()
    Plant(books, Sink(iter([])), time.time()).run("prepare", CUSTOMERS)
    yield books
    shelf.drop(books)


@pytest.fixture
def plant(request: pytest.FixtureRequest, shelf: Shelf, prepared: OwnBooks) -> Iterator[Plant]:
    chance = random.Random(request.node.name)
    manners = getattr(request, "param", [Manner.OK])
    sink = endless(iter(lambda: chance.choice(manners), None))
    books = shelf.new(like=prepared)
    yield Plant(books, sink, time.time())
    sink.stop()
    shelf.drop(books)


def doubled(plant: Plant) -> list[str]:
    return [name for name, copies in plant.sink.copies().items() if copies > 1]


def assert_told_truly(plant: Plant, found: dict[str, Any]) -> None:
    """No message twice; what we call sent is there, what we call failed or suppressed is not."""
    assert doubled(plant) == []
    assert found["broken"] == []
    copies = plant.sink.copies()
    for name, state in found["states"].items():
        assert state in ("SENT", "FAILED", "UNCERTAIN", "SUPPRESSED"), (name, state)
        if state == "SENT":
            assert copies[name] == 1
        elif state != "UNCERTAIN":
            assert copies[name] == 0
    assert set(copies) <= set(found["states"])


def test_two_planners_and_three_deliverers_at_once_send_each_reminder_once(plant: Plant) -> None:
    queued = plant.run("queue", 2)
    assert sorted(queued["customers"]) == sorted(set(queued["customers"]))
    assert len(queued["customers"]) == queued["steps"] == CUSTOMERS
    found = plant.run(
        "deliver", 3, "then", "settle"
    )  # a machine with other work may keep a server waiting: that message goes later
    assert set(found["states"].values()) == {"SENT"}
    assert plant.sink.copies().total() == CUSTOMERS
    assert_told_truly(plant, found)


@pytest.mark.parametrize("plant", [NASTY], indirect=True, ids=["nasty"])
def test_a_server_that_misbehaves_in_every_way(plant: Plant) -> None:
    found = plant.run("queue", 1, "then", "settle")
    assert_told_truly(plant, found)
    assert plant.sink.connections > CUSTOMERS  # it was tried again


@pytest.mark.parametrize("plant", [[Manner.OK]], indirect=True, ids=["well"])
def test_killed_at_random_moments(plant: Plant) -> None:
    found = plant.run("queue", 1, "then", "kill", EACH, 1, "then", "settle")
    assert found["killed"] == EACH
    assert_told_truly(plant, found)


@pytest.mark.parametrize("plant", [NASTY], indirect=True, ids=["nasty"])
def test_killed_with_a_server_that_misbehaves(plant: Plant) -> None:
    found = plant.run("queue", 2, "then", "kill", EACH, 2, "then", "settle")
    assert found["killed"] == EACH
    assert_told_truly(plant, found)


def test_a_second_run_after_everything_adds_nothing(plant: Plant) -> None:
    plant.run("queue", 1, "then", "settle")
    found = plant.run("queue", 2)
    assert len(found["states"]) == CUSTOMERS
    assert plant.run("settle")["states"] == found["states"]
    assert doubled(plant) == []


@pytest.mark.parametrize("plant", [[Manner.SLOW]], indirect=True, ids=["slow"])
def test_the_worker_ends_the_message_in_hand_when_it_is_told_to_stop(plant: Plant) -> None:
    plant.run("queue", 1)
    process = plant.start("worker")
    end = time.monotonic() + 60
    while not plant.sink.kept and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)  # the server has the message, its answer is still to come
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors[-2000:]
    states = list(plant.run("report")["states"].values())
    assert (states.count("SENT"), states.count("PLANNED")) == (len(plant.sink.kept), CUSTOMERS - len(plant.sink.kept))
    assert 1 <= len(plant.sink.kept) < CUSTOMERS


@pytest.mark.parametrize("off", ["transmit", "claim"])
def test_with_a_guard_off_the_judge_finds_doubles(plant: Plant, off: str) -> None:
    """Negative controls: without the note before the content, or without the claim, reminders arrive twice."""
    plant.run("queue", 1, "then", "deliver", 3, off=off)
    plant.epoch -= 300
    plant.run("deliver", 3, off=off)
    assert doubled(plant)
