"""PURE: which customers may be the same company: one tax code, one name, or names that differ by a character."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rapidfuzz.fuzz import ratio

from huikuan.customers.rules import normal_name

CLOSE = 85
"""Per cent of likeness from which two names are close."""
MOST_OF_ONE_PIECE = 60
"""A pair of characters that more names have than this tells nothing: 贸易, 科技."""
_FORM = re.compile(r"(集团)?(股份)?(有限)?(责任)?公司$|\b(CO|LTD|LIMITED|INC|LLC|GMBH|CORP)\b\.?")
_PUNCTUATION = re.compile(r"[\s().,·'’\"-]")


class Likeness(StrEnum):
    """Why two customers may be the same, the surest first."""

    TAX_CODE = "TAX_CODE"
    NAME = "NAME"
    CLOSE_NAME = "CLOSE_NAME"


@dataclass(frozen=True, slots=True)
class Named:
    """A customer by what tells him from others."""

    id: int
    name: str
    tax_code: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers who may be the same, the older one first; `score` is the likeness of their names in per cent."""

    first_id: int
    second_id: int
    why: Likeness
    score: int


def core_name(*, name: str) -> str:
    """What tells a company from others: its name without form and punctuation."""
    normal = normal_name(name=name)
    return _PUNCTUATION.sub("", _FORM.sub("", normal)) or normal


def duplicate_pairs(*, customers: Sequence[Named]) -> tuple[Pair, ...]:
    """Pairs that may be the same company, the surest first, each pair once.

    Two customers with different tax codes are two companies, however alike their names. Close names are looked for only
    among those that share a rare piece of two characters.
    """
    cores = {row.id: core_name(name=row.name) for row in customers}
    codes = {row.id: row.tax_code for row in customers}
    found: dict[tuple[int, int], Pair] = {}
    for first, second in _same(codes):
        found[first, second] = Pair(first, second, Likeness.TAX_CODE, _percent(cores[first], cores[second]))
    for first, second in _same(cores):
        if not _two_codes(codes[first], codes[second]):
            found.setdefault((first, second), Pair(first, second, Likeness.NAME, 100))
    for first, second in _neighbours(cores):
        if (first, second) not in found and not _two_codes(codes[first], codes[second]):
            score = _percent(cores[first], cores[second])
            if score >= CLOSE:
                found[first, second] = Pair(first, second, Likeness.CLOSE_NAME, score)
    order = list(Likeness)
    return tuple(sorted(found.values(), key=lambda pair: (order.index(pair.why), -pair.score, pair.first_id)))


def _same(values: dict[int, str]) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for pk, value in values.items():
        if value:
            groups[value].append(pk)
    for ids in groups.values():
        yield from combinations(sorted(ids[:MOST_OF_ONE_PIECE]), 2)


def _neighbours(cores: dict[int, str]) -> Iterable[tuple[int, int]]:
    pieces: dict[str, list[int]] = defaultdict(list)
    for pk, core in cores.items():
        for piece in {core[start : start + 2] for start in range(max(len(core) - 1, 1))}:
            pieces[piece].append(pk)
    return {
        pair
        for ids in pieces.values()
        if 1 < len(ids) <= MOST_OF_ONE_PIECE
        for pair in combinations(sorted(ids), 2)
        if abs(len(cores[pair[0]]) - len(cores[pair[1]])) <= 2
    }


def _percent(first: str, second: str) -> int:
    return int(ratio(first, second))


def _two_codes(first: str, second: str) -> bool:
    return bool(first and second and first != second)
