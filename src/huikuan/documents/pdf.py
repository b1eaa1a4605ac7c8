"""PDF by typst: data goes in as JSON and is never read as markup, nothing outside the templates is read (TRUST S8)."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from huikuan.kernel.refusal import Refused

TEMPLATES = Path(__file__).resolve().parent / "templates"
_PACKAGED = Path(__file__).resolve().parent / "fonts"
_SYSTEM = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/.local/share/fonts", "~/.fonts")
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Regular.otf", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf")
_FAMILIES = ("Noto Sans SC", "Noto Sans CJK SC")
UNKNOWN_MARK = "〓"
MOST_UNKNOWN = 60
"""So many different unknown characters are replaced one by one; a text with more is in a script that is not printed."""

_UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_UNCOMMON = re.compile(r"[^\x20-\x7e\u2013\u2014\u2018-\u201d\u2026\u3000-\u3011\u4e00-\u9fa5\uff01-\uff5e]")
_lock = threading.Lock()


class FontMissing(Refused):
    """FONT_MISSING: no font with Chinese characters is there, so that no letter can be set."""


def render_pdf(*, template: str, data: Mapping[str, Any], on: date) -> bytes:
    """Set `template` with `data` as PDF/A-2b dated `on`; the same input and font give the same bytes.

    A character that the font does not have (a rare one of a name, another script) becomes 〓, the printers' mark for it, as
    PDF/A takes no text that cannot be shown. Raises FontMissing.
    """
    text = json.dumps(data, ensure_ascii=False)
    for _ in range(MOST_UNKNOWN):
        try:
            return _compiled(template, text, on)
        except typst.TypstError as error:
            unknown = _unknown_text(str(error))
            if not unknown or unknown not in text:
                raise
            text = text.replace(unknown, UNKNOWN_MARK)
    return _compiled(template, _UNCOMMON.sub(UNKNOWN_MARK, text), on)


def font_folder() -> Path:
    """The folder of the Chinese font: named by HUIKUAN_FONTS, put there by `make setup`, or the system's.

    Raises FontMissing.
    """
    for folder in _places():
        for name in _FILES:
            found = next(folder.rglob(name), None)
            if found is not None:
                return found.parent
    raise FontMissing("FONT_MISSING")


def _compiled(template: str, text: str, on: date) -> bytes:
    moment = int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp())
    with _lock:
        content = _compiler(os.getpid()).compile(
            input=str(TEMPLATES / f"{template}.typ"),
            format="pdf",
            sys_inputs={"data": text, "families": json.dumps(_FAMILIES)},
            pdf_standards=["a-2b"],
            timestamp=moment,
        )
    if not isinstance(content, bytes):
        raise TypeError(f"{template} gave {type(content).__name__}, not one PDF")
    return content


def _unknown_text(error: str) -> str:
    """The text that the font lacks, from what the compiler says of it; empty if it says something else."""
    found = _UNKNOWN.search(error)
    return "" if found is None else _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])


def _places() -> Iterator[Path]:
    named = os.environ.get("HUIKUAN_FONTS")
    places = [named] if named else [str(_PACKAGED), *_SYSTEM]
    for place in places:
        folder = Path(place).expanduser()
        if folder.is_dir():
            yield folder


@cache
def _compiler(process: int) -> typst.Compiler:
    """One compiler a process: loading fonts takes longer than setting a page, and its threads do not survive a fork."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)
