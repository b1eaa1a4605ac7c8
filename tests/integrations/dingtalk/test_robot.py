"""A DingTalk robot: the signature by another program's numbers, the request, what an answer means."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from huikuan.integrations.dingtalk.robot import DingtalkRobots, signature_of
from huikuan.integrations.robot_answers import Robot
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain
from tests.http_sink import HttpManner, http_sink
from tests.integrations.robot_world import MAIL, door_to


@pytest.mark.parametrize(
    ("secret", "milliseconds", "signature"),
    [
        # Computed by `openssl dgst -sha256 -mac HMAC` over "{ms}\n{secret}" with the secret as key.
        ("SEC0123456789abcdef", 1577262236757, "Pgr6tpIpjVrMPPJUPkaI9sivFPPTYOy5zIOMF2GPFMA%3D"),
        ("this is secret", 1577262236757, "hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D"),
    ],
)
def test_the_signature_is_that_of_another_program(secret: str, milliseconds: int, signature: str) -> None:
    assert signature_of(secret=secret, milliseconds=milliseconds) == signature


def sent(*manners: HttpManner, answer: object, secret: str = "SEC1") -> tuple[Outcome, list[str]]:
    sink = http_sink(*manners, answer=json.dumps(answer).encode())
    robot = Robot(f"{sink.origin}/robot/send?access_token=t1", secret)
    outcome = DingtalkRobots(robots={"sales-east": robot}, door=door_to(sink)).deliver(
        mail=MAIL, may_transmit=lambda: True
    )
    sink.stop()
    return outcome, [taken.line for taken in sink.taken]


def test_the_moment_and_the_signature_stand_in_the_address() -> None:
    outcome, lines = sent(answer={"errcode": 0, "errmsg": "ok"})
    assert outcome == Accepted("0")
    asked = parse_qs(urlsplit(lines[0].split()[1]).query)
    assert asked["timestamp"] == ["1599359673123"]
    assert asked["access_token"] == ["t1"]
    assert asked["sign"] == ["ah5WMJPuuRjFo+jrbqCezSFAZhp9Xw7a9B5/vdZsGGQ="]  # by openssl


def test_without_a_secret_nothing_is_signed() -> None:
    _, lines = sent(answer={"errcode": 0}, secret="")
    assert lines == ["POST /robot/send?access_token=t1 HTTP/1.1"]


@pytest.mark.parametrize(
    ("code", "phase"), [(130101, Phase.DATA), (410100, Phase.DATA), (310000, Phase.SIGN_IN), (300001, Phase.SIGN_IN)]
)
def test_codes_that_are_tried_again(code: int, phase: Phase) -> None:
    outcome, _ = sent(answer={"errcode": code, "errmsg": "x"})
    assert isinstance(outcome, Retryable)
    assert outcome.phase is phase


def test_other_codes_are_final_and_silence_is_uncertain() -> None:
    assert isinstance(sent(answer={"errcode": 400105, "errmsg": "x"})[0], Permanent)
    assert isinstance(sent(HttpManner.SILENT, answer={})[0], Uncertain)
    assert isinstance(sent(HttpManner.GARBAGE, answer={})[0], Uncertain)
    assert isinstance(sent(HttpManner.STATUS_502, answer={})[0], Uncertain)
    assert isinstance(sent(HttpManner.STATUS_429, answer={})[0], Retryable)
