"""PURE: secrets of channels, sealed for the database: whoever has a table or a backup alone cannot read them (TRUST S38).

Fernet (AES-128-CBC with HMAC-SHA256) under a key derived from the installation's secret for this one use, so that a new
secret ends every kept one at once and nothing else is signed alike.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

_SEAL_USE, _PRINT_USE = b"secrets of channels 1", b"fingerprint of secrets of channels 1"


def sealed(*, secret: str, values: Mapping[str, Any]) -> str:
    """The values as a text that only this installation opens."""
    plain = json.dumps(dict(values), ensure_ascii=False, sort_keys=True).encode()
    return _box(secret).encrypt(plain).decode()


def opened(*, secret: str, text: str) -> dict[str, Any] | None:
    """The values in a sealed text; None if it was changed, or sealed under another secret."""
    try:
        found: Any = json.loads(_box(secret).decrypt(text.encode()))
    except (InvalidToken, ValueError):
        return None
    return found if isinstance(found, dict) else None


def fingerprint(*, secret: str, values: Mapping[str, Any]) -> str:
    """A keyed hash of values, by which a repeated act is known without naming them."""
    plain = json.dumps(dict(values), ensure_ascii=False, sort_keys=True).encode()
    return hmac.new(_key(secret, _PRINT_USE), plain, hashlib.sha256).hexdigest()[:32]


def _box(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret, _SEAL_USE)))


def _key(secret: str, use: bytes) -> bytes:
    return hmac.new(secret.encode(), use, hashlib.sha256).digest()
