"""Renminbi amounts in Chinese capitals (人民币大写), both ways.

Source: 支付结算办法 附一, 会计基础工作规范 art. 52. A bill whose words and figures differ is void (票据法 art. 8).
"""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.kernel.amount_spelling import (
    CAPITAL_DIGITS,
    LARGE_UNITS,
    MAXIMUM_YUAN,
    CapitalsReason,
    spelled_group,
    value_of,
    wrong_in,
)
from huikuan.kernel.text_faults import SHOWN_CHARACTERS, TextFault, TextFaultCode
from huikuan.kernel.text_normal import narrow

_LONGEST_TEXT = 80
_TRADITIONAL = str.maketrans("貳貮參叄叁陸萬億圓圆正", "贰贰叁叁叁陆万亿元元整")
_LOOSE = str.maketrans("〇兩", "零贰")
_PREFIXES = ("人民币", "(负数)", "负数", "负")
_ANY_CAPITAL = frozenset("零壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟")


@dataclass(frozen=True, slots=True)
class CapitalsFault(TextFault):
    """Why an amount in capitals was refused: the reason, and the character of the text it is about, counted from 1."""

    reason: CapitalsReason
    position: int


@dataclass(frozen=True, slots=True)
class CapitalStyle:
    """The spellings in use; the default is the canonical one of the product, the first of each official example.

    `zero_before_jiao`: 壹仟陆佰捌拾元零叁角贰分, where the rule allows 壹仟陆佰捌拾元叁角贰分 as well.
    """

    prefix: bool = False
    yuan: str = "元"
    whole_after_jiao: bool = False
    zero_yuan: bool = False
    zero_before_jiao: bool = True


CANONICAL = CapitalStyle()


def capitals(*, minor: int, style: CapitalStyle = CANONICAL) -> str:
    """Return fen in Chinese capitals (150 → 壹元伍角); ValueError from 10¹⁶ yuan on."""
    yuan, cents = divmod(abs(minor), 100)
    if yuan >= MAXIMUM_YUAN:
        raise ValueError("an amount from 10^16 yuan on has no spelling in capitals here")
    jiao, fen = divmod(cents, 10)
    sign = "负" if minor < 0 else ""
    prefix = "人民币" if style.prefix else ""
    shows_yuan = yuan > 0 or cents == 0 or style.zero_yuan
    whole = _whole(yuan) + style.yuan if shows_yuan else ""
    zero = "零" if jiao and yuan and yuan % 10 == 0 and style.zero_before_jiao else ""
    return prefix + sign + whole + zero + _cents(jiao, fen, after_yuan=shows_yuan, style=style)


def parse_capitals(*, text: str, is_strict: bool = True) -> int | CapitalsFault:
    """Return the fen of an amount in capitals, or what is wrong and where; faults BLANK, TOO_LONG, UNREADABLE.

    Every lawful spelling is read: 整 or 正, 圆 or 元, traditional characters, 零 where the rule leaves it free, 人民币 and 负
    before it. A missing 零 that the rule requires is refused, not guessed. Where figures of a list are read and nothing is
    paid on the words, `is_strict` false lets gaps, 〇 and a missing 整 pass.
    """
    if len(text) > _LONGEST_TEXT:
        return _fault(text, CapitalsReason.TOO_LONG, 1)
    spelled = narrow(text=text).translate(_TRADITIONAL)
    if not is_strict:
        spelled = "".join(spelled.translate(_LOOSE).split()).replace("人民币:", "人民币")
    offset, is_negative = _after_prefixes(spelled)
    plain = spelled[offset:]
    wrong = wrong_in(plain=plain, needs_whole=is_strict)
    if wrong is None:
        minor = value_of(plain=plain)
        return -minor if is_negative else minor
    reason, place = wrong
    lead = len(text) - len(text.lstrip())
    return _fault(text, reason, lead + offset + place + 1)


def is_capital_amount(*, text: str) -> bool:
    """Return whether a text is written with the capital digits at all."""
    return any(character in _ANY_CAPITAL for character in text)


def _fault(text: str, reason: CapitalsReason, position: int) -> CapitalsFault:
    code = {CapitalsReason.EMPTY: TextFaultCode.BLANK, CapitalsReason.TOO_LONG: TextFaultCode.TOO_LONG}.get(
        reason, TextFaultCode.UNREADABLE
    )
    shown = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    return CapitalsFault(code=code, value=shown, reason=reason, position=position)


def _whole(yuan: int) -> str:
    """Spell whole yuan: groups of four digits, one 零 wherever digits were skipped between two groups."""
    if yuan == 0:
        return "零"
    words, skipped = "", False
    for index in range(len(LARGE_UNITS) - 1, -1, -1):
        group = yuan // 10 ** (4 * index) % 10_000
        if group == 0:
            skipped = bool(words)
            continue
        if words and (skipped or group < 1000):
            words += "零"
        words += spelled_group(group=group) + LARGE_UNITS[index]
        skipped = False
    return words


def _cents(jiao: int, fen: int, *, after_yuan: bool, style: CapitalStyle) -> str:
    if jiao == 0 and fen == 0:
        return "整"
    if fen == 0:
        return f"{CAPITAL_DIGITS[jiao]}角" + ("整" if style.whole_after_jiao else "")
    if jiao == 0:
        return ("零" if after_yuan else "") + f"{CAPITAL_DIGITS[fen]}分"
    return f"{CAPITAL_DIGITS[jiao]}角{CAPITAL_DIGITS[fen]}分"


def _after_prefixes(text: str) -> tuple[int, bool]:
    """How many characters the prefixes 人民币 and 负 take, in this order, and whether the amount is negative."""
    offset = 3 if text.startswith("人民币") else 0
    sign = next((one for one in _PREFIXES[1:] if text.startswith(one, offset)), "")
    return offset + len(sign), bool(sign)
