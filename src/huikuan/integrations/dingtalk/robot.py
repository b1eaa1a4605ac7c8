"""A group robot of DingTalk (钉钉自定义机器人): each request is signed with the moment in milliseconds; 20 a minute, then shut."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote_plus

from huikuan.integrations.byte_lengths import cut_to_bytes
from huikuan.integrations.http_door import HttpDoor, Request
from huikuan.integrations.robot_answers import Codes, Robot, sent_to_robot
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Outcome, Permanent, Phase

MOST_TEXT = 20_000
CODES = Codes(
    names=("errcode",),
    later=frozenset({-1, 130101, 410100}),
    ours=frozenset({300001, 300005, 310000, 400013, 400101, 400102}),
)


class DingtalkRobots:
    """Writes to the robots of this installation by their names."""

    def __init__(self, *, robots: Mapping[str, Robot], door: HttpDoor) -> None:
        self._robots = robots
        self._door = door

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        """Hand the message over once."""
        robot = self._robots.get(mail.recipient)
        if robot is None:
            return Permanent(0, Phase.RECIPIENT, "no such robot")
        url = signed_url(url=robot.url, secret=robot.secret, at=mail.at) if robot.secret else robot.url
        request = Request(url, body_of(mail=mail), {"Content-Type": "application/json; charset=utf-8"})
        return sent_to_robot(door=self._door, request=request, codes=CODES, may_transmit=may_transmit)


def signature_of(*, secret: str, milliseconds: int) -> str:
    """The signature as it stands in the address: base64 of HMAC-SHA256 keyed with the secret over moment, line end, secret."""
    text = f"{milliseconds}\n{secret}".encode()
    return quote_plus(base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()))


def signed_url(*, url: str, secret: str, at: datetime) -> str:
    """The address of a robot for one request at that moment."""
    milliseconds = int(at.timestamp()) * 1_000 + at.microsecond // 1_000
    signature = signature_of(secret=secret, milliseconds=milliseconds)
    return f"{url}{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={signature}"


def body_of(*, mail: Mail) -> bytes:
    """The message as text, cut to what the robot takes."""
    text = cut_to_bytes(text=f"{mail.subject}\n\n{mail.text}".strip(), most=MOST_TEXT - 1_000)
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()
