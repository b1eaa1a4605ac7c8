"""Texts of the ladder's letters: our own approved versions, and below them the ones shipped with the product."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from huikuan.sanctions.models import LetterVersion

SHIPPED = "shipped"
_FOLDER = Path(__file__).resolve().parent / "letters"


@dataclass(frozen=True, slots=True)
class LadderText:
    """The text of a letter; `version` says which one it was (a stored number, or `shipped`)."""

    letter: str
    language: str
    version: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class LadderTextVersion:
    """A text of ours with who wrote and who approved it; without approver it waits."""

    id: int
    text: LadderText
    author_id: int
    author_name: str
    at: datetime
    approver_name: str


@cache
def letter_words(*, language: str) -> Mapping[str, Any]:
    """The shipped texts by letter, the names of articles and the grounds, in a language."""
    name = "en" if language == "en" else "zh-hans"
    found: Mapping[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def texts_in_force(*, language: str) -> dict[str, LadderText]:
    """The text of each letter in a language: the newest approved of ours, or the shipped one; one query."""
    shipped = letter_words(language=language)["texts"]
    found = {letter: LadderText(letter, language, SHIPPED, *text) for letter, text in shipped.items()}
    rows = LetterVersion.objects.filter(language=language, approver__isnull=False).order_by("number")
    return found | {row.letter: _text(row) for row in rows}


def letter_versions(*, letter: str = "", language: str = "") -> tuple[LadderTextVersion, ...]:
    """Our own texts, the newest first; of one letter, or all."""
    rows = LetterVersion.objects.order_by("-pk")
    if letter:
        rows = rows.filter(letter=letter, language=language)
    return tuple(
        LadderTextVersion(row.pk, _text(row), row.author_id, row.author_name, row.at, row.approver_name) for row in rows
    )


def _text(row: LetterVersion) -> LadderText:
    return LadderText(row.letter, row.language, str(row.number), row.subject, row.body)
