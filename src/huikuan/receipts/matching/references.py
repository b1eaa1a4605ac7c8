"""The free text a payer wrote: what may be a document number, how many documents it speaks of, what it is not about."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_SOFT = r"[ \-_/.\\:#]{1,3}"  # what stands inside a number as well as between two; a comma only between two
_RUN = re.compile(rf"[A-Z0-9]+(?:{_SOFT}[A-Z0-9]+)*")
_ATOM = re.compile(r"[A-Z0-9]+")
_AMOUNTS = re.compile(
    r"(?:[¥$€£]|RMB|CNY|USD|EUR|HKD|GBP|人民币) ?\d[\d,]*(?:\.\d+)?(?![\dA-Z])"
    r"|(?<![\dA-Z.\-])\d[\d,]*(?:\.\d+)? ?(?:[万亿]?元|圆|RMB|CNY|USD|EUR|HKD|GBP)(?![A-Z])"
    r"|(?<![\dA-Z.\-])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\dA-Z])"
    r"|(?<![\dA-Z.\-])\d+\.\d{2}(?![\dA-Z.\-])"
)
_DAYS = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月(?:份|\d{1,2}[日号])?)?|\d{1,2}月(?:份|\d{1,2}[日号])?")
_DIGIT = r"[0-9一二两三四五六七八九十]+"
_TOTAL = re.compile(rf"(?:等|共计?|合计|计|总计)\s*({_DIGIT})\s*(?:笔|张|单|票|份|项|个|条)|(?<![0-9A-Z])({_DIGIT})\s*(?:笔|张)(?:发票|货款|订单)?")
_LATIN_TOTAL = re.compile(r"\b(\d{1,3}) (?:INVOICES|INVS|BILLS|ITEMS|DOCUMENTS)\b")
_MORE = re.compile(r"(?:AND|\+|&|PLUS) ?(\d{1,3}) (?:OTHER|OTHERS|MORE)\b")
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)} | {"两": 2}


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """A reference taken apart; `runs` are the atoms of letters and digits that stand together.

    `total` is the number of documents the payer says it pays (0 = not said), `more` how many besides those named.
    """

    runs: tuple[tuple[str, ...], ...]
    total: int
    more: int
    not_trade: str


@lru_cache(maxsize=4096)
def parsed_reference(
    *, text: str, not_trade_words: tuple[str, ...], not_trade_latin: tuple[str, ...]
) -> ParsedReference:
    """Take a payer's reference apart; amounts and days in it are no document numbers."""
    text = (text if text.isascii() else unicodedata.normalize("NFKC", text)).upper()
    not_trade = next((word for word in not_trade_words if word in text), "") or _latin_word(text, not_trade_latin)
    total = more = 0
    if found := _TOTAL.search(text):
        total = _count(found[1] or found[2])
        text = text.replace(found[0], " 、 ")
    elif found := _LATIN_TOTAL.search(text):
        total = int(found[1])
        text = text.replace(found[0], " , ")
    elif found := _MORE.search(text):
        more = int(found[1])
        text = text.replace(found[0], " , ")
    text = _AMOUNTS.sub("、", _DAYS.sub("、", text))
    return ParsedReference(tuple(_runs(text)), total, more, not_trade)


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    for run in _RUN.findall(text):
        atoms = tuple(_ATOM.findall(run))
        if any(character.isdigit() for character in run):
            yield atoms


def _latin_word(text: str, words: tuple[str, ...]) -> str:
    present = set(re.findall(r"[A-Z]+", text))
    return next((word for word in words if word in present), "") if present else ""


def _count(text: str) -> int:
    """Read a small number in digits or Chinese figures (十二 = 12); 0 if it is none."""
    if text.isdigit():
        return int(text) if len(text) <= 3 else 0
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.get(text, 0)
    return (_CHINESE_DIGITS.get(tens, 0) if tens else 1) * 10 + (_CHINESE_DIGITS.get(ones, 0) if ones else 0)
