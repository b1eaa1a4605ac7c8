"""The language of help and messages: that of the terminal, Chinese or English; no settings are needed to print help."""

from __future__ import annotations

import gettext as library
import os
from pathlib import Path

CATALOGUE = "django"
FOLDER = Path(__file__).resolve().parents[1] / "locale"
CHINESE, ENGLISH = "zh-hans", "en"
_VARIABLES = ("HUIKUAN_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


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
