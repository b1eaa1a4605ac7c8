"""Columns whose amounts are written in two ways."""

from __future__ import annotations

import pytest

from huikuan.imports.number_formats import MixedFormat, mixed_formats
from huikuan.imports.tables import table_of_rows
from huikuan.receivables.invoice_fields import Field


@pytest.mark.parametrize(
    ("texts", "mixed"),
    [
        (["5", "1,234.56", "1.234,56"], ((3, "1,234.56"), (4, "1.234,56"))),
        (["1,23", "7.5", "8.25"], ((3, "7.5"), (2, "1,23"))),
        (["1234.56", " 1,23 "], ((2, "1234.56"), (3, "1,23"))),
        (["1,234", "1.234,56"], None),
        (["1,234", "1,234.56", "7"], None),
        (["1,23", "1.234,56"], None),
        (["", "x", "12", "-"], None),
    ],
)
def test_both_decimal_marks_in_one_column(
    texts: list[str], mixed: tuple[tuple[int, str], tuple[int, str]] | None
) -> None:
    lines = range(2, 2 + len(texts))
    rows = [[text, "1,5"] for text in texts]
    table = table_of_rows(file_name="x", sha256="", header=("金额", "数量"), rows=rows, lines=list(lines))
    expected = () if mixed is None else (MixedFormat("金额", *mixed[0], *mixed[1]),)
    assert mixed_formats(table=table, columns={Field.AMOUNT: 0}) == expected
