"""Renminbi amounts in Chinese capitals (人民币大写), both ways.

Source: 支付结算办法 附一, 会计基础工作规范 art. 52. A bill whose words and figures differ is void (票据法 art. 8).
"""

import re
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL_UNITS = ("", "拾", "佰", "仟")
_LARGE_UNITS = ("", "万", "亿", "万亿")
_MAXIMUM_YUAN = 10**16
_LONGEST_TEXT = 80
_SAME_CHARACTER = str.maketrans("貳參叄叁陸萬億圓圆正〇兩", "贰叁叁叁陆万亿元元整零贰")
_CAPITALS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整负]+")
_ANY_CAPITAL = frozenset("零壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟")


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


def format_capital_amount(*, minor: int, style: CapitalStyle = CANONICAL) -> str:
    """Return fen in Chinese capitals (150 → 壹元伍角); ValueError from 10¹⁶ yuan on."""
    yuan, cents = divmod(abs(minor), 100)
    if yuan >= _MAXIMUM_YUAN:
        raise ValueError("an amount from 10^16 yuan on has no spelling in capitals here")
    jiao, fen = divmod(cents, 10)
    sign = "负" if minor < 0 else ""
    prefix = "人民币" if style.prefix else ""
    shows_yuan = yuan > 0 or cents == 0 or style.zero_yuan
    whole = _whole(yuan) + style.yuan if shows_yuan else ""
    zero = "零" if jiao and yuan and yuan % 10 == 0 and style.zero_before_jiao else ""
    return prefix + sign + whole + zero + _cents(jiao, fen, after_yuan=shows_yuan, style=style)


def parse_capital_amount(*, text: str) -> int | TextFault:
    """Return the fen of an amount in capitals; faults BLANK, TOO_LONG, UNREADABLE.

    Every spelling the rules allow is read (整/正, 圆/元, optional 零 at 万 and 元). A missing 零 that the rules require
    is refused rather than guessed.
    """
    if len(text) > _LONGEST_TEXT:
        return text_fault(code=TextFaultCode.TOO_LONG, value=text)
    plain = re.sub(r"\s+", "", narrow(text=text)).translate(_SAME_CHARACTER).removeprefix("人民币").lstrip(":")
    if not plain:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    negative = plain.startswith("负")
    plain = plain.removeprefix("负")
    minor = _value(plain) if _CAPITALS.fullmatch(plain) else None
    if minor is None or not _accepted(minor).fullmatch(plain):
        return text_fault(code=TextFaultCode.UNREADABLE, value=text)
    return -minor if negative else minor


def is_capital_amount(*, text: str) -> bool:
    """Return whether a text is written with the capital digits at all."""
    return any(character in _ANY_CAPITAL for character in text)


def format_bill_date(*, day: date) -> str:
    """Return a day as bills and cheques write it: 2026-10-20 → 贰零贰陆年零壹拾月零贰拾日 (支付结算办法 附一)."""
    year = "".join(_DIGITS[int(digit)] for digit in f"{day.year:04d}")
    month = _group(day.month)
    month = f"零{month}" if day.month in (1, 2, 10) else month
    number = _group(day.day)
    number = f"零{number}" if day.day < 10 or day.day in (10, 20, 30) else number
    return f"{year}年{month}月{number}日"


def _whole(yuan: int) -> str:
    """Spell whole yuan: groups of four digits, one 零 wherever digits were skipped between two groups."""
    if yuan == 0:
        return "零"
    words, skipped = "", False
    for index in range(len(_LARGE_UNITS) - 1, -1, -1):
        group = yuan // 10 ** (4 * index) % 10_000
        if group == 0:
            skipped = bool(words)
            continue
        if words and (skipped or group < 1000):
            words += "零"
        words += _group(group) + _LARGE_UNITS[index]
        skipped = False
    return words


def _group(group: int) -> str:
    """Spell 1 … 9999 without a leading or trailing 零."""
    words, skipped = "", False
    for index in range(3, -1, -1):
        digit = group // 10**index % 10
        if digit == 0:
            skipped = bool(words)
            continue
        words += ("零" if skipped else "") + _DIGITS[digit] + _SMALL_UNITS[index]
        skipped = False
    return words


def _cents(jiao: int, fen: int, *, after_yuan: bool, style: CapitalStyle) -> str:
    if jiao == 0 and fen == 0:
        return "整"
    if fen == 0:
        return f"{_DIGITS[jiao]}角" + ("整" if style.whole_after_jiao else "")
    if jiao == 0:
        return ("零" if after_yuan else "") + f"{_DIGITS[fen]}分"
    return f"{_DIGITS[jiao]}角{_DIGITS[fen]}分"


def _value(plain: str) -> int | None:
    """Add up the digits and units as written; the exact spelling is judged afterwards against the value."""
    whole, _, cents = plain.rpartition("元")
    total_yi = total_wan = section = 0
    digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in _SMALL_UNITS:
            section, digit = section + digit * 10 ** _SMALL_UNITS.index(character), 0
        elif character == "万":
            total_wan, section, digit = total_wan + (section + digit) * 10**4, 0, 0
        elif character == "亿":
            total_yi, total_wan, section, digit = total_yi + (total_wan + section + digit) * 10**8, 0, 0, 0
        else:
            return None
    match = re.fullmatch(r"零?(?:([零壹贰叁肆伍陆柒捌玖])角)?零?(?:([零壹贰叁肆伍陆柒捌玖])分)?整?", cents)
    if match is None:
        return None
    jiao, fen = (0 if found is None else _DIGITS.index(found) for found in match.groups())
    return (total_yi + total_wan + section + digit) * 100 + jiao * 10 + fen


def _accepted(minor: int) -> re.Pattern[str]:
    """Build the pattern of every allowed spelling of an amount: 整 optional after 角, 零 optional at 万 and 元."""
    yuan, cents = divmod(minor, 100)
    jiao, fen = divmod(cents, 10)
    if yuan >= _MAXIMUM_YUAN:
        return re.compile(r"(?!)")
    whole = f"{_whole_pattern(yuan)}元"
    if yuan == 0:
        whole = f"(?:{whole})?" if cents else whole
    if cents == 0:
        return re.compile(f"{whole}整?")
    if jiao == 0:
        return re.compile(f"{whole}(?:零角零?|零){'' if yuan else '?'}{_DIGITS[fen]}分")
    zero = "零?" if yuan % 10 == 0 and yuan else ""
    tail = f"{_DIGITS[fen]}分" if fen else "整?"
    return re.compile(f"{whole}{zero}{_DIGITS[jiao]}角{tail}")


def _whole_pattern(yuan: int) -> str:
    """Spell whole yuan as a pattern; where a group ends in 0 and the next has its 仟, the 零 between is optional."""
    groups = [(index, yuan // 10 ** (4 * index) % 10_000) for index in range(len(_LARGE_UNITS) - 1, -1, -1)]
    shown = [(index, group) for index, group in groups if group]
    if not shown:
        return "零"
    pattern = ""
    for position, (index, group) in enumerate(shown):
        if position:
            before_index, before = shown[position - 1]
            required = before_index - index > 1 or group < 1000
            pattern += "零" if required else ("零?" if before % 10 == 0 else "")
        unit = _LARGE_UNITS[index]
        # 壹万零壹亿 and 壹万亿零壹亿 are both written for 10,001 亿: the inner 亿 may be left out when 亿 follows.
        if unit == "万亿" and yuan // 10**8 % 10_000:
            unit = "万亿?"
        pattern += _group(group) + unit
    return pattern
