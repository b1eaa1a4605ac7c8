"""PURE: the address of a portal link, made again from what is kept and a secret that is not kept beside it (TRUST S16).

The table holds a random nonce and the SHA-256 of the token. The token itself is a keyed hash of both the link's number and its
nonce: the server can write the address whenever a message leaves, and whoever has the table alone cannot.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

NONCE_BYTES = 16
"""128 random bits for each link."""

CODE_DIGITS = 6
_MARK = re.compile(r"\{portal-link:([0-9]{1,18})\}")
_CODE_MARK = re.compile(r"\{portal-code:([0-9]{1,18})\}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_TOKEN_USE, _CODE_USE, _SENT_USE = b"token of the portal 1", b"code of the portal 1", b"code that is sent 1"


def token_of(*, secret: str, link_id: int, nonce: str) -> str:
    """The token of a link, 256 bits as 43 characters of an address; `nonce` in hex."""
    said = f"{link_id}:{nonce}".encode()
    keyed = hmac.new(_key(secret, _TOKEN_USE), said, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(keyed).decode().rstrip("=")


def hash_of_token(*, token: str) -> str:
    """What is kept of a token: its SHA-256 in hex. Text that cannot be a token has one too, so that it is looked up alike."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(*, text: str) -> bool:
    """Whether a text has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def hash_of_code(*, secret: str, link_id: int, salt: str, code: str) -> str:
    """What is kept of a one-time code: keyed, as six digits could be tried out from a plain hash."""
    said = f"{link_id}:{salt}:{code}".encode()
    return hmac.new(_key(secret, _CODE_USE), said, hashlib.sha256).hexdigest()


def sent_code(*, secret: str, link_id: int, salt: str) -> str:
    """The six digits of a code that leaves by text message: made again from what is kept and the secret that is not (0019)."""
    keyed = hmac.new(_key(secret, _SENT_USE), f"{link_id}:{salt}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(keyed, 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def code_mark(*, code_id: int) -> str:
    """What stands in a kept text in the place of a one-time code."""
    return f"{{portal-code:{code_id}}}"


def marked_codes(*, text: str) -> frozenset[int]:
    """The one-time codes a text waits for."""
    return frozenset(int(found) for found in _CODE_MARK.findall(text))


def with_codes(*, text: str, codes: Mapping[int, str]) -> str:
    """The text with each mark replaced by its code. Raises KeyError for a code that has none."""
    return _CODE_MARK.sub(lambda found: codes[int(found[1])], text)


def mark_of(*, link_id: int) -> str:
    """What stands in a kept text in the place of a link's address."""
    return f"{{portal-link:{link_id}}}"


def marked_links(*, text: str) -> frozenset[int]:
    """The links whose addresses a text waits for."""
    return frozenset(int(found) for found in _MARK.findall(text))


def with_addresses(*, text: str, addresses: Mapping[int, str]) -> str:
    """The text with each mark replaced by its address. Raises KeyError for a link that has none."""
    return _MARK.sub(lambda found: addresses[int(found[1])], text)


def _key(secret: str, use: bytes) -> bytes:
    return hmac.new(secret.encode(), use, hashlib.sha256).digest()
