"""Letter texts: our own approved versions, and below them the ones shipped with the product."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from huikuan.reminders.models import LetterVersion
from huikuan.reminders.rules.letter_words import ENGLISH, LANGUAGES
from huikuan.reminders.rules.letters import LetterKind, LetterText
from huikuan.reminders.rules.policy import Tone

_FOLDER = Path(__file__).resolve().parent / "letters"

TextKey = tuple[LetterKind, str, str]
"""Kind, tone, language."""


@dataclass(frozen=True, slots=True)
class LetterVersionView:
    """A text of ours with who wrote and who approved it."""

    id: int
    text: LetterText
    author_id: int
    author_name: str
    created_at: datetime
    approver_name: str
    alone_because: str


def current_texts() -> Mapping[TextKey, LetterText]:
    """The text in use for every kind, tone and language; one query."""
    texts = dict(shipped_texts())
    for row in LetterVersion.objects.exclude(approver_id=None).order_by("kind", "tone", "language", "number"):
        text = text_of(row=row)
        texts[text.kind, text.tone, text.language] = text
    return texts


def text_for(*, texts: Mapping[TextKey, LetterText], kind: LetterKind, tone: str, language: str) -> LetterText:
    """The text of that tone and language; else the friendly one, else English."""
    for wanted in (language, ENGLISH):
        for sound in (tone, Tone.FRIENDLY.value):
            if (kind, sound, wanted) in texts:
                return texts[kind, sound, wanted]
    raise KeyError((kind, tone, language))


def text_of(*, row: LetterVersion) -> LetterText:
    """The record of a stored version."""
    return LetterText(LetterKind(row.kind), row.tone, row.language, f"{row.number}", row.subject, row.body)


@cache
def shipped_texts() -> Mapping[TextKey, LetterText]:
    """The texts shipped with the product: first line the subject, then a blank line, then the body."""
    found: dict[TextKey, LetterText] = {}
    for language in LANGUAGES:
        for path in sorted((_FOLDER / language).glob("*.txt")):
            kind, _, tone = path.stem.partition("-")
            whole = path.read_text(encoding="utf-8")
            subject, _, body = whole.partition("\n")
            version = f"shipped:{hashlib.sha256(whole.encode()).hexdigest()[:12]}"
            text = LetterText(LetterKind(kind), tone, language, version, subject.strip(), body.strip("\n") + "\n")
            found[text.kind, text.tone, text.language] = text
    return found


def letter_versions() -> tuple[LetterVersionView, ...]:
    """Our own texts, newest first; those without approver wait for approval."""
    return tuple(
        LetterVersionView(
            id=row.pk,
            text=text_of(row=row),
            author_id=row.author_id,
            author_name=row.author_name,
            created_at=row.created_at,
            approver_name=row.approver_name,
            alone_because=row.alone_because,
        )
        for row in LetterVersion.objects.order_by("-pk")
    )
