"""A Feishu robot: the signature by another program's numbers, the body's size, what an answer means."""

from __future__ import annotations

import json

import pytest

from huikuan.integrations.feishu.robot import MOST_BODY, FeishuRobots, body_of, signature_of
from huikuan.integrations.robot_answers import Robot
from huikuan.outbox.rules import Accepted, Outcome, Permanent, Phase, Retryable, Uncertain
from tests.http_sink import HttpManner, http_sink
from tests.integrations.robot_world import MAIL, door_to, mail_of


def test_the_signature_is_that_of_another_program() -> None:
    """Computed by `openssl dgst -sha256 -mac HMAC` over nothing with "{seconds}\\n{secret}" as key."""
    assert signature_of(secret="demo", seconds=1599360473) == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="


def sent(*manners: HttpManner, answer: object) -> tuple[Outcome, list[bytes]]:
    sink = http_sink(*manners, answer=json.dumps(answer).encode())
    robot = Robot(f"{sink.origin}/open-apis/bot/v2/hook/h1", "demo")
    outcome = FeishuRobots(robots={"sales-east": robot}, door=door_to(sink)).deliver(
        mail=MAIL, may_transmit=lambda: True
    )
    sink.stop()
    return outcome, [taken.body for taken in sink.taken]


def test_moment_and_signature_stand_in_the_body() -> None:
    outcome, bodies = sent(answer={"code": 0, "msg": "success"})
    assert outcome == Accepted("0")
    data = json.loads(bodies[0])
    assert data["timestamp"] == "1599359673"
    assert data["sign"] == signature_of(secret="demo", seconds=1599359673)
    assert data["content"] == {"text": "即将到期款项\n\n2 笔，合计 CNY 1,234.50"}


def test_the_older_answer_counts_too() -> None:
    assert sent(answer={"StatusCode": 0, "StatusMessage": "success"})[0] == Accepted("0")


@pytest.mark.parametrize("text", ["款" * 20_000, '"' * 30_000, "\nx" * 15_000, "a\\b" * 9_000])
def test_the_whole_body_fits(text: str) -> None:
    body = body_of(mail=mail_of(text=text), secret="demo")
    assert MOST_BODY - 20 <= len(body) <= MOST_BODY
    assert json.loads(body)["content"]["text"].endswith("…")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (11232, Retryable(11232, Phase.DATA, "11232 no")),
        (19021, Retryable(19021, Phase.SIGN_IN, "19021 no")),
        (9499, Permanent(9499, Phase.CONTENT, "9499 no")),
    ],
)
def test_codes(code: int, outcome: Outcome) -> None:
    assert sent(answer={"code": code, "msg": "no"})[0] == outcome


@pytest.mark.parametrize("manner", [HttpManner.SILENT, HttpManner.WRONG_BODY, HttpManner.STATUS_500])
def test_a_server_that_misbehaves(manner: HttpManner) -> None:
    assert isinstance(sent(manner, answer={"code": 0})[0], Uncertain)
