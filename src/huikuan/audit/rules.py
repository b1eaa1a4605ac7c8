"""PURE: canonical text and hashes of acts, Merkle roots, links of the chain (TRUST §7)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

GENESIS = "0" * 64
"""The hash that the first block names as its predecessor."""


@dataclass(frozen=True, slots=True)
class Block:
    """A sealed range of positions with its Merkle root and its link."""

    number: int
    first_position: int
    last_position: int
    root: str
    previous_hash: str
    hash: str


def canonical(*, value: object) -> str:
    """JSON with sorted keys and no spaces, the same text everywhere. Raises TypeError on a float."""
    return json.dumps(plain(value=value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(*, value: object) -> str:
    """SHA-256 (hex) of the canonical text."""
    return hashlib.sha256(canonical(value=value).encode()).hexdigest()


def merkle_root(*, leaves: Sequence[str]) -> str:
    """Root over hex leaves; inner nodes are prefixed so that a node cannot pass for a leaf (RFC 6962 §2.1)."""
    if not leaves:
        raise ValueError("a block has at least one leaf")
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in leaves]
    while len(level) > 1:
        paired = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


def merkle_path(*, leaves: Sequence[str], index: int) -> tuple[str, ...]:
    """The sibling hashes (hex) from a leaf up to the root; a node without a sibling is carried up as it is."""
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in leaves]
    path = []
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1].hex())
        paired = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
        index //= 2
    return tuple(path)


def next_block(*, number: int, first_position: int, leaves: Sequence[str], previous_hash: str) -> Block:
    """The block that follows `previous_hash` and covers `leaves` from `first_position` on."""
    root = merkle_root(leaves=leaves)
    last = first_position + len(leaves) - 1
    link: Mapping[str, object] = {
        "number": number,
        "first": first_position,
        "last": last,
        "root": root,
        "previous": previous_hash,
    }
    return Block(number, first_position, last, root, previous_hash, digest(value=link))


def plain(*, value: object) -> Any:
    """Dates to ISO text, tuples to lists: a value that JSON can keep. Raises TypeError on a float."""
    if isinstance(value, float):
        raise TypeError("a float has no place in an audited input")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(value=item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(value=item) for item in value]
    return value
