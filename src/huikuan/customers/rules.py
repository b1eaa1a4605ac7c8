"""PURE: names of companies brought to one form for search and for learned payer aliases; classes of customers by name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class CustomerClass(StrEnum):
    """Kinds of customer; each may have a reminder policy of its own."""

    STANDARD = "STANDARD"
    KEY = "KEY"
    WATCH = "WATCH"


CUSTOMER_CLASSES = tuple(one.value for one in CustomerClass)
_WORDS_FOR_CLASSES = {
    CustomerClass.STANDARD: "STANDARD|STANDARD CUSTOMER|STANDARD CUSTOMERS|NORMAL|REGULAR|标准|标准客户|普通|普通客户|一般|一般客户",
    CustomerClass.KEY: "KEY|KEY CUSTOMER|KEY CUSTOMERS|KEY ACCOUNT|VIP|VIP客户|重点|重点客户|重要客户|关键客户|核心客户|战略客户|大客户",
    CustomerClass.WATCH: "WATCH|WATCH LIST|CUSTOMER TO WATCH|CUSTOMERS TO WATCH|关注|关注客户|重点关注|重点关注客户",
}
_CLASSES_BY_WORD = {word: code.value for code, words in _WORDS_FOR_CLASSES.items() for word in words.split("|")}
LONGEST_PINYIN_KEY, MOST_STARTS, LEAST_PINYIN = 1_000, 12, 3
_COMPANY_FORM = re.compile("(集团)?(股份)?(有限)?(责任)?公司$")
_WORDS = re.compile(r"[^\W_]+")
_BETWEEN_SYLLABLES = re.compile(r"[\s'’]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A customer by what a file may name him by, with his terms."""

    id: int
    code: str
    name: str
    tax_code: str
    terms_days: int | None
    terms_roll: str


def normal_name(*, name: str) -> str:
    """Full-width to half-width, one kind of brackets, no spaces between Chinese characters, upper case."""
    text = unicodedata.normalize("NFKC", name).replace("（", "(").replace("）", ")")
    text = _SPACES.sub(" ", text).strip().upper()
    return re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", text)


def class_named(*, text: str) -> str | None:
    """The class a file or a person calls by a code or a usual word (KEY, 重点客户, VIP); None for any other word."""
    return _CLASSES_BY_WORD.get(normal_name(name=text))


def sort_key(*, name: str) -> str:
    """Pinyin key, so that Chinese names sort the same on every database."""
    from pypinyin import Style, lazy_pinyin  # its dictionary of phrases is a quarter of what a command takes to start

    return " ".join(lazy_pinyin(normal_name(name=name), style=Style.TONE3, errors="default"))[:400].lower()


def pinyin_key(*, name: str) -> str:
    """What people type for a Chinese name: from each syllable on, its pinyin without tones, then its initials.

    乙方机电有限公司: " yifangjidian fangjidian jidian dian yfjd fjd jd d". The company's form is left out, for all have one.
    Stored with the customer: if this changes, a migration fills the column anew.
    """
    from pypinyin import lazy_pinyin

    core = normal_name(name=name)
    parts = lazy_pinyin(_COMPANY_FORM.sub("", core) or core, errors="default")
    words = [word for part in parts for word in _WORDS.findall(part.lower())]
    return f" {_from_each(words)} {_from_each([word[:1] for word in words])}"[:LONGEST_PINYIN_KEY]


def typed_pinyin(*, text: str) -> str:
    """A search as it may stand in a pinyin key ("Yi Fang" and "yi'fang": "yifang"); empty where it cannot be pinyin.

    Letters alone, and three at least: with two nearly every name would be found.
    """
    typed = _BETWEEN_SYLLABLES.sub("", text).lower().replace("ü", "v")
    return typed if len(typed) >= LEAST_PINYIN and typed.isascii() and typed.isalpha() else ""


def _from_each(words: list[str]) -> str:
    return " ".join("".join(words[first:]) for first in range(min(len(words), MOST_STARTS)))
