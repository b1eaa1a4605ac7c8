"""One spelling of a cell's text before it is read: full-width characters narrowed, invisible edges removed.

Unicode's own compatibility folding (NFKC) is not used: it turns ² into 2 and ① into 1, which changes amounts.
"""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOK_ALIKE = {
    0x3000: " ",  # ideographic space
    0x00A0: " ",  # no-break space
    0x202F: " ",  # narrow no-break space
    0x2007: " ",  # figure space
    0x2009: " ",  # thin space
    0xFFE5: "¥",  # full-width yen sign
    0xFFE1: "£",  # full-width pound sign
    0xFFE6: "₩",  # full-width won sign
    0x2212: "-",  # minus sign
    0x2010: "-",  # hyphen
    0x2011: "-",  # non-breaking hyphen
    0x2013: "-",  # en dash
    0x2014: "-",  # em dash
    0xFE63: "-",  # small hyphen-minus
    0x2019: "'",  # right quotation mark as a Swiss thousands mark
    0x3002: ".",  # ideographic full stop typed for a decimal point
}
_NARROW = _FULL_WIDTH | {code: ord(character) for code, character in _LOOK_ALIKE.items()}
# Marks that spreadsheets and copied web pages leave around a cell: zero-width characters and direction marks.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
EDGES = _INVISIBLE + " \t\r\n\v\f\u0085\u2028\u2029\u00a0\u3000\u202f\u2007\u2009"
"""What is never part of a value when it stands at its edge: white space, zero-width characters, direction marks."""

# Zero-width and direction marks, which never show; joiners stay, as scripts and emoji need them.
HIDDEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
"""What makes two texts differ that look the same; no name, number or reference keeps it."""
_HIDDEN = dict.fromkeys(map(ord, HIDDEN))


def shown(*, text: str) -> str:
    """Return the text without characters that never show, wherever they stand."""
    return text if text.isascii() else text.translate(_HIDDEN)


def narrow(*, text: str) -> str:
    """Return the text with full-width ASCII narrowed, look-alike signs unified and invisible edges removed."""
    if text.isascii():
        return text.strip(EDGES)
    return text.translate(_NARROW).strip(EDGES)
