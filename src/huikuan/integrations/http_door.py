"""The one door for requests to servers outside (TRUST S9): https, one look-up, public addresses only, no redirect, 10 s, 1 MB.

The name is resolved once and the connection goes to that very address, so that a second answer of the name server changes
nothing. A library is not used here: none of those known to us says whether the request had left when it failed, and that
decides whether a message may be tried again (docs/decisions/0027-one-door-for-requests.md).
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from huikuan.outbox.rules import Outcome, Permanent, Phase, Retryable, Uncertain, Withdrawn

MOST_BYTES = 1_000_000
SECONDS = 10

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""The addresses of a host for a port; raises OSError."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to send; URL, headers and body may hold secrets and are never repeated in an outcome."""

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to a request that reached it."""

    status: int
    body: bytes


class AddressRefused(ValueError):
    """A URL that no request may go to; the code says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: `origin` is what the administrator's list names."""

    scheme: str
    host: str
    port: int
    path: str = field(repr=False)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.host}:{self.port}"


_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xff\\]|[^\x00-\xff]")
_HEADER = re.compile(r"[\x20-\x7e]*")
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")


def looked_up(host: str, port: int) -> list[str]:
    """The addresses the system finds for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class HttpDoor:
    """Sends requests out; `allowed` are origins the administrator trusts although they are private or without TLS."""

    def __init__(
        self, *, allowed: frozenset[str] = frozenset(), resolve: Resolve = looked_up, seconds: float = SECONDS
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._seconds = seconds

    def send(self, *, request: Request, may_transmit: Callable[[], bool]) -> Answer | Outcome:
        """The server's answer, or what is known of a request without one.

        `may_transmit` is asked once, when the server is connected and before the first byte of the request.
        """
        try:
            target = target_of(url=request.url, allowed=self._allowed)
            address = self._address(target)
        except AddressRefused as fault:
            return Retryable(0, Phase.CONNECT, f"address refused: {fault}")
        except OSError as error:
            return Retryable(0, Phase.CONNECT, f"no address found: {type(error).__name__}")
        if not all(_HEADER.fullmatch(f"{name}: {value}") for name, value in request.headers.items()):
            return Permanent(0, Phase.DATA, "unsafe header")
        return _Exchange(target, address, self._seconds).hold(request, may_transmit)

    def _address(self, target: Target) -> str:
        found = self._resolve(target.host, target.port)
        if not found:
            raise AddressRefused("NO_ADDRESS")
        if target.origin not in self._allowed and not all(is_public(address=one) for one in found):
            raise AddressRefused("ADDRESS_NOT_PUBLIC")
        return found[0]


def target_of(*, url: str, allowed: frozenset[str] = frozenset()) -> Target:
    """Where a URL leads, if a request may go there as it is spelt. Raises AddressRefused."""
    if _UNSAFE.search(url):
        raise AddressRefused("URL_UNSAFE")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("URL_UNSAFE") from error
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("https", "http") or not host or "@" in parts.netloc or parts.fragment:
        raise AddressRefused("URL_UNSAFE")
    if not _NAME.fullmatch(host) and not _is_address(host):
        raise AddressRefused("HOST_UNSAFE")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)
    if target.origin in allowed:
        return target
    if target.scheme != "https":
        raise AddressRefused("NOT_HTTPS")
    if _is_address(host) and not is_public(address=host):
        raise AddressRefused("ADDRESS_NOT_PUBLIC")
    return target


def is_public(*, address: str) -> bool:
    """Whether an address lies in the public network, itself and every address of version 4 that it carries."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = _carried(known)
    return _is_public(known if inner is None else inner) and (inner is None or not _is_local(known))


def failed_status(*, answer: Answer) -> Outcome | None:
    """What a status other than 2xx says of the message; None for 2xx. A server that may have taken it is uncertain."""
    status = answer.status
    told = f"HTTP {status}"
    if 200 <= status < 300:
        return None
    if status in (401, 403, 404, 405, 407, 410):
        return Retryable(status, Phase.SIGN_IN, told)
    if status in (307, 308, 425, 429, 503):
        return Retryable(status, Phase.DATA if status in (425, 429, 503) else Phase.SIGN_IN, told)
    if 400 <= status < 500 and status != 408:
        return Permanent(status, Phase.CONTENT, told)
    return Uncertain(Phase.END, told)


class _Exchange:
    """One connection for one request; the whole of it ends after so many seconds, however slowly bytes drip."""

    def __init__(self, target: Target, address: str, seconds: float) -> None:
        self.target = target
        self.address = address
        self.seconds = seconds
        self.socket: socket.socket | None = None
        self.is_late = False

    def hold(self, request: Request, may_transmit: Callable[[], bool]) -> Answer | Outcome:
        end = threading.Timer(self.seconds, self._late)
        end.daemon = True
        end.start()
        try:
            return self._held(request, may_transmit)
        finally:
            end.cancel()
            self._cut_off()

    def _held(self, request: Request, may_transmit: Callable[[], bool]) -> Answer | Outcome:
        try:
            connected = self._connected()
        except (OSError, ValueError) as error:
            return Retryable(0, Phase.CONNECT, f"not connected: {type(error).__name__}")
        # Outside the try: a fault of our own database here is no fault of the server, and nothing was transmitted.
        if not may_transmit():
            return Withdrawn()
        try:
            return self._exchanged(connected, request)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Uncertain(Phase.END, f"no answer: {type(error).__name__}")

    def _connected(self) -> http.client.HTTPConnection:
        self.socket = socket.create_connection((self.address, self.target.port), timeout=self.seconds)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            self.socket = context.wrap_socket(self.socket, server_hostname=self.target.host)
        connection = http.client.HTTPConnection(self.target.host, self.target.port, timeout=self.seconds)
        connection.sock = self.socket
        connection.auto_open = 0  # never a second connection, to another address
        return connection

    def _exchanged(self, connection: http.client.HTTPConnection, request: Request) -> Answer | Outcome:
        headers = {"Host": _host_header(self.target), "User-Agent": "Huikuan", "Connection": "close", **request.headers}
        connection.request(request.method, self.target.path, body=request.body, headers=headers)
        answer = connection.getresponse()
        body = answer.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return Uncertain(Phase.END, f"HTTP {answer.status}, answer too long")
        if answer.length or self.is_late:
            return Uncertain(Phase.END, f"HTTP {answer.status}, answer cut off")
        return Answer(answer.status, body)

    def _late(self) -> None:
        self.is_late = True
        self._cut_off()

    def _cut_off(self) -> None:
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                self.socket.close()


def _host_header(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == (443 if target.scheme == "https" else 80) else f"{host}:{target.port}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    """The address of version 4 inside a mapped, compatible, translated, 6to4 or Teredo one; None if it carries none."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.teredo is not None:
        return address.teredo[1]
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address in _COMPATIBLE or any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def _is_local(address: Address) -> bool:
    return address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast
