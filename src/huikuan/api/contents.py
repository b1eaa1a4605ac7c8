"""Files inside a request's body."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from huikuan.api.fields import ONE_LINE
from huikuan.kernel.refusal import Refused

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a request; the door refuses more with 413 before it is read."""
AROUND_A_FILE = 4 * 1024
"""Bytes left for the other fields of a body with a file."""
LONGEST_BASE64 = LARGEST_BODY - AROUND_A_FILE
LARGEST_CONTENT = LONGEST_BASE64 // 4 * 3
"""Bytes of a file that fits: 1.5 MB. Larger ones are taken in on a page or with `huikuan import`."""

Content = Annotated[
    str,
    Field(
        strict=True,
        min_length=1,
        max_length=LONGEST_BASE64,
        description=f"The bytes of the file in base64, at most {LARGEST_CONTENT} of them.",
    ),
]


FileName = Annotated[str, Field(strict=True, min_length=1, max_length=100, pattern=ONE_LINE)]


class FileIn(BaseModel):
    """A file in base64 and how it is called."""

    model_config = ConfigDict(extra="forbid")

    file_name: FileName
    content_base64: Content


def named_bytes(*, file: FileIn) -> tuple[str, bytes]:
    """A file as the rooms take it; raises Refused CONTENT_NOT_BASE64."""
    return file.file_name, bytes_of(content_base64=file.content_base64)


def bytes_of(*, content_base64: str) -> bytes:
    """The bytes of a file sent as base64; raises Refused CONTENT_NOT_BASE64."""
    try:
        return base64.b64decode(content_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("CONTENT_NOT_BASE64") from error
