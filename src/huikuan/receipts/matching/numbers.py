"""Document numbers: found in a text exactly, without prefix or separators, by their last digits, or one slip away.

No format is assumed. A number is indexed by its letters and digits (O read as 0, I and L as 1 on both sides), by its
digits and by its last digits; text is searched by whole runs of letters and digits, never by substring (D14).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from huikuan.receipts.matching.positions import Positions, positions

_FOLD = str.maketrans("OIL", "011")
_LETTERS_FIRST = re.compile(r"(?<![A-Z0-9])[A-Z]+")
_LETTERS_FIRST_BYTES = re.compile(rb"(?<![A-Z0-9])[A-Z]+")
_FOLD_BYTES = bytes.maketrans(b"OIL", b"011")
_LETTERS = bytes(range(ord("A"), ord("Z") + 1))
_NO_WORD = bytes(code for code in range(256) if not (chr(code).isascii() and chr(code).isalnum()) and code != 10)
# Words that stand before anybody's document number; other short letters before one (PO, SO, HT) make it a foreign one.
_ANY_PREFIX = frozenset("INV INVOICE NO NR NUM REF BILL DOC FP RE RG PAY FOR OF AND PAYMENT".split())
_LONGEST_FOREIGN_PREFIX = 4
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?$")
_LONGEST_SPAN = 5


class NumberKind(IntEnum):
    """How a number was found, weakest first."""

    SHORT = 1
    LOOSE = 2
    NEAR = 3
    TAIL = 4
    DIGITS = 5
    EXACT = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A number found in a text: the items it may mean, how it was found, what was written, the digits it rests on."""

    items: tuple[int, ...]
    kind: NumberKind
    written: str
    digits: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """All numbers found in one reference, and what looks like a number of ours but is none of the open ones."""

    found: tuple[Mention, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberIndex:
    """The numbers of all open items, by position of the item."""

    digits: list[str]
    by_word: Positions[str]
    by_digits: Positions[str]
    by_tail: Positions[str]
    lengths: frozenset[int]
    prefixes: frozenset[str]
    shortest: int
    tail: int

    def mentions(self, *, runs: Sequence[tuple[str, ...]]) -> Mentions:
        """Find our numbers in runs of atoms; the longest reading wins, and no atom is read twice."""
        found: list[Mention] = []
        unknown: list[str] = []
        for run in runs:
            for rest in self._take_whole(run, found):
                self._take_part(rest, found, unknown)
        return Mentions(tuple(found), tuple(unknown))

    def _take_whole(self, run: tuple[str, ...], found: list[Mention]) -> Iterator[tuple[str, ...]]:
        """Read numbers written in full; yield what is left, cut where a letter prefix begins a new number."""
        start, left = 0, 0
        while start < len(run):
            for end in range(min(len(run), start + _LONGEST_SPAN), start, -1):
                if mention := self._whole(run[start:end], run[start - 1] if start else ""):
                    found.append(mention)
                    yield from _pieces(run[left:start])
                    start = left = end
                    break
            else:
                start += 1
        yield from _pieces(run[left:])

    def _whole(self, span: tuple[str, ...], before: str) -> Mention | None:
        word = "".join(span).translate(_FOLD)
        if items := self.by_word.of(word):
            digits = self.digits[items[0]]
            kind = NumberKind.EXACT if len(digits) >= self.shortest else NumberKind.SHORT
            return Mention(items, kind, "-".join(span), digits)
        if span[-1].isalpha() or (span[0].isalpha() and span[0] not in self.prefixes):
            return None
        digits = atoms_digits(atoms=span)
        if len(digits) >= self.shortest and (items := self.by_digits.of(digits)):
            kind = NumberKind.NEAR if self._foreign(before, span[0]) else NumberKind.DIGITS
            return Mention(items, kind, "-".join(span), digits)
        return None

    def _foreign(self, before: str, first: str) -> bool:
        """Whether short letters that are no prefix of ours stand before the digits (the payer's own order number)."""
        found = _LETTERS_FIRST.match(first)
        letters = found[0] if found else before if before.isalpha() else ""
        known = not letters or letters in self.prefixes or letters in _ANY_PREFIX
        return not known and len(letters) <= _LONGEST_FOREIGN_PREFIX

    def _take_part(self, rest: tuple[str, ...], found: list[Mention], unknown: list[str]) -> None:
        digits = atoms_digits(atoms=rest)
        if len(digits) < self.tail or _DATE.fullmatch(digits):
            return
        written = "-".join(rest)
        tail = tuple(item for item in self.by_tail.of(digits[-self.tail :]) if self.digits[item].endswith(digits))
        if tail:
            found.append(Mention(tail, NumberKind.TAIL, written, digits))
        elif near := self.near(digits=digits):
            found.append(Mention(near, NumberKind.NEAR, written, digits))
        elif self._looks_ours(rest, digits):
            unknown.append(written)

    def near(self, *, digits: str) -> tuple[int, ...]:
        """Return the items whose number is one slip away: a digit wrong, lost, added, or two neighbours swapped."""
        if not self.lengths & {len(digits) - 1, len(digits), len(digits) + 1}:
            return ()
        hits = self.by_digits.last.keys() & _one_slip(digits, self.lengths)
        return tuple(sorted({item for key in hits for item in self.by_digits.of(key)}))

    def _looks_ours(self, rest: tuple[str, ...], digits: str) -> bool:
        prefix = _LETTERS_FIRST.match(rest[0])
        ours = (prefix[0] if prefix else "") in self.prefixes
        return ours and len(digits) >= self.shortest and len(digits) in self.lengths


def number_index(*, numbers: Sequence[str], shortest: int, tail: int) -> NumberIndex:
    """Index the numbers of open items; numbers under `shortest` digits are weak, tails of `tail` digits the shortest."""
    # All numbers as one text: a few passes in C instead of some hundred thousand calls.
    text = "\n".join(number if number.isalnum() else " ".join(number.split()) for number in numbers).upper()
    plain = (text if text.isascii() else unicodedata.normalize("NFKC", text)).encode("ascii", "replace")
    words = plain.translate(_FOLD_BYTES, _NO_WORD).decode().split("\n") if numbers else []
    folded = _LETTERS_FIRST_BYTES.sub(b"", plain).translate(_FOLD_BYTES, _NO_WORD)
    digits = folded.translate(None, _LETTERS).decode().split("\n") if numbers else []
    by_digits = positions(keys=digits)
    prefixes = set(re.findall(rb"(?m)^[A-Z]*", plain))
    return NumberIndex(
        digits,
        positions(keys=words),
        by_digits,
        positions(keys=[digit[-tail:] for digit in digits]),
        frozenset(map(len, digits)),
        frozenset(found.decode() for found in prefixes),
        shortest,
        tail,
    )


def atoms_digits(*, atoms: Sequence[str]) -> str:
    """Return the digits of a number's atoms; leading letters are a prefix, later O, I and L are misread digits."""
    folded = "".join(_LETTERS_FIRST.sub("", atom).translate(_FOLD) for atom in atoms if not atom.isalpha())
    return folded if folded.isdigit() else "".join(filter(str.isdigit, folded))


def slips_between(*, written: str, number: str) -> int:
    """Return how many digits differ, are missing, added or swapped; 3 stands for three or more."""
    return OSA.distance(written, number, score_cutoff=2)


def _pieces(atoms: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    start = 0
    for place in range(1, len(atoms) + 1):
        if place == len(atoms) or atoms[place][0].isalpha():
            yield atoms[start:place]
            start = place


def _one_slip(digits: str, lengths: Collection[int]) -> set[str]:
    """Return what is one slip away and has one of these lengths."""
    cuts = [(digits[:place], digits[place:]) for place in range(len(digits) + 1)]
    inner = cuts[:-1]
    slips: set[str] = set()
    if len(digits) - 1 in lengths:  # a digit too many
        slips.update([head + tail[1:] for head, tail in inner])
    if len(digits) in lengths:  # two swapped, a wrong digit
        slips.update([head + tail[1] + tail[0] + tail[2:] for head, tail in inner[:-1]])
        slips.update([head + digit + tail[1:] for head, tail in inner for digit in "0123456789"])
    if len(digits) + 1 in lengths:  # a digit lost
        slips.update([head + digit + tail for head, tail in cuts for digit in "0123456789"])
    slips.discard(digits)
    return slips
