"""The one door out (TRUST S9): spellings of forbidden addresses, one look-up, no redirect, and what a failure means."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from huikuan.integrations.http_door import (
    AddressRefused,
    Answer,
    HttpDoor,
    Request,
    failed_status,
    is_public,
    looked_up,
    target_of,
)
from huikuan.outbox.rules import Permanent, Phase, Retryable, Uncertain, Withdrawn
from tests.http_sink import HttpManner, HttpSink, http_sink

SPELT = [
    "https://127.0.0.1/",
    "https://127.0.0.1:443/x",
    "https://127.1/",
    "https://127.0.1/",
    "https://127.255.255.254/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://0177.0.0.01/",
    "https://00000000177.0.0.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://0x0/",
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[::]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[0:0:0:0:0:ffff:7f00:0001]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a00:1::]/",
    "https://[2002:a9fe:a9fe::1]/",
    "https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25eth0]/",
    "https://[febf::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://[fec0::1]/",
    "https://[2001:db8::1]/",
    "https://10.0.0.1/",
    "https://10.255.255.255/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.0.1/",
    "https://192.168.255.255/",
    "https://169.254.169.254/latest/meta-data/",
    "https://169.254.0.1/",
    "https://0xa9fea9fe/",
    "https://2852039166/",
    "https://0251.0376.0251.0376/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.7/",
    "https://203.0.113.9/",
    "https://224.0.0.1/",
    "https://239.255.255.255/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://example.com@127.0.0.1/",
    "https://127.0.0.1#@example.com/",
    "https://127.0.0.1\\@example.com/",
    "https://user:word@example.com/",
    "https://127.0.0.1%2f.example.com/",
    "https://①②⑦.⓪.⓪.①/",
    "https://１２７.０.０.１/",
    "https://127。0。0。1/",
    "https:///127.0.0.1/",
    "https://127.0.0.1 /",
    "https://127.0.0.1\t/",
    "https://\n127.0.0.1/",
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:25/",
    "//127.0.0.1/",
    "https://example.com:99999/",
    "https://[::1/",
    "https://-example.com/",
    "",
]


def outside(host: str, port: int) -> list[str]:
    """The system's own reading of numbers; every name lies in the public network, so only the spelling decides."""
    try:
        return looked_up(host, port) if host.rstrip(".")[-1:].isdigit() or "x" in host[:2] else _named(host)
    except OSError:
        return []


def _named(host: str) -> list[str]:
    return ["127.0.0.1", "::1"] if host.rstrip(".") == "localhost" else ["93.184.215.14"]


@pytest.mark.parametrize("url", SPELT)
def test_no_spelling_of_a_forbidden_address_is_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **more: object) -> socket.socket:
        raise AssertionError(args)

    monkeypatch.setattr(socket, "create_connection", never)
    outcome = HttpDoor(resolve=outside).send(request=Request(url, b"", {}), may_transmit=never)  # type: ignore[arg-type]
    assert isinstance(outcome, Retryable)
    assert outcome.phase is Phase.CONNECT
    assert "127.0.0.1" not in outcome.reply
    assert "user" not in outcome.reply


def test_there_are_more_than_sixty_spellings() -> None:
    assert len(set(SPELT)) == len(SPELT) > 60


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address=address)


