"""What is taken off a cell, and what is never touched."""

import pytest

from huikuan.integrations.table_files.cells import clean_cell, clean_header, identifier_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("  甲公司\t", "甲公司"),
        ("\ufeff客户", "客户"),
        ("\u200b甲\u200b乙\u200b", "甲乙"),
        ("甲\u202e公司", "甲公司"),
        ("a\u200db", "a\u200db"),
        ("\u202eF001\u202c", "F001"),
        ("\u00a0甲\u3000", "甲"),
        ("a\u2028b", "a\u2028b"),
        ("a\nb\n", "a\nb"),
        ('="00123"', "00123"),
        ('=""', ""),
        ("=1+1", "=1+1"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("'=1+1", "=1+1"),
        ("'+86 10 123", "+86 10 123"),
        ("'-5", "-5"),
        ("'@SUM(A1)", "@SUM(A1)"),
        ("'＝1", "＝1"),
        ("'00123", "00123"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("１２３", "１２３"),
    ],
)
def test_clean_cell(text, cleaned):
    assert clean_cell(text=text) == cleaned


def test_clean_header():
    assert clean_header(text=" 应收\n 金额 ") == "应收 金额"


@pytest.mark.parametrize(
    ("text", "identifier"),
    [("1930659387.0", "1930659387"), ("0012", "0012"), ("1.0", "1.0"), ("12.50", "12.50"), (" INV-1 ", "INV-1")],
)
def test_identifiers_lose_the_fraction_programs_add(text, identifier):
    assert identifier_text(text=text) == identifier
