"""Words for in and out."""

import pytest

from huikuan.integrations.bank_files.directions import (
    IN,
    NEITHER,
    OUT,
    Direction,
    are_direction_words,
    direction_of,
    is_neutral_word,
    wallet_direction,
)


@pytest.mark.parametrize("word", "收入 收 存入 转入 来账 入账".split())
def test_plain_words_for_in(word):
    assert direction_of(word=word) == Direction(IN)


@pytest.mark.parametrize("word", "支出 付 支取 转出 往账 出账".split())
def test_plain_words_for_out(word):
    assert direction_of(word=word) == Direction(OUT)


@pytest.mark.parametrize(
    ("word", "sign"),
    [("贷", IN), ("贷方", IN), ("贷 Cr", IN), ("C", IN), ("借", OUT), ("借方", OUT), ("借 Dr", OUT), ("DR", OUT)],
)
def test_booking_words_may_be_meant_from_our_side(word, sign):
    assert direction_of(word=word) == Direction(sign, is_booking_word=True)


@pytest.mark.parametrize("word", ["", "转账", "5", "收入支出"])
def test_other_words_say_nothing(word):
    assert direction_of(word=word) is None


@pytest.mark.parametrize(("word", "is_neutral"), [("/", True), ("不计收支", True), ("收入", False), ("", False)])
def test_neutral_words(word, is_neutral):
    assert is_neutral_word(word=word) is is_neutral


@pytest.mark.parametrize(
    ("words", "found"),
    [(["往账", "来账", ""], True), (["/", "不计收支"], False), (["往账", "汇款"], False), ([], False)],
)
def test_column_of_direction_words(words, found):
    assert are_direction_words(words=words) is found


@pytest.mark.parametrize(
    ("texts", "status", "sign"),
    [
        (["零钱提现"], "提现已到账", OUT),
        (["信用卡还款"], "支付成功", OUT),
        (["购买理财通"], "支付成功", OUT),
        (["零钱通转出-到工商银行(9876)"], "支付成功", OUT),
        (["零钱通转出-到零钱"], "支付成功", NEITHER),
        (["转入零钱通-来自零钱"], "支付成功", NEITHER),
        (["转入零钱通-来自工商银行(9876)"], "支付成功", IN),
        (["零钱充值"], "充值完成", IN),
        (["日用百货", "退款-毛巾"], "退款成功", IN),
        (["投资理财", "蚂蚁财富-卖出至余额宝"], "交易成功", IN),
        (["余额宝-单次转入余额宝"], "交易成功", NEITHER),
        (["日用百货"], "交易关闭", None),
        (["转账"], "还款失败", None),
        (["其他"], "交易成功", NEITHER),
    ],
)
def test_wallet_rows_that_are_neither_income_nor_expense(texts, status, sign):
    assert wallet_direction(texts=texts, status=status) == sign
