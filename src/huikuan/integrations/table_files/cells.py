"""One cell's text as the file meant it: edges trimmed, the wrappers that keep spreadsheets from changing a text taken off."""

import re

from huikuan.kernel.text_normal import EDGES, shown

# ="00123" and a leading apostrophe keep a number a text; our own exports put the apostrophe before formula signs (S13).
_EQUALS_TEXT = re.compile(r'="([^"]*)"')
_WHOLE_FRACTION = re.compile(r"[0-9]{4,18}\.0")
_FORMULA_SIGNS = "=+-@＝＋－＠\t\r\0"


def clean_cell(*, text: str) -> str:
    """Return a cell without its edges and wrappers; what lies between them stays, but for marks that never show."""
    if not text:
        return ""
    stripped = shown(text=text.strip(EDGES))
    if stripped.startswith("="):
        wrapped = _EQUALS_TEXT.fullmatch(stripped)
        return wrapped[1].strip(EDGES) if wrapped else stripped
    if stripped.startswith("'") and len(stripped) > 1 and (stripped[1] in _FORMULA_SIGNS or stripped[1].isdigit()):
        return stripped[1:]
    return stripped


def clean_header(*, text: str) -> str:
    """Return a header on one line, runs of white space as one blank."""
    return " ".join(clean_cell(text=text).split())


def identifier_text(*, text: str) -> str:
    """Return a number or code without the ".0" that programs add when they keep numbers as binary fractions."""
    cleaned = clean_cell(text=text)
    return cleaned[:-2] if _WHOLE_FRACTION.fullmatch(cleaned) else cleaned
