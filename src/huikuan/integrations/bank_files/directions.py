"""Words that say which way money went, and whether they mean it from the bank's side or ours. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huikuan.kernel.text_normal import narrow

IN, OUT, NEITHER = 1, -1, 0

_PLAIN_IN = "收入 收 存入 存 转入 来账 来帐 入账 收款 收方 进账 汇入 in income moneyin +".split()
_PLAIN_OUT = "支出 支 付 支取 取 转出 往账 往帐 出账 付款 付方 汇出 out expense moneyout -".split()
_BOOK_IN = "贷 贷方 贷记 c cr credit crdt 贷cr 贷c 贷(收入) 贷(收)".split()
_BOOK_OUT = "借 借方 借记 d dr debit dbit 借dr 借d 借(支出) 借(支)".split()
_NEUTRAL = "不计收支 中性交易 其他 /".split()
_NEUTRAL_WORDS = frozenset(_NEUTRAL)


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way; `is_booking_word` when the word is debit or credit, which some files use from our side."""

    sign: int
    is_booking_word: bool = False


_DIRECTIONS: dict[str, Direction] = (
    dict.fromkeys(_PLAIN_IN, Direction(IN))
    | dict.fromkeys(_PLAIN_OUT, Direction(OUT))
    | dict.fromkeys(_BOOK_IN, Direction(IN, is_booking_word=True))
    | dict.fromkeys(_BOOK_OUT, Direction(OUT, is_booking_word=True))
    | dict.fromkeys(_NEUTRAL, Direction(NEITHER))
)

# What wallets call neither income nor expense, told by the kind of movement. A wallet is the balance with its money fund.
_INSIDE = re.compile(
    r"转入零钱通-来自零钱|零钱通转出-到零钱|余额宝.*转[入出].*余额(?!宝)|(?:单次|自动)?转入余额宝|转入到余额宝|小金库-转"
)
_NEUTRAL_IN = re.compile(r"退款|充值|转入零钱通-来自|卖出|赎回|收益")
_NEUTRAL_OUT = re.compile(r"提现|还款|零钱通转出-到|购买|申购|买入|转出到银行|转出-到银行|缴费|代付")
_CLOSED = re.compile(r"关闭|失败|已撤销|已取消|待付款|等待付款|未支付")


def direction_of(*, word: str) -> Direction | None:
    """Return what a word says, None when it says nothing known."""
    return _DIRECTIONS.get("".join(narrow(text=word).split()).lower())


def are_direction_words(*, words: Iterable[str]) -> bool:
    """Return whether every filled cell of a column is a direction word, and at least one says in or out."""
    signs = [direction_of(word=word) for word in words if word]
    return all(signs) and any(one.sign for one in signs if one is not None)


def wallet_direction(*, texts: Iterable[str], status: str) -> int | None:
    """Return the way of a wallet row that counts as neither income nor expense: in, out, NEITHER inside the wallet.

    None when the order was closed before any money moved.
    """
    joined = " ".join(texts)
    if _CLOSED.search(status):
        return None
    if _INSIDE.search(joined):
        return NEITHER
    if "退款" in status or _NEUTRAL_IN.search(joined):
        return IN
    return OUT if _NEUTRAL_OUT.search(joined) else NEITHER


def is_neutral_word(*, word: str) -> bool:
    """Return whether a wallet says of a row that it is neither income nor expense."""
    return "".join(narrow(text=word).split()) in _NEUTRAL_WORDS
