"""PURE: what the outside must fulfil for evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Binder(Protocol):
    """Binds other people's PDF files and pictures behind our index; nothing they hold may harm whoever runs it."""

    def counted(self, *, papers: Sequence[bytes]) -> tuple[int, ...]:
        """How many pages each paper takes; 0 for one that cannot be bound in."""
        ...

    def bound(self, *, front: bytes, papers: Sequence[bytes]) -> bytes:
        """One PDF: the front, then the papers, whose pages are numbered on."""
        ...
