"""A group robot of Feishu (飞书自定义机器人): the signature stands in the body, its moment in seconds; the body has at most 20 KB.

Key and message of the signature are the other way round than at DingTalk: moment, line end and secret are the key, the
message is empty (RULES_CN §7.3).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from huikuan.integrations.byte_lengths import MARK, cut_to_bytes
from huikuan.integrations.http_door import HttpDoor, Request
from huikuan.integrations.robot_answers import Codes, Robot, sent_to_robot
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Outcome, Permanent, Phase

MOST_BODY = 20_000
CODES = Codes(
    names=("code", "StatusCode"),
    later=frozenset({11232, 11247, 230020, 99991400}),
    ours=frozenset({19001, 19021, 19022, 19024}),
)


class FeishuRobots:
    """Writes to the robots of this installation by their names."""

    def __init__(self, *, robots: Mapping[str, Robot], door: HttpDoor) -> None:
        self._robots = robots
        self._door = door

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        """Hand the message over once."""
        robot = self._robots.get(mail.recipient)
        if robot is None:
            return Permanent(0, Phase.RECIPIENT, "no such robot")
        body = body_of(mail=mail, secret=robot.secret)
        request = Request(robot.url, body, {"Content-Type": "application/json; charset=utf-8"})
        return sent_to_robot(door=self._door, request=request, codes=CODES, may_transmit=may_transmit)


def signature_of(*, secret: str, seconds: int) -> str:
    """The signature as it stands in the body: base64 of HMAC-SHA256 keyed with moment, line end, secret over nothing."""
    key = f"{seconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def body_of(*, mail: Mail, secret: str) -> bytes:
    """The signed message, cut until the whole body, escapes included, is no longer than the robot takes."""
    whole = f"{mail.subject}\n\n{mail.text}".strip()
    if len(body := _body(whole, secret, mail.at)) <= MOST_BODY:
        return body
    fits, too_long = len(MARK.encode()), MOST_BODY
    while too_long - fits > 1:
        room = (fits + too_long) // 2
        if len(_body(cut_to_bytes(text=whole, most=room), secret, mail.at)) <= MOST_BODY:
            fits = room
        else:
            too_long = room
    return _body(cut_to_bytes(text=whole, most=fits), secret, mail.at)


def _body(text: str, secret: str, at: datetime) -> bytes:
    data: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        seconds = int(at.timestamp())
        data |= {"timestamp": str(seconds), "sign": signature_of(secret=secret, seconds=seconds)}
    return json.dumps(data, ensure_ascii=False).encode()
