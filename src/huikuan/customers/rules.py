"""PURE: names of companies brought to one form for search and for learned payer aliases."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

CUSTOMER_CLASSES = ("STANDARD", "KEY", "WATCH")
"""Kinds of customer; each may have a reminder policy of its own."""
_SPACES = re.compile(r"\s+")
_BANK_ACCOUNT = re.compile(r"[^0-9A-Za-z]")


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


def normal_account(*, account: str) -> str:
    """A bank account number without separators, upper case."""
    return _BANK_ACCOUNT.sub("", unicodedata.normalize("NFKC", account)).upper()


def sort_key(*, name: str) -> str:
    """Pinyin key, so that Chinese names sort the same on every database."""
    return " ".join(lazy_pinyin(normal_name(name=name), style=Style.TONE3, errors="default"))[:400].lower()
