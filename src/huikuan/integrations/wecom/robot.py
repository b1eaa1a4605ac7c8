"""A group robot of WeCom (企业微信群机器人): text up to 2,048 bytes; the key in the address is the sign-in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from huikuan.integrations.byte_lengths import cut_to_bytes
from huikuan.integrations.http_door import HttpDoor, Request
from huikuan.integrations.robot_answers import Codes, Robot, sent_to_robot
from huikuan.outbox.ports import Mail
from huikuan.outbox.rules import Outcome, Permanent, Phase

MOST_TEXT = 2_048
CODES = Codes(
    names=("errcode",),
    later=frozenset({-1, 45009, 45033}),
    ours=frozenset({40001, 40014, 41001, 60020, 93000, 93008}),
)


class WecomRobots:
    """Writes to the robots of this installation by their names."""

    def __init__(self, *, robots: Mapping[str, Robot], door: HttpDoor) -> None:
        self._robots = robots
        self._door = door

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        """Hand the message over once."""
        robot = self._robots.get(mail.recipient)
        if robot is None:
            return Permanent(0, Phase.RECIPIENT, "no such robot")
        request = Request(robot.url, body_of(mail=mail), {"Content-Type": "application/json; charset=utf-8"})
        return sent_to_robot(door=self._door, request=request, codes=CODES, may_transmit=may_transmit)


def body_of(*, mail: Mail) -> bytes:
    """The message as text, cut to what the robot takes; markdown would let a customer's name draw links."""
    text = cut_to_bytes(text=f"{mail.subject}\n\n{mail.text}".strip(), most=MOST_TEXT)
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()
