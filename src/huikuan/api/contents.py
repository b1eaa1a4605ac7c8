"""Files inside a request's body."""

from __future__ import annotations

import base64
import binascii

from huikuan.kernel.refusal import Refused


def bytes_of(*, content_base64: str) -> bytes:
    """The bytes of a file sent as base64; raises Refused CONTENT_NOT_BASE64."""
    try:
        return base64.b64decode(content_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("CONTENT_NOT_BASE64") from error
