"""Words that files and people use for a class of customers, and what they type for a name."""

from __future__ import annotations

import pytest

from huikuan.customers.rules import CUSTOMER_CLASSES, class_named, pinyin_key, typed_pinyin


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KEY", "KEY"),
        (" key ", "KEY"),
        ("Ｖｉｐ 客户", "KEY"),
        ("重点客户", "KEY"),
        ("大客户", "KEY"),
        ("Key  customers", "KEY"),
        ("普通客户", "STANDARD"),
        ("standard", "STANDARD"),
        ("一般", "STANDARD"),
        ("关注客户", "WATCH"),
        ("Customers to watch", "WATCH"),
        ("A", None),
        ("重点客户二", None),
        ("", None),
    ],
)
def test_a_word_names_one_class_or_none(text, code):
    assert class_named(text=text) == code


def test_every_class_is_named_by_its_code():
    assert [class_named(text=code) for code in CUSTOMER_CLASSES] == list(CUSTOMER_CLASSES)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("乙方机电有限公司", " yifangjidian fangjidian jidian dian yfjd fjd jd d"),
        ("绿叶 （中国）", " lvyezhongguo yezhongguo zhongguo guo lyzg yzg zg g"),
        ("ABC 贸易", " abcmaoyi maoyi yi amy my y"),
        ("Mueller GmbH & Co.", " muellergmbhco gmbhco co mgc gc c"),
        ("", "  "),
        ("有限公司", " youxiangongsi xiangongsi gongsi si yxgs xgs gs s"),
    ],
)
def test_a_name_as_people_type_it(name: str, key: str) -> None:
    assert pinyin_key(name=name) == key


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("Yi Fang", "yifang"),
        ("xi'an", "xian"),
        ("xi’an", "xian"),
        ("yf", ""),
        ("lüye", "lvye"),
        ("F001", ""),
        ("乙", ""),
        ("", ""),
        ("a%", ""),
    ],
)
def test_a_search_that_may_be_pinyin(text: str, pinyin: str) -> None:
    assert typed_pinyin(text=text) == pinyin
