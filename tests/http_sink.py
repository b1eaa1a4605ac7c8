"""A server on loopback that takes HTTP requests and misbehaves as told. Its own log of whole requests judges every test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, repeat


class HttpManner(StrEnum):
    """How the server treats one connection."""

    OK = "OK"
    STATUS_400 = "STATUS_400"
    STATUS_401 = "STATUS_401"
    STATUS_429 = "STATUS_429"
    STATUS_500 = "STATUS_500"
    STATUS_502 = "STATUS_502"
    STATUS_503 = "STATUS_503"
    REDIRECT_302 = "REDIRECT_302"
    REDIRECT_308 = "REDIRECT_308"
    DROP_EARLY = "DROP_EARLY"  # the connection ends before a byte of the request was read
    DROP_AFTER = "DROP_AFTER"  # the request is taken, the answer never comes
    SILENT = "SILENT"  # the request is taken, the server says nothing
    DRIPPING = "DRIPPING"  # the answer comes a character at a time and never ends
    GARBAGE = "GARBAGE"  # the request is taken, the answer is no HTTP
    WRONG_BODY = "WRONG_BODY"  # 200 with something that is no JSON
    EMPTY_BODY = "EMPTY_BODY"
    HUGE = "HUGE"  # 200 with more than anybody reads
    CUT_BODY = "CUT_BODY"  # 200, and the connection ends in the middle of the body


@dataclass(frozen=True, slots=True)
class Taken:
    """A whole request as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HttpSink:
    """A running server: each connection takes the next manner; `taken` are the whole requests it read."""

    manners: Iterator[HttpManner]
    answer: bytes = b"{}"
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def start(self) -> HttpSink:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def stop(self) -> None:
        self.over.set()
        self.listener.close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._treat, args=(connection, next(self.manners)), daemon=True).start()

    def _treat(self, connection: socket.socket, manner: HttpManner) -> None:
        with connection:
            if manner is HttpManner.DROP_EARLY:
                return
            try:
                request = _read(connection)
                if request is not None:
                    self.taken.append(request)
                    self._say(connection, manner)
            except OSError:
                return

    def _say(self, connection: socket.socket, manner: HttpManner) -> None:
        if manner is HttpManner.DROP_AFTER:
            return
        if manner is HttpManner.SILENT:
            self.over.wait(30)
        elif manner is HttpManner.DRIPPING:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not self.over.wait(0.05):
                connection.sendall(b"x")
        elif manner is HttpManner.GARBAGE:
            connection.sendall(b"hello world\r\n\r\n")
        elif manner is HttpManner.CUT_BODY:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        else:
            connection.sendall(self._whole(manner))

    def _whole(self, manner: HttpManner) -> bytes:
        body = {
            HttpManner.WRONG_BODY: b"<html>welcome</html>",
            HttpManner.EMPTY_BODY: b"",
            HttpManner.HUGE: b"x" * 1_100_000,
        }.get(manner, self.answer)
        status = manner.value[-3:] if manner.value[-3:].isdigit() else "200"
        more = f"Location: {self.origin}/other\r\n" if manner.value.startswith("REDIRECT") else ""
        return f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


def http_sink(*manners: HttpManner, answer: bytes = b"{}") -> HttpSink:
    """A started server that takes the manners in order and then behaves."""
    return HttpSink(chain(manners, repeat(HttpManner.OK)), answer).start()


def _read(connection: socket.socket) -> Taken | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in rest)}
    while len(body) < int(headers.get("content-length", "0")):
        piece = connection.recv(65_536)
        if not piece:
            return None
        body += piece
    return Taken(line, headers, body)
