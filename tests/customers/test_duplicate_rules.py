"""Which customers may be the same company."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.customers.duplicate_rules import Likeness, Named, core_name, duplicate_pairs


def pairs(*rows: tuple[str, str]) -> list[tuple[int, int, str, int]]:
    named = [Named(number, name, code) for number, (name, code) in enumerate(rows, start=1)]
    found = duplicate_pairs(customers=named)
    return [(pair.first_id, pair.second_id, pair.why.value, pair.score) for pair in found]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("上海绿叶（集团）有限公司", "上海绿叶集团"),
        ("上海绿叶贸易有限责任公司", "上海绿叶贸易"),
        ("Mueller Trading Co., Ltd.", "MUELLERTRADING"),
        ("有限公司", "有限公司"),
    ],
)
def test_what_tells_a_company_from_others(name: str, core: str) -> None:
    assert core_name(name=name) == core


def test_one_tax_code_one_name_close_names() -> None:
    assert pairs(
        ("上海绿叶食品有限公司", "A"),
        ("北京蓝天机械有限公司", "A"),
        ("宁波 长风 五金厂", ""),
        ("宁波长风五金厂", ""),
        ("广东南海顺达运输有限公司", ""),
        ("广东南海顺大运输有限公司", "C"),
    ) == [
        (1, 2, "TAX_CODE", 0),
        (3, 4, "NAME", 100),
        (5, 6, "CLOSE_NAME", 87),
    ]
    assert pairs(("甲乙丙丁", "A"), ("甲乙丙丁", "A")) == [(1, 2, "TAX_CODE", 100)]


def test_two_tax_codes_are_two_companies() -> None:
    assert pairs(("上海绿叶食品有限公司", "A"), ("上海绿叶食品有限公司", "B")) == []
    assert pairs(("广东南海顺达运输", "A"), ("广东南海顺大运输", "B")) == []


def test_other_names_are_left_alone() -> None:
    assert pairs(("上海绿叶食品有限公司", ""), ("上海红叶机械有限公司", ""), ("甲", ""), ("乙", "")) == []


@given(st.lists(st.tuples(st.text("甲乙丙丁戊", min_size=1, max_size=6), st.sampled_from(["", "A", "B"])), max_size=12))
def test_each_pair_once_and_the_order_does_not_matter(rows: list[tuple[str, str]]) -> None:
    named = [Named(number, name, code) for number, (name, code) in enumerate(rows)]
    found = duplicate_pairs(customers=named)
    assert len({(pair.first_id, pair.second_id) for pair in found}) == len(found)
    assert all(pair.first_id < pair.second_id for pair in found)
    assert set(duplicate_pairs(customers=named[::-1])) == set(found)
    codes = {row.id: row.tax_code for row in named}
    for pair in found:
        same = codes[pair.first_id] == codes[pair.second_id] != ""
        assert (pair.why is Likeness.TAX_CODE) == same
