"""The language of help and messages: that of the terminal, Chinese or English; no settings are needed to print help."""

from __future__ import annotations

import gettext as library
import os
from pathlib import Path

CATALOGUE = "django"
FOLDER = Path(__file__).resolve().parents[1] / "locale"
CHINESE, ENGLISH = "zh-hans", "en"
_VARIABLES = ("HUIKUAN_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def ngettext_noop(message: str, plural: str) -> str:
    """Mark a message with its plural for the catalogue."""
    return message or plural


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
    gettext_noop("Missing parameter"),
    gettext_noop("Missing parameter: {param_name}"),
    gettext_noop("Option {name!r} does not take a value."),
    gettext_noop("Invalid start character for option ({option})"),
    gettext_noop("{name} {filename!r} is a file."),
    gettext_noop("{name} {filename!r} is a directory."),
    gettext_noop("{name} {filename!r} is not readable."),
    gettext_noop("{name} {filename!r} is not writable."),
    gettext_noop("Could not open file {filename!r}: {message}"),
    gettext_noop("file"),
    gettext_noop("directory"),
    gettext_noop("path"),
    ngettext_noop("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ngettext_noop("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext_noop("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ngettext_noop("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
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


def pgettext(context: str, message: str) -> str:
    """The message in the terminal's language, where another page says it in another sense."""
    return _translation().pgettext(context, message)


def ngettext(message: str, plural: str, number: int) -> str:
    """The message for so many in the terminal's language."""
    return _translation().ngettext(message, plural, number)


def _translation() -> library.NullTranslations:
    languages = ["zh_Hans"] if terminal_language() == CHINESE else []
    return library.translation(CATALOGUE, str(FOLDER), languages=languages or ["en"], fallback=True)
