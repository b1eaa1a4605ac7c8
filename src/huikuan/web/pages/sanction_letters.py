"""What the pages of the ladder's letters show: each letter with the version in use, one text with the places it may name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huikuan.reminders.rules.letter_words import LANGUAGES
from huikuan.sanctions.letters import SHIPPED, LadderText, letter_versions, texts_in_force
from huikuan.sanctions.rules.letters import LETTERS, RELEASE, places_of
from huikuan.web.pages.letters import LANGUAGE_NAMES, PLACE_NAMES
from huikuan.web.tables.columns import Text
from huikuan.wording.sanctions import RUNGS

PLACES: dict[str, Text] = {
    **PLACE_NAMES,
    "article": _("the article the stop rests on"),
    "ground": _("the facts it rests on"),
    "lowering": _("by how much each delivery must lower what is owed"),
    "noticed_on": _("the day of our notice"),
    "order_number": _("the order that is to stop"),
    "subject": _("what our notice was called"),
    "total": _("what is asked for, each currency by itself"),
    "total_in_capitals": _("what is asked for in Chinese capitals"),
}


@dataclass(frozen=True, slots=True)
class LetterCell:
    """A letter in one language: the version in use, empty for that of the product, and whether one waits."""

    language: str
    language_name: str
    version: str
    waits: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in both languages."""

    letter: str
    title: Text
    cells: tuple[LetterCell, ...]


@dataclass(frozen=True, slots=True)
class LetterShown:
    """One text with its title and the places it may name."""

    text: LadderText
    title: Text
    language_name: str
    version: str
    places: tuple[tuple[str, Text], ...]


def letter_lines() -> tuple[LetterLine, ...]:
    """Every letter of the ladder, in its order; three queries."""
    in_force = {language: texts_in_force(language=language) for language in LANGUAGES}
    waiting = {(one.text.letter, one.text.language) for one in letter_versions() if not one.approver_name}
    return tuple(
        LetterLine(
            letter,
            _title(letter),
            tuple(
                LetterCell(
                    language,
                    LANGUAGE_NAMES[language],
                    _version(in_force[language][letter]),
                    (letter, language) in waiting,
                )
                for language in LANGUAGES
            ),
        )
        for letter in LETTERS
    )


def letter_shown(*, text: LadderText) -> LetterShown:
    """One text as its page shows it."""
    places = tuple((f"{{{{{name}}}}}", PLACES[name]) for name in sorted(places_of(letter=text.letter)))
    return LetterShown(text, _title(text.letter), LANGUAGE_NAMES[text.language], _version(text), places)


def _title(letter: str) -> Text:
    return _("Release") if letter == RELEASE else RUNGS[letter]


def _version(text: LadderText) -> str:
    return "" if text.version == SHIPPED else text.version
