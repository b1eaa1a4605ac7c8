"""A WeCom robot: what is sent, what an answer means, what a server that misbehaves does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from huikuan.integrations.robot_answers import Robot
from huikuan.integrations.wecom.robot import WecomRobots
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain
from tests.http_sink import HttpManner, HttpSink, http_sink
from tests.integrations.robot_world import MAIL, door_to, mail_of


@pytest.fixture
def sinks() -> Iterator[list[HttpSink]]:
    found: list[HttpSink] = []
    yield found
    for one in found:
        one.stop()


def sent(sinks: list[HttpSink], *manners: HttpManner, answer: object = None, mail: object = MAIL) -> Outcome:
    said = json.dumps({"errcode": 0, "errmsg": "ok"} if answer is None else answer).encode()
    sink = http_sink(*manners, answer=said)
    sinks.append(sink)
    robots = WecomRobots(robots={"sales-east": Robot(f"{sink.origin}/cgi-bin/webhook/send?key=k1")}, door=door_to(sink))
    return robots.deliver(mail=mail, may_transmit=lambda: True)  # type: ignore[arg-type]


def test_the_text_arrives(sinks: list[HttpSink]) -> None:
    assert sent(sinks) == Accepted("0")
    (taken,) = sinks[0].taken
    assert taken.line == "POST /cgi-bin/webhook/send?key=k1 HTTP/1.1"
    assert json.loads(taken.body) == {
        "msgtype": "text",
        "text": {"content": "即将到期款项\n\n2 笔，合计 CNY 1,234.50"},
    }


def test_a_long_text_is_cut_to_2048_bytes(sinks: list[HttpSink]) -> None:
    assert sent(sinks, mail=mail_of(text="款" * 3_000)) == Accepted("0")
    content = json.loads(sinks[0].taken[0].body)["text"]["content"]
    assert 2_040 < len(content.encode()) <= 2_048
    assert content.endswith("款…")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (45009, Retryable(0, Phase.DATA, "45009 no")),
        (-1, Retryable(0, Phase.DATA, "-1 no")),
        (93000, Retryable(0, Phase.SIGN_IN, "93000 no")),
        (40058, Permanent(0, Phase.CONTENT, "40058 no")),
        (1, Permanent(1, Phase.CONTENT, "1 no")),
    ],
)
def test_codes(sinks: list[HttpSink], code: int, outcome: Outcome) -> None:
    assert sent(sinks, answer={"errcode": code, "errmsg": "no"}) == outcome


@pytest.mark.parametrize("answer", [{}, [], {"errcode": "0"}, {"errcode": None}, {"errcode": True}, "ok", 0])
def test_an_answer_without_a_code_is_uncertain(sinks: list[HttpSink], answer: object) -> None:
    assert isinstance(sent(sinks, answer=answer), Uncertain)


@pytest.mark.parametrize(
    "manner",
    [
        HttpManner.SILENT,
        HttpManner.DROP_AFTER,
        HttpManner.GARBAGE,
        HttpManner.WRONG_BODY,
        HttpManner.EMPTY_BODY,
        HttpManner.STATUS_500,
        HttpManner.REDIRECT_302,
        HttpManner.CUT_BODY,
    ],
)
def test_a_server_that_misbehaves_after_it_took_the_message(sinks: list[HttpSink], manner: HttpManner) -> None:
    assert isinstance(sent(sinks, manner), Uncertain)


def test_a_robot_nobody_entered(sinks: list[HttpSink]) -> None:
    assert sent(sinks, mail=mail_of(recipient="nobody")) == Permanent(0, Phase.RECIPIENT, "no such robot")
    assert sinks[0].connections == 0
