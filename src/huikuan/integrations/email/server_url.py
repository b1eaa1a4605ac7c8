"""Which mail server to use, read from one URL; passwords never leave in clear text over a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit


class Tls(StrEnum):
    """How the conversation is protected."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"


class BadServerUrl(ValueError):
    """The URL of the mail server cannot be used; the message never repeats its password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server and how we sign in."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    greeting_name: str = ""


_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PORTS = {Tls.IMPLICIT: 465, Tls.STARTTLS: 587, Tls.NONE: 25}


def mail_server(*, url: str) -> MailServer:
    """The server of `smtps://user:password@host:465` or `smtp://host:587` (STARTTLS is required unless on loopback).

    Query: `tls=none` (a trusted network, without password), `ca=/path/of/certificates.pem`, `name=` for the greeting.
    Raises BadServerUrl.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise BadServerUrl("the URL of the mail server is not a URL") from error
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise BadServerUrl("the URL of the mail server must read smtp://host:port or smtps://host:port")
    query = dict(parse_qsl(parts.query))
    if unknown := sorted(set(query) - {"tls", "ca", "name"}):
        raise BadServerUrl(f"the URL of the mail server has unknown settings: {', '.join(unknown)}")
    tls = _tls(parts.scheme, host, query.get("tls", ""))
    if tls is Tls.NONE and parts.username and host not in _LOOPBACK:
        raise BadServerUrl("a password is not sent without TLS")
    return MailServer(
        host=host,
        port=port or _PORTS[tls],
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ca_file=query.get("ca", ""),
        greeting_name=query.get("name", ""),
    )


def _tls(scheme: str, host: str, wanted: str) -> Tls:
    if scheme == "smtps":
        return Tls.IMPLICIT
    if not wanted:
        return Tls.NONE if host in _LOOPBACK else Tls.STARTTLS
    if wanted not in (Tls.STARTTLS.value, Tls.NONE.value):
        raise BadServerUrl("tls in the URL of the mail server must be starttls or none")
    return Tls(wanted)
