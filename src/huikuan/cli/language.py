"""The language of help and messages: that of the terminal, Chinese or English; no settings are needed to print help."""

from __future__ import annotations

import gettext as library
import os
from pathlib import Path

CATALOGUE = "django"
FOLDER = Path(__file__).resolve().parents[1] / "locale"
CHINESE, ENGLISH = "zh-hans", "en"
_VARIABLES = ("HUIKUAN_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


WORDS_OF_CLICK = (
    gettext_noop("Usage:"),
    gettext_noop("Options"),
    gettext_noop("Commands"),
    gettext_noop("Show this message and exit."),
    gettext_noop("default: {default}"),
    gettext_noop("Error: {message}"),
    gettext_noop("Try '{command} {option}' for help."),
    gettext_noop("No such command {name!r}."),
    gettext_noop("No such option {name!r}."),
    gettext_noop("Missing command."),
    gettext_noop("Missing argument"),
    gettext_noop("Missing option"),
    gettext_noop("Invalid value: {message}"),
    gettext_noop("Invalid value for {param_hint}: {message}"),
    gettext_noop("{name} {filename!r} does not exist."),
    gettext_noop("{value} is not in the range {range}."),
    gettext_noop("{value!r} is not a valid {number_type}."),
)
"""What the command library says by itself, so that it is in the catalogue."""


def terminal_language() -> str:
    """`zh-hans` if the terminal's locale (or HUIKUAN_LANGUAGE) is Chinese, else `en`."""
    named = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    return CHINESE if named.lower().startswith("zh") else ENGLISH


def speak() -> None:
    """Let the command library's own words (Usage, Options …) come from our catalogue, too."""
    library.bindtextdomain(CATALOGUE, str(FOLDER))
    library.textdomain(CATALOGUE)
    os.environ["LANGUAGE"] = "zh_Hans" if terminal_language() == CHINESE else "en"


def gettext(message: str) -> str:
    """The message in the terminal's language."""
    return _translation().gettext(message)


def _translation() -> library.NullTranslations:
    languages = ["zh_Hans"] if terminal_language() == CHINESE else []
    return library.translation(CATALOGUE, str(FOLDER), languages=languages or ["en"], fallback=True)
