"""A message to a robot, and a door that leads to one server on loopback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from huikuan.integrations.http_door import HttpDoor
from huikuan.outbox.ports import Mail
from tests.http_sink import HttpSink

MAIL = Mail(
    message_id="<abc@jia.example>",
    sender="ar@jia.example",
    sender_name="甲公司",
    recipient="sales-east",
    recipient_name="",
    reply_to="",
    subject="即将到期款项",
    text="2 笔，合计 CNY 1,234.50",
    html="",
    language="zh-hans",
    at=datetime(2020, 9, 6, 2, 34, 33, 123_000, tzinfo=UTC),
)


def mail_of(**more: object) -> Mail:
    """The message with something else in it."""
    return replace(MAIL, **more)  # type: ignore[arg-type]


def door_to(sink: HttpSink) -> HttpDoor:
    """A door that trusts this server and waits half a second."""
    return HttpDoor(allowed=frozenset({sink.origin}), seconds=0.6)
