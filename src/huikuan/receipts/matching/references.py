"""The free text a payer wrote: what may be a document number, how many documents it speaks of, what it is not about."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from huikuan.receipts.matching.names import simplified

_SOFT = r"[ \-_/.\\:#]{1,3}"  # what stands inside a number as well as between two; a comma only between two
_RUN = re.compile(rf"[A-Z0-9]+(?:{_SOFT}[A-Z0-9]+)*")
_DIGITS = re.compile(r"[0-9]")
_LATIN_WORD = re.compile(r"[A-Z]+")
_ATOM = re.compile(r"[A-Z0-9]+")
_AMOUNTS = re.compile(
    r"(?:[¥$€£]|RMB|CNY|USD|EUR|HKD|GBP|人民币) ?\d[\d,]*(?:\.\d+)?(?![\dA-Z])"
    r"|(?<![\dA-Z.\-])\d[\d,]*(?:\.\d+)? ?(?:[万亿]?元|圆|RMB|CNY|USD|EUR|HKD|GBP)(?![A-Z])"
    r"|(?<![\dA-Z.\-])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\dA-Z])"
    r"|(?<![\dA-Z.\-])\d+\.\d{2}(?![\dA-Z.\-])"
)
_DAYS = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月(?:份|\d{1,2}[日号])?)?|\d{1,2}月(?:份|\d{1,2}[日号])?")
_DIGIT = r"[0-9一二两三四五六七八九十]+"
_TOTAL = re.compile(
    rf"(?:等|共计?|合计|计|总计)\s*({_DIGIT})\s*(?:笔|张|单|票|份|项|个|条)"
    rf"|(?<![0-9A-Z\-])({_DIGIT})\s*(?:笔(?!记)|张)(?:发票|货款|订单)?"
)
_COUNTED = re.compile(r"[笔张单票份项个条]")
_LATIN_TOTAL = re.compile(r"\b([0-9]{1,3}) (?:INVOICES|INVS|BILLS|ITEMS|DOCUMENTS)\b")
_MORE = re.compile(r"(?:AND|\+|&|PLUS) ?([0-9]{1,3}) (?:OTHER|OTHERS|MORE)\b")
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


@dataclass(frozen=True, slots=True)
class ReferenceReader:
    """Reads references under one policy's list of words that no payment of an invoice carries."""

    chinese: re.Pattern[str]
    latin: frozenset[str]

    def read_all(self, *, texts: Collection[str]) -> dict[str, ParsedReference]:
        """Take references apart, each text once."""
        given = sorted(set(texts))
        plain = simplified(texts=given)
        return {text: self._read(narrow.upper().replace("帐", "账")) for text, narrow in zip(given, plain, strict=True)}

    def read(self, *, text: str) -> ParsedReference:
        """Take a payer's reference apart; amounts and days in it are no document numbers."""
        return self.read_all(texts=[text])[text]

    def _read(self, text: str) -> ParsedReference:
        not_trade = self._not_trade(text)
        if not _DIGITS.search(text) and not _COUNTED.search(text):
            return ParsedReference((), 0, 0, not_trade)
        total = more = 0
        if found := _TOTAL.search(text):
            total = _count(found[1] or found[2])
        elif found := _LATIN_TOTAL.search(text):
            total = int(found[1])
        elif found := _MORE.search(text):
            more = int(found[1])
        if found:
            text = f"{text[: found.start()]} 、 {text[found.end() :]}"
        text = _AMOUNTS.sub("、", _DAYS.sub("、", text))
        runs = tuple(tuple(_ATOM.findall(run)) for run in _RUN.findall(text) if _DIGITS.search(run))
        return ParsedReference(runs, total, more, not_trade)

    def _not_trade(self, text: str) -> str:
        if found := self.chinese.search(text):
            return found[0]
        return next((word for word in _LATIN_WORD.findall(text) if word in self.latin), "")


@cache
def reference_reader(*, not_trade_words: tuple[str, ...], not_trade_latin: tuple[str, ...]) -> ReferenceReader:
    """Prepare reading under a list of words: Chinese ones found anywhere, Latin ones as whole words."""
    chinese = "|".join(map(re.escape, not_trade_words)) or r"(?!)"
    return ReferenceReader(re.compile(chinese), frozenset(not_trade_latin))


def _count(text: str) -> int:
    """Read a small number in digits or Chinese figures (十二 = 12); 0 if it is none."""
    if text.isdigit():
        return int(text) if len(text) <= 3 else 0
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.get(text, 0)
    return (_CHINESE_DIGITS.get(tens, 0) if tens else 1) * 10 + (_CHINESE_DIGITS.get(ones, 0) if ones else 0)
