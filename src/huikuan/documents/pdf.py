"""PDF by typst: data goes in as JSON and is never read as markup, nothing outside the templates is read (TRUST S8)."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parent / "templates"
_PACKAGED = Path(__file__).resolve().parent / "fonts"
_SYSTEM = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/.local/share/fonts", "~/.fonts")
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Regular.otf", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf")
_FAMILIES = ("Noto Sans SC", "Noto Sans CJK SC")
_lock = threading.Lock()


class FontMissing(RuntimeError):
    """No font with Chinese characters is installed, so that no letter can be set."""


def render_pdf(*, template: str, data: Mapping[str, Any], on: date) -> bytes:
    """Set `template` with `data` as PDF/A-2b dated `on`; the same input and font give the same bytes. Raises FontMissing."""
    moment = int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp())
    with _lock:
        content = _compiler(os.getpid()).compile(
            input=str(TEMPLATES / f"{template}.typ"),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False), "families": json.dumps(_FAMILIES)},
            pdf_standards=["a-2b"],
            timestamp=moment,
        )
    if not isinstance(content, bytes):
        raise TypeError(f"{template} gave {type(content).__name__}, not one PDF")
    return content


def font_folder() -> Path:
    """The folder of the Chinese font: named by HUIKUAN_FONTS, shipped with the product, or installed. Raises FontMissing."""
    for folder in _places():
        for name in _FILES:
            found = next(folder.rglob(name), None)
            if found is not None:
                return found.parent
    raise FontMissing(
        "No Chinese font was found for letters. Install one (on Debian: apt-get install fonts-noto-cjk) "
        "or name a folder with NotoSansSC-Regular.ttf in HUIKUAN_FONTS."
    )


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
