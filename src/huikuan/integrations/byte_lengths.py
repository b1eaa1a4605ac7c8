"""Cut text to a number of bytes where the other side counts bytes: never inside a character, with a mark that it was cut."""

from __future__ import annotations

import unicodedata

MARK = "…"
_JOINERS = frozenset({"\u200d", "\ufe0f", "\ufe0e"})


def cut_to_bytes(*, text: str, most: int) -> str:
    """The text if its UTF-8 form has at most `most` bytes (3 and more), else as much as fits with the mark behind it.

    An accent stays with its letter and a joined picture in one piece.
    """
    if len(text.encode()) <= most:
        return text
    room = most - len(MARK.encode())
    kept = text.encode()[:room].decode("utf-8", "ignore")
    end = len(kept)
    while end and (_belongs_to_the_last(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return kept[:end].rstrip() + MARK


def _belongs_to_the_last(character: str) -> bool:
    return character in _JOINERS or bool(unicodedata.combining(character)) or "\U0001f3fb" <= character <= "\U0001f3ff"
