"""Which spellings of a renminbi amount in capitals are lawful, and where a text leaves them (支付结算办法 附一)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

CAPITAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL_UNITS = ("", "拾", "佰", "仟")
LARGE_UNITS = ("", "万", "亿", "万亿")
MAXIMUM_YUAN = 10**16
_KNOWN = frozenset("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整")
_UNITS = "拾佰仟万亿元角分"

Token = tuple[str, ...]
"""What may stand next in a lawful spelling; an empty one among them where nothing need stand there."""


class CapitalsReason(StrEnum):
    """What is wrong with an amount in capitals at the place named."""

    EMPTY = "EMPTY"
    TOO_LONG = "TOO_LONG"
    CHARACTER = "CHARACTER"
    GAP = "GAP"
    NO_UNIT = "NO_UNIT"
    NO_DIGIT = "NO_DIGIT"
    UNIT_ORDER = "UNIT_ORDER"
    NO_YUAN = "NO_YUAN"
    ZERO_MISSING = "ZERO_MISSING"
    ZERO_TOO_MUCH = "ZERO_TOO_MUCH"
    WHOLE_MISSING = "WHOLE_MISSING"
    WHOLE_NOT_HERE = "WHOLE_NOT_HERE"
    TOO_LARGE = "TOO_LARGE"


Wrong = tuple[CapitalsReason, int]
"""What is wrong, and the place in the text, counted from 0."""


def wrong_in(*, plain: str, needs_whole: bool) -> Wrong | None:
    """What is wrong first in an amount without prefixes; None if it is one of the lawful spellings of `value_of` it."""
    return _wrong_character(plain) or _wrong_order(plain) or _unlawful(plain, value_of(plain=plain), needs_whole)


def value_of(*, plain: str) -> int:
    """Add up the digits and units as written; the exact spelling is judged afterwards against the value."""
    whole, _, cents = plain.rpartition("元")
    total_yi = total_wan = section = digit = 0
    for character in whole:
        if character in CAPITAL_DIGITS:
            digit = CAPITAL_DIGITS.index(character)
        elif character in SMALL_UNITS:
            section, digit = section + digit * 10 ** SMALL_UNITS.index(character), 0
        elif character == "万":
            total_wan, section, digit = total_wan + (section + digit) * 10**4, 0, 0
        else:
            total_yi, total_wan, section, digit = total_yi + (total_wan + section + digit) * 10**8, 0, 0, 0
    minor = (total_yi + total_wan + section + digit) * 100
    for unit, worth in (("角", 10), ("分", 1)):
        place = cents.find(unit)
        minor += CAPITAL_DIGITS.index(cents[place - 1]) * worth if place > 0 else 0
    return minor


def spelled_group(*, group: int) -> str:
    """Spell 1 … 9999 in capitals without a leading or trailing 零."""
    words, skipped = "", False
    for index in range(3, -1, -1):
        digit = group // 10**index % 10
        if digit == 0:
            skipped = bool(words)
            continue
        words += ("零" if skipped else "") + CAPITAL_DIGITS[digit] + SMALL_UNITS[index]
        skipped = False
    return words


def _wrong_character(plain: str) -> Wrong | None:
    if not plain.strip():
        return CapitalsReason.EMPTY, 0
    for place, character in enumerate(plain):
        if character.isspace() or character in ":,":
            return CapitalsReason.GAP, place
        if character not in _KNOWN:
            return CapitalsReason.CHARACTER, place
    return None


def _wrong_order(plain: str) -> Wrong | None:
    """Digits without a unit, units without a digit, units that do not fall within their group."""
    largest = len(SMALL_UNITS)
    for place, character in enumerate(plain):
        before, after = plain[place - 1] if place else "", plain[place + 1] if place + 1 < len(plain) else ""
        if character in CAPITAL_DIGITS[1:] and after not in tuple(_UNITS):
            return CapitalsReason.NO_UNIT, place
        if character in _UNITS and not _may_stand_after(character, before):
            return CapitalsReason.NO_DIGIT, place
        if character in SMALL_UNITS[1:]:
            if SMALL_UNITS.index(character) >= largest:
                return CapitalsReason.UNIT_ORDER, place
            largest = SMALL_UNITS.index(character)
        elif character in "万亿元":
            largest = len(SMALL_UNITS)
    has_yuan = plain.count("元")
    if has_yuan > 1 or any(plain.find(unit) >= 0 and plain.find(unit) < plain.find("元") for unit in "角分整"):
        return CapitalsReason.UNIT_ORDER, plain.rfind("元")
    is_cents_only = not has_yuan and ("角" in plain or "分" in plain) and not any(one in "拾佰仟万亿" for one in plain)
    return None if has_yuan or is_cents_only else (CapitalsReason.NO_YUAN, len(plain))


def _may_stand_after(unit: str, before: str) -> bool:
    if unit in "拾佰仟分":
        return before in tuple(CAPITAL_DIGITS[1:])
    if unit == "角":
        return before in tuple(CAPITAL_DIGITS)
    if unit == "亿":
        return before in tuple(CAPITAL_DIGITS[1:] + "拾佰仟万")
    return (
        before in tuple(CAPITAL_DIGITS + "拾佰仟万亿")
        if unit == "元"
        else before in tuple(CAPITAL_DIGITS[1:] + "拾佰仟")
    )


def _unlawful(plain: str, minor: int, needs_whole: bool) -> Wrong | None:
    """Where the text leaves every lawful spelling of the amount it adds up to."""
    if minor >= MAXIMUM_YUAN * 100:
        return CapitalsReason.TOO_LARGE, 0
    followed = _left_at(plain, list(_tokens(minor, needs_whole)))
    if followed is None:
        return None
    place, expected = followed
    found = plain[place] if place < len(plain) else ""
    if found in {"零", "整"}:
        return (CapitalsReason.ZERO_TOO_MUCH if found == "零" else CapitalsReason.WHOLE_NOT_HERE), place
    missing = {"零": CapitalsReason.ZERO_MISSING, "整": CapitalsReason.WHOLE_MISSING}
    return missing.get(expected, CapitalsReason.UNIT_ORDER), place


def _left_at(plain: str, tokens: list[Token]) -> tuple[int, str] | None:
    """Where a text leaves the tokens, whichever way it goes through them, and the character expected there; None: nowhere."""
    reached = {0}
    for token in tokens:
        after = {place + len(one) for place in reached for one in token if plain.startswith(one, place)}
        if not after:
            place = max(reached)
            shared = max(range(len(token[0]) + 1), key=lambda n: n * plain.startswith(token[0][:n], place))
            return place + shared, token[0][shared : shared + 1]
        reached = after
    return None if len(plain) in reached else (max(reached), "")


def _tokens(minor: int, needs_whole: bool) -> Iterator[Token]:
    """Every lawful spelling of an amount: 整 optional after 角, 零 optional at 万 and 元."""
    yuan, cents = divmod(minor, 100)
    jiao, fen = divmod(cents, 10)
    if yuan == 0:
        yield ("零元", "") if cents else ("零元",)
    else:
        yield from _whole_tokens(yuan)
        yield ("元",)
    if cents == 0:
        yield ("整",) if needs_whole else ("整", "")
    elif jiao == 0:
        yield ("零", "零角", "零角零", *(() if yuan else ("",)))
        yield (f"{CAPITAL_DIGITS[fen]}分",)
    else:
        yield ("零", "") if yuan and yuan % 10 == 0 else ("",)
        yield (f"{CAPITAL_DIGITS[jiao]}角",)
        yield (f"{CAPITAL_DIGITS[fen]}分",) if fen else ("整", "")


def _whole_tokens(yuan: int) -> Iterator[Token]:
    """Whole yuan; where a group ends in 0 and the next has its 仟, the 零 between is optional."""
    groups = [(index, yuan // 10 ** (4 * index) % 10_000) for index in range(len(LARGE_UNITS) - 1, -1, -1)]
    shown = [(index, group) for index, group in groups if group]
    for position, (index, group) in enumerate(shown):
        if position:
            before_index, before = shown[position - 1]
            if before_index - index > 1 or group < 1000:
                yield ("零",)
            elif before % 10 == 0:
                yield ("零", "")
        yield (spelled_group(group=group),)
        # 壹万零壹亿 and 壹万亿零壹亿 are both written for 10,001 亿: the inner 亿 may be left out when 亿 follows.
        if index == 3 and yuan // 10**8 % 10_000:
            yield ("万亿", "万")
        else:
            yield (LARGE_UNITS[index],)
