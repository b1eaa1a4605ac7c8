"""The Chinese catalogue: `compile` it, `check` that it is complete, `update` it with new and without unused texts.

Texts are found in Python files and, as Django reads them, in templates; no gettext programs are needed.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "huikuan"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
TEMPLATE_TYPES = (".html", ".txt")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "ngettext_noop": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# Header lines that change by themselves or say nothing.
NOISE = re.compile(r'^("(POT-|PO-|Last-|Language-Team|Report-|Generated-|Project-)[^\n]*"|#( [^\n]*)?)\n', re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Carry out one of the three; the exit code."""
    if arguments == ["compile"]:
        return compile_catalogue()
    if arguments == ["check"]:
        return check()
    if arguments == ["update"]:
        return update()
    sys.stderr.write("usage: translations.py compile | check | update\n")
    return 2


def compile_catalogue() -> int:
    """Write the .mo file beside the .po file where it is older or missing."""
    target = CATALOGUE.with_suffix(".mo")
    if not CATALOGUE.exists() or (target.exists() and target.stat().st_mtime >= CATALOGUE.stat().st_mtime):
        return 0
    content = io.BytesIO()
    write_mo(content, _read())
    part = target.with_suffix(f".{os.getpid()}")
    part.write_bytes(content.getvalue())
    part.replace(target)
    return 0


def check() -> int:
    """Say each text that lacks its translation, or whose translation lost a placeholder; 1 if there is one."""
    catalogue, faults = _read(), []
    for text in _texts_in_use():
        entry = catalogue.get(text.id, text.context)
        where = ", ".join(f"{path}:{line}" for path, line in text.locations[:2])
        if entry is None or entry.fuzzy or not all(_strings(entry)):
            faults.append(f"{where}: not translated: {text.id!r}")
        elif lost := _lost_placeholders(entry):
            faults.append(f"{where}: the translation of {text.id!r} lacks {', '.join(sorted(lost))}")
    for fault in faults:
        print(fault)
    print(f"translations: {len(faults)} to mend")
    return 1 if faults else 0


def update() -> int:
    """Add new texts untranslated and drop unused ones."""
    old, new = _read(), Catalog(locale="zh_Hans", project="huikuan", charset="utf-8", fuzzy=False)
    added = 0
    for text in _texts_in_use():
        known = old.get(text.id, text.context)
        translated = known.string if known is not None else ""
        added += known is None
        new.add(text.id, translated or "", context=text.context, locations=[(p, 0) for p, _ in text.locations])
    content = io.BytesIO()
    write_po(content, new, sort_output=True, include_lineno=False, width=120)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(NOISE.sub("", content.getvalue().decode()), encoding="utf-8")
    print(f"translations: {added} new, {len(old) + added - len(new)} dropped")
    return 0


def _read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _texts_in_use() -> Iterator[Message]:
    found = Catalog()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py":
            code = path.read_text(encoding="utf-8")
        elif path.suffix in TEMPLATE_TYPES and "templates" in path.parts:
            code = _as_python(path)
        else:
            continue
        where = str(path.relative_to(ROOT))
        for line, messages, _, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
            found.add(messages, locations=[(where, line)], context=context)
    return (message for message in found if message.id)


def _as_python(path: Path) -> str:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    return str(templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def _strings(entry: Message) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))


def _lost_placeholders(entry: Message) -> set[str]:
    wanted = set(PLACEHOLDER.findall(entry.id if isinstance(entry.id, str) else entry.id[-1]))
    return {placeholder for string in _strings(entry) for placeholder in wanted - set(PLACEHOLDER.findall(string))}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
