"""Credit codes and capital amounts gathered from other people's programs and from the issuing authorities."""

import csv
from decimal import Decimal

import pytest

from huikuan.kernel.amount_words import CapitalStyle, capitals, parse_capitals
from huikuan.kernel.identity import CreditCode, parse_credit_code
from huikuan.kernel.text_amounts import TextFault, parse_amount
from tests.real.shared_data import sample

pytestmark = pytest.mark.real


def _rows(name):
    with sample("reference", name).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def _style(words):
    """Translate the column that says which spelling a source uses."""
    return CapitalStyle(
        prefix="人民币 prefix" in words or "official" in words,
        yuan="圆" if "圆" in words else "元",
        whole_after_jiao="整 after 角" in words and "no 整 after 角" not in words,
        zero_yuan="keeps 零" in words,
        zero_before_jiao="official" in words,
    )


def test_credit_codes():
    rows = _rows("uscc_vectors_half.csv")
    assert len(rows) > 50
    for row in rows:
        found = parse_credit_code(text=row["input"])
        assert isinstance(found, CreditCode) == (row["valid"] == "1"), row
        if isinstance(found, CreditCode):
            assert found.code == row["expected"]
            assert found.warnings == ()


def test_capital_amounts_are_written_as_each_source_writes_them():
    rows = _rows("rmb_capital_vectors_half.csv")
    assert len(rows) > 50
    for row in rows:
        minor = _minor(row["amount"])
        assert capitals(minor=minor, style=_style(row["style"])) in row["expected"].split("|"), row


def test_every_spelling_is_read():
    for row in _rows("rmb_capital_vectors_half.csv"):
        for words in row["expected"].split("|"):
            assert parse_capitals(text=words) == _minor(row["amount"]), row


def test_figures_and_words_of_a_vector_are_the_same_amount():
    for row in _rows("rmb_capital_vectors_half.csv"):
        figures = parse_amount(text=row["amount"])
        if isinstance(figures, TextFault):
            assert figures.code == "OUT_OF_RANGE"
            continue
        assert figures == _minor(row["amount"]) == parse_amount(text=row["expected"].split("|")[0])


def _minor(amount):
    return int(Decimal(amount.replace(",", "")) * 100)
