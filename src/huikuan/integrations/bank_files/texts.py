"""The bytes of a text file as text, and the many texts a bank prints about one payment as one."""

from __future__ import annotations

from collections.abc import Iterable

from huikuan.integrations import file_guards
from huikuan.integrations.bank_files.cells import is_blank
from huikuan.integrations.bank_files.records import FileFault, file_fault
from huikuan.integrations.file_guards import decode_text


def statement_text(*, content: bytes, declared: str | None = None) -> str | FileFault:
    """Return the text of a file in UTF-8, UTF-16, GB18030, Big5 or CP1252; no character is ever replaced.

    Faults: EMPTY, UNDECODABLE, MIXED_ENCODINGS and NUL_CHARACTER with the line.
    """
    decoded = decode_text(content=content, encoding=declared)
    if isinstance(decoded, file_guards.FileFault):
        return from_table_fault(fault=decoded)
    return decoded.text


def from_table_fault(*, fault: file_guards.FileFault) -> FileFault:
    """Return a fault of the table readers as a fault of a statement file, code and details unchanged."""
    return file_fault(code=fault.code, line=fault.line, **fault.details)


def joined_texts(*, texts: Iterable[str]) -> str:
    """Return the texts in one line, blanks and dashes left out, a text contained in another one only once."""
    kept: list[str] = []
    for text in texts:
        plain = " ".join(text.split())
        if is_blank(text=plain) or any(plain in other for other in kept):
            continue
        kept = [other for other in kept if other not in plain]
        kept.append(plain)
    return " ".join(kept)


def first_text(*, texts: Iterable[str]) -> str:
    """Return the first text that says something, "" when none does."""
    for text in texts:
        plain = " ".join(text.split())
        if not is_blank(text=plain):
            return plain
    return ""
