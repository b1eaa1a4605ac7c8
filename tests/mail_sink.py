"""A mail server on loopback that misbehaves as told. Its own log of accepted messages is the judge of every test."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from itertools import chain, repeat
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, syntax

CERTIFICATE = Path(__file__).parent / "integrations" / "email" / "localhost.pem"


class Manner(StrEnum):
    """How the server treats one connection."""

    OK = "OK"
    GREETING_4XX = "GREETING_4XX"
    GREETING_5XX = "GREETING_5XX"
    EHLO_4XX = "EHLO_4XX"
    EHLO_5XX = "EHLO_5XX"
    MAIL_4XX = "MAIL_4XX"
    MAIL_5XX = "MAIL_5XX"
    RCPT_4XX = "RCPT_4XX"
    RCPT_5XX = "RCPT_5XX"
    DATA_4XX = "DATA_4XX"
    DATA_5XX = "DATA_5XX"
    END_4XX = "END_4XX"
    END_5XX = "END_5XX"
    DRIPPING = "DRIPPING"  # after 354 a character now and then, and never an end
    DROP_GREETING = "DROP_GREETING"
    DROP_EHLO = "DROP_EHLO"
    DROP_MAIL = "DROP_MAIL"
    DROP_RCPT = "DROP_RCPT"
    DROP_DATA = "DROP_DATA"
    DROP_CONTENT = "DROP_CONTENT"  # after 354, before the final dot
    DROP_END_TAKEN = "DROP_END_TAKEN"  # the message is kept, the answer never comes
    DROP_END_LOST = "DROP_END_LOST"  # neither kept nor answered
    SLOW = "SLOW"  # the message is kept, the answer takes its time
    DELAYED = "DELAYED"  # the message is kept, the answer comes after the client's patience
    GARBAGE_EARLY = "GARBAGE_EARLY"
    GARBAGE_END = "GARBAGE_END"  # the message is kept, the answer is no SMTP
    ANSWERS_TWICE = "ANSWERS_TWICE"  # the message is kept once, 250 is said twice


KEEPS = frozenset(
    {Manner.OK, Manner.SLOW, Manner.DROP_END_TAKEN, Manner.DELAYED, Manner.GARBAGE_END, Manner.ANSWERS_TWICE}
)
"""Manners in which the outside world has the message afterwards."""


@dataclass
class Sink:
    """A running server: each connection takes the next manner; `kept` are the messages it took responsibility for."""

    manners: Iterator[Manner]
    patience: float = 0.6
    tls: str = ""
    password: str = ""
    kept: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    is_ready: bool = False
    controller: Controller | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> Sink:
        sink = self

        class Handler:
            async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
                return await sink.take(server, envelope.content)

        class LoopbackController(Controller):
            def factory(self) -> SMTP:
                return _server(sink, Handler())

        self.port = self.port or _free_port()
        context = _context() if self.tls == "implicit" else None
        self.controller = LoopbackController(
            Handler(), hostname="127.0.0.1", port=self.port, ready_timeout=20, ssl_context=context
        )
        self.controller.start()
        self.is_ready = True
        return self

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def copies(self) -> Counter[str]:
        """How many copies of each message (by its Message-ID) the server holds."""
        with self.lock:
            return Counter(str(mail["Message-ID"]) for mail in self.kept)

    def next_manner(self) -> Manner:
        with self.lock:
            if not self.is_ready:
                return Manner.OK  # the controller greets itself once
            self.connections += 1
            return next(self.manners)

    async def take(self, server: Any, content: bytes) -> str:
        manner = server.manner
        if manner in KEEPS:
            with self.lock:
                self.kept.append(message_from_bytes(content, policy=policy.default))
        if manner is Manner.DRIPPING:
            for _ in range(20):
                server.transport.write(b"x")
                await asyncio.sleep(self.patience / 3)
        if manner is Manner.SLOW:
            await asyncio.sleep(self.patience / 2)
        if manner is Manner.DELAYED:
            await asyncio.sleep(self.patience * 3)
        if manner in (Manner.DROP_END_TAKEN, Manner.DROP_END_LOST):
            server.transport.abort()
        answers = {
            Manner.END_4XX: "451 later",
            Manner.END_5XX: "554 never",
            Manner.GARBAGE_END: "hello world",
            Manner.ANSWERS_TWICE: "250 taken\r\n250 taken",
        }
        return answers.get(manner, "250 taken")


def sink_with(*manners: Manner, then: Manner = Manner.OK) -> Sink:
    """A started server that takes the manners in order and then keeps to the last."""
    return Sink(chain(manners, repeat(then))).start()


def endless(manners: Iterable[Manner]) -> Sink:
    """A started server that takes its manners from an endless iterator."""
    return Sink(iter(manners)).start()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _server(sink: Sink, handler: object) -> SMTP:
    context = _context() if sink.tls == "starttls" else None
    return _Misbehaving(
        sink,
        handler,
        hostname="sink.example",
        data_size_limit=20_000_000,
        tls_context=context,
        auth_require_tls=False,
        authenticator=lambda server, session, envelope, mechanism, data: AuthResult(
            success=data.password == sink.password.encode(),
            handled=False,  # the server answers; otherwise it would say nothing to a wrong password
        ),
    )


class _Misbehaving(SMTP):
    manner = Manner.OK

    def __init__(self, sink: Sink, handler: object, **settings: Any) -> None:
        self.sink = sink
        super().__init__(handler, **settings)

    def connection_made(self, transport: Any) -> None:
        self.manner = self.sink.next_manner()
        super().connection_made(transport)
        if self.manner is Manner.DROP_GREETING:
            transport.abort()

    async def push(self, status: Any) -> None:
        line = str(status)
        if line.startswith("220") and self.manner in (Manner.GREETING_4XX, Manner.GREETING_5XX):
            status = "421 busy" if self.manner is Manner.GREETING_4XX else "554 no service"
        await super().push(status)

    async def _refused(self, verb: str) -> bool:
        if self.manner.value == f"DROP_{verb}":
            cast(Any, self.transport).abort()
            return True
        if self.manner.value in (f"{verb}_4XX", f"{verb}_5XX"):
            await self.push("450 later" if self.manner.value.endswith("4XX") else "550 never")
            return True
        return False

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._refused("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:
        if self.manner is Manner.GARBAGE_EARLY:
            await self.push("what do you mean")
        elif not await self._refused("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self._refused("RCPT"):
            await super().smtp_RCPT(arg)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        if await self._refused("DATA"):
            return
        if self.manner is Manner.DROP_CONTENT:
            await self.push("354 go ahead")
            await self._reader.readline()
            cast(Any, self.transport).abort()
            return
        await super().smtp_DATA(arg)


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context