@pytest.mark.parametrize("address", ["", "no", "fe80::1%eth0", "127.0.0.1", "::", "2002:c0a8:1::1"])
def test_what_is_not_public_is_not(address: str) -> None:
    assert not is_public(address=address)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    door = HttpDoor(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    outcome = door.send(request=Request("https://example.com/", b"", {}), may_transmit=lambda: True)
    assert outcome == Retryable(0, Phase.CONNECT, "address refused: ADDRESS_NOT_PUBLIC")


def test_the_name_is_looked_up_once_and_that_very_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: the second answer of the name server would be ours, but nobody asks for it."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    asked: list[object] = []

    def connect(address: object, timeout: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    door = HttpDoor(resolve=lambda host, port: next(answers))
    outcome = door.send(request=Request("https://rebinding.example/", b"", {}), may_transmit=lambda: True)
    assert asked == [("8.8.8.8", 443)]
    assert outcome == Retryable(0, Phase.CONNECT, "not connected: ConnectionRefusedError")


def test_a_trusted_origin_is_that_scheme_host_and_port_only() -> None:
    allowed = frozenset({"http://gateway.lan:8080"})
    assert target_of(url="http://gateway.lan:8080/send?x=1", allowed=allowed).path == "/send?x=1"
    for url in ("http://gateway.lan/send", "http://gateway.lan:8081/send", "http://other.lan:8080/"):
        with pytest.raises(AddressRefused):
            target_of(url=url, allowed=allowed)


@pytest.fixture
def sink() -> Iterator[list[HttpSink]]:
    found: list[HttpSink] = []
    yield found
    for one in found:
        one.stop()


def sent(sink: list[HttpSink], *manners: HttpManner, seconds: float = 0.6) -> object:
    server = http_sink(*manners)
    sink.append(server)
    door = HttpDoor(allowed=frozenset({server.origin}), seconds=seconds)
    return door.send(request=Request(f"{server.origin}/send", b'{"a":1}', {"X": "y"}), may_transmit=lambda: True)


def test_a_request_arrives_whole(sink: list[HttpSink]) -> None:
    assert sent(sink, HttpManner.OK) == Answer(200, b"{}")
    (taken,) = sink[0].taken
    assert (taken.line, taken.body, taken.headers["x"]) == ("POST /send HTTP/1.1", b'{"a":1}', "y")
    assert taken.headers["host"] == f"127.0.0.1:{sink[0].port}"


@pytest.mark.parametrize(
    "manner",
    [
        HttpManner.DROP_AFTER,
        HttpManner.SILENT,
        HttpManner.DRIPPING,
        HttpManner.GARBAGE,
        HttpManner.HUGE,
        HttpManner.CUT_BODY,
        HttpManner.DROP_EARLY,
    ],
)
def test_without_a_whole_answer_nobody_knows(sink: list[HttpSink], manner: HttpManner) -> None:
    outcome = sent(sink, manner)
    assert isinstance(outcome, Uncertain)
    assert sink[0].connections == 1


@pytest.mark.parametrize(
    ("manner", "kind"),
    [
        (HttpManner.STATUS_400, Permanent),
        (HttpManner.STATUS_401, Retryable),
        (HttpManner.STATUS_429, Retryable),
        (HttpManner.STATUS_500, Uncertain),
        (HttpManner.STATUS_502, Uncertain),
        (HttpManner.STATUS_503, Retryable),
        (HttpManner.REDIRECT_302, Uncertain),
        (HttpManner.REDIRECT_308, Retryable),
    ],
)
def test_a_status_says_whether_it_was_taken_and_no_redirect_is_followed(
    sink: list[HttpSink], manner: HttpManner, kind: type
) -> None:
    answer = sent(sink, manner)
    assert isinstance(answer, Answer)
    assert isinstance(failed_status(answer=answer), kind)
    assert sink[0].connections == 1


def test_nobody_listens(sink: list[HttpSink]) -> None:
    door = HttpDoor(allowed=frozenset({"http://127.0.0.1:1"}))
    outcome = door.send(request=Request("http://127.0.0.1:1/", b"", {}), may_transmit=lambda: True)
    assert isinstance(outcome, Retryable)
    assert outcome.phase is Phase.CONNECT


def test_a_lease_that_is_over_sends_nothing(sink: list[HttpSink]) -> None:
    server = http_sink()
    sink.append(server)
    door = HttpDoor(allowed=frozenset({server.origin}))
    outcome = door.send(request=Request(server.origin, b"", {}), may_transmit=lambda: False)
    assert outcome == Withdrawn()
    assert server.taken == []


def test_a_header_ends_no_line(sink: list[HttpSink]) -> None:
    server = http_sink()
    sink.append(server)
    door = HttpDoor(allowed=frozenset({server.origin}))
    request = Request(server.origin, b"", {"X": "a\r\nY: b"})
    assert isinstance(door.send(request=request, may_transmit=lambda: True), Permanent)
    assert server.connections == 0


def test_secrets_of_a_request_are_not_shown() -> None:
    assert "word" not in repr(Request("https://x.example/?key=word", b"word", {"A": "word"}))


def test_a_certificate_for_another_name_is_refused(sink: list[HttpSink]) -> None:
    """The door speaks TLS to a server without it, or with a certificate nobody signed: nothing is transmitted."""
    server = http_sink()
    sink.append(server)
    allowed = frozenset({f"https://127.0.0.1:{server.port}"})
    door = HttpDoor(allowed=allowed, seconds=0.6)
    request = Request(f"https://127.0.0.1:{server.port}/", b"", {})
    outcome = door.send(request=request, may_transmit=lambda: True)
    assert isinstance(outcome, Retryable)
    assert outcome.phase is Phase.CONNECT
    assert server.taken == []
