"""Rows of a price list: columns by the words people use, every fault with its row, nothing guessed."""

from __future__ import annotations

import pytest

from huikuan.prices.rules.confirming import Fault, PriceLine
from huikuan.prices.rules.line_rows import columns_of, lines_of_rows, permille_text


def test_columns_are_known_by_their_words_in_both_languages() -> None:
    chinese = ["序号", "物料编码", "品名", "规格型号", "单位", "含税单价", "税率"]
    assert columns_of(header=chinese) == {
        "item_code": 1,
        "name": 2,
        "specification": 3,
        "unit": 4,
        "price": 5,
        "tax": 6,
    }
    assert columns_of(header=["Code", "Description", "Unit Price"]) == {"item_code": 0, "name": 1, "price": 2}
    assert columns_of(header=["甲", "乙"]) == {}


@pytest.mark.parametrize(
    ("text", "permille"),
    [("", 130), ("13", 130), ("13%", 130), ("0.13", 130), ("6.5", 65), ("0", 0), ("0%", 0), ("1%", 10), ("９％", 90)],
)
def test_tax_rates_as_people_write_them(text: str, permille: int) -> None:
    read = lines_of_rows(rows=[(1, {"name": "水泵", "price": "1", "tax": text})])
    assert read.lines[0].tax_permille == permille


def test_a_row_is_read_exactly_and_blank_rows_are_passed_over() -> None:
    row = {
        "item_code": "P-1",
        "name": "水泵",
        "specification": "DN50",
        "unit": "台",
        "price": "1,250.123456",
        "tax": "9",
    }
    read = lines_of_rows(rows=[(1, {}), (2, {"tax": "13"}), (3, row)])
    assert read.lines == (PriceLine("水泵", 1_250_123_456, "P-1", "DN50", "台", 90),)
    assert read.faults == ()


def test_every_fault_is_named_with_its_row() -> None:
    rows = [
        (2, {"name": "水泵", "price": "免费"}),
        (3, {"price": "1"}),
        (4, {"name": "阀门", "price": "1", "tax": "十三"}),
    ]
    assert lines_of_rows(rows=rows).faults == (
        Fault("PRICES_PRICE_UNREADABLE", 2, "免费"),
        Fault("PRICES_LINE_UNNAMED", 3),
        Fault("PRICES_TAX_UNREADABLE", 4, "十三"),
    )


@pytest.mark.parametrize("permille", [0, 10, 65, 130, 1_000])
def test_a_rate_is_written_as_it_is_read(permille: int) -> None:
    text = permille_text(permille=permille)
    assert (
        lines_of_rows(rows=[(1, {"name": "水泵", "price": "1", "tax": f"{text}%"})]).lines[0].tax_permille == permille
    )
