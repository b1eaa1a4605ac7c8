"""Bytes of a text file into text: no character is ever replaced, and a line in another encoding than the rest is named.

Chinese exports come in UTF-8, GB18030, Big5 and UTF-16, mostly without saying so. Between GB18030 and Big5 the more
everyday characters decide: almost any bytes can be read as either.
"""

import codecs
from dataclasses import dataclass
from itertools import pairwise

from huikuan.integrations.table_files.faults import FileFault, FileFaultCode

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_NAMES = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf8": "utf-8", "utf-8-sig": "utf-8"}
_NAMES |= {"ansi": "gb18030", "cp950": "big5", "utf-16": "utf-16-le", "latin-1": "cp1252", "iso-8859-1": "cp1252"}
SUPPORTED = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252")
BYTES_JUDGED = 200_000
EVERYDAY_PERMILLE = 700
FEWEST_NULS = 4
_WESTERN = frozenset("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝœŒšŠžŽ€£°·’‘“”–—™©®§«»¿¡¢¥ªº²³½¼¾´…•")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text, its encoding, and whether the encoding was guessed from the characters alone."""

    text: str
    encoding: str
    is_guess: bool


def decode_text(*, content: bytes, encoding: str | None = None) -> DecodedText | FileFault:
    """Return the text of a file; a caller's encoding is taken at its word unless a byte order mark contradicts it.

    Faults: EMPTY, UNKNOWN_ENCODING, UNDECODABLE and MIXED_ENCODINGS with the first line concerned, NUL_CHARACTER.
    """
    decoded = _decode(content, encoding)
    if isinstance(decoded, FileFault):
        return decoded
    if not decoded.text.strip():
        return FileFault(code=FileFaultCode.EMPTY)
    position = decoded.text.find("\0")
    if position >= 0:
        return FileFault(code=FileFaultCode.NUL_CHARACTER, line=_line_of(decoded.text, position))
    return decoded


def _decode(content: bytes, encoding: str | None) -> DecodedText | FileFault:
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], marked, is_guess=False)
    if encoding is not None:
        name = _NAMES.get(encoding.lower(), encoding.lower())
        if name not in SUPPORTED:
            return FileFault(code=FileFaultCode.UNKNOWN_ENCODING, details={"found": encoding[:40]})
        return _strict(content, name, is_guess=False)
    wide = _wide(content)
    if wide is not None:
        return _strict(content, wide, is_guess=True)
    try:
        return DecodedText(text=content.decode("utf-8"), encoding="utf-8", is_guess=False)
    except UnicodeDecodeError as error:
        return _decode_legacy(content, error.start)


def _strict(content: bytes, encoding: str, *, is_guess: bool) -> DecodedText | FileFault:
    try:
        return DecodedText(text=content.decode(encoding), encoding=encoding, is_guess=is_guess)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "ignore")
        return FileFault(
            code=FileFaultCode.UNDECODABLE, line=_line_of(before, len(before)), details={"encoding": encoding}
        )


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark shows as NULs at every second place of its ASCII part."""
    sample = content[:BYTES_JUDGED]
    if len(content) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < FEWEST_NULS or most * 10 < len(sample) // 2 or least * 20 > most:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_legacy(content: bytes, first_bad: int) -> DecodedText | FileFault:
    """Read a file that is not UTF-8: mixed, GB18030, Big5 or Western, in this order of suspicion."""
    mixed = _mixed(content)
    if mixed is not None:
        return mixed
    sample = _judged(content)
    scores = {name: _everyday_permille(sample, name) for name in ("gb18030", "big5")}
    order = sorted(scores, key=lambda name: -scores[name])
    if scores[order[0]] < EVERYDAY_PERMILLE and _reads_as_western(sample):
        order.insert(0, "cp1252")
    for encoding in order:
        try:
            return DecodedText(text=content.decode(encoding), encoding=encoding, is_guess=True)
        except UnicodeDecodeError:
            continue
    line = content.count(b"\n", 0, first_bad) + 1
    return FileFault(code=FileFaultCode.UNDECODABLE, line=line, details={"encoding": order[0]})


def _judged(content: bytes) -> bytes:
    """Return whole non-ASCII lines from the start of the file, enough to judge by."""
    lines, size = [], 0
    for line in content.split(b"\n"):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > BYTES_JUDGED:
            break
    return b"\n".join(lines)


def _everyday_permille(data: bytes, encoding: str) -> int:
    """Return how many of the non-ASCII characters are everyday ones in this reading, -1 when it cannot be read so."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1
    strange = [character for character in text if not character.isascii()]
    if not strange:
        return 0
    return 1000 * sum(_is_everyday(character, encoding) for character in strange) // len(strange)


def _is_everyday(character: str, encoding: str) -> bool:
    """Return whether a character is in the first level of its national standard, or is punctuation or full-width."""
    if "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef" or character in "·—“”‘’…￥¥《》":
        return True
    try:
        lead = character.encode("big5" if encoding == "big5" else "gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xA4 <= lead <= 0xC6 if encoding == "big5" else 0xB0 <= lead <= 0xD7


def _reads_as_western(data: bytes) -> bool:
    """Return whether the high bytes are accented letters and signs that stand between ASCII ones."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    strange = [character for character in text if not character.isascii()]
    if any(character not in _WESTERN for character in strange):
        return False
    side_by_side = sum(not first.isascii() and not second.isascii() for first, second in pairwise(text))
    return side_by_side * 4 <= len(strange)


def _mixed(content: bytes) -> FileFault | None:
    """Find the first line whose encoding differs from most others: some UTF-8 with Chinese in it, some GB18030."""
    utf8: list[int] = []
    other: list[int] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.isascii():
            continue
        (utf8 if _is_utf8_line(line) else other).append(number)
    if not utf8 or not other:
        return None
    few, encoding, found = (other, "utf-8", "gb18030") if len(utf8) >= len(other) else (utf8, "gb18030", "utf-8")
    line = content.split(b"\n", few[0])[few[0] - 1]
    if found == "gb18030" and _everyday_permille(line, found) < 0:
        return FileFault(code=FileFaultCode.UNDECODABLE, line=few[0], details={"encoding": encoding})
    return FileFault(code=FileFaultCode.MIXED_ENCODINGS, line=few[0], details={"encoding": encoding, "found": found})


def _is_utf8_line(line: bytes) -> bool:
    """Return whether a line is UTF-8 and not GB18030 that happens to be valid UTF-8 (as 联通 is)."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _everyday_permille(line, "utf-8") >= _everyday_permille(line, "gb18030")


def _line_of(text: str, position: int) -> int:
    """Return the 1-based line of a position; lines end with LF, CR LF or CR."""
    before = text[:position]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1
