"""Given names as banks print them, when they are taken apart, then spellings of one company meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.receipts.matching.names import name_parts


def parts(name, *, repair=False):
    (found,) = name_parts(names=[name], repair=repair)
    return found


@pytest.mark.parametrize(
    ("name", "core", "bare", "stub", "place"),
    [
        ("杭州瑞恒机电有限公司", "杭州瑞恒机电", "瑞恒机电", "瑞恒机电", "杭州"),
        ("杭州瑞恒机电科技有限责任公司", "杭州瑞恒机电科技", "瑞恒机电科技", "瑞恒机电", "杭州"),
        ("广东省深圳市腾达电子股份有限公司", "广东省深圳市腾达电子", "腾达电子", "腾达电子", "深圳"),
        ("嘉信贸易（苏州）有限公司", "苏州嘉信贸易", "嘉信贸易", "嘉信", "苏州"),
        ("內蒙古鴻發實業有限公司", "内蒙古鸿发实业", "鸿发实业", "鸿发", "内蒙古"),
        ("瑞恒机电有限公司工会", "瑞恒机电工会", "瑞恒机电工会", "瑞恒机电工会", ""),
        ("北京", "北京", "北京", "北京", ""),
        ("上海公司", "上海", "上海", "上海", ""),
        ("ＡＣＭＥ　Ｔｒａｄｉｎｇ　Ｃｏ．，　Ｌｔｄ．", "ACMETRADING", "ACMETRADING", "ACME", ""),
        ("Müller & Söhne GmbH & Co. KG", "MULLERANDSOHNE", "MULLERANDSOHNE", "MULLERANDSOHNE", ""),
        ("The Acme Company", "ACME", "ACME", "ACME", ""),
        ("Inc.", "INC", "INC", "INC", ""),
        ("", "", "", "", ""),
    ],
)
def test_parts_of_a_name(name, core, bare, stub, place):
    found = parts(name)
    assert (found.core, found.bare, found.stub, found.place) == (core, bare, stub, place)


def test_a_branch_is_kept_apart():
    found = parts("杭州瑞恒机电有限公司上海第二分公司")
    assert (found.core, found.branch) == ("杭州瑞恒机电", "上海第二分公司")


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("杭州瑞恒机电有现公司", "杭州瑞恒机电"),
        ("杭州瑞恒机电有公司", "杭州瑞恒机电"),
        ("杭州瑞恒机电限公司", "杭州瑞恒机电"),
        ("杭州瑞恒机电有限公", "杭州瑞恒机电"),
        ("杭州瑞恒机电有限责顺公司", "杭州瑞恒机电"),
        ("杭州瑞恒机电有限公恒", "杭州瑞恒机电"),
        ("杭州瑞恒机电股份限有公司", "杭州瑞恒机电"),
    ],
)
def test_a_misspelt_legal_form_is_recognised_in_what_a_bank_reports(name, core):
    found = parts(name, repair=True)
    assert (found.core, found.damaged) == (core, True)
    assert parts(name).damaged is False


@given(st.lists(st.text(max_size=30), max_size=5), st.booleans())
def test_any_text_is_taken_apart_and_none_is_lost(names, repair):
    found = name_parts(names=names, repair=repair)
    assert len(found) == len(names)
    assert all(part.core in part.full or part.place for part in found)
    assert found == [parts(name, repair=repair) for name in names]
