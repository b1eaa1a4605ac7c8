"""Given what a payer wrote, when it is read, then runs of letters and digits, counts and words of other business are seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.references import reference_reader

POLICY = MatchPolicy()
READER = reference_reader(not_trade_words=POLICY.not_trade_words, not_trade_latin=POLICY.not_trade_latin)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("货款 INV-202601-00040017", (("INV", "202601", "00040017"),)),
        ("INV-1,INV-2；INV-3、INV-4", (("INV", "1"), ("INV", "2"), ("INV", "3"), ("INV", "4"))),
        ("合同款/INV-2/转账", (("INV", "2"),)),
        ("货款12,345.67元", ()),
        ("货款￥1,000", ()),
        ("RMB 1000 INV-7", (("INV", "7"),)),
        ("2026年3月货款", ()),
        ("3月20日", ()),
        ("３月货款ＡＢ１", (("AB1",),)),
        ("谢谢", ()),
        ("", ()),
    ],
)
def test_runs(text, runs):
    assert READER.read(text=text).runs == runs


@pytest.mark.parametrize(
    ("text", "total", "more"),
    [
        ("INV-1等3笔", 3, 0),
        ("INV-1 等十二张发票", 12, 0),
        ("共二十笔", 20, 0),
        ("两笔货款", 2, 0),
        ("3笔", 3, 0),
        ("4 invoices", 4, 0),
        ("INV-1 and 2 others", 0, 2),
        ("INV-1 + 2 more", 0, 2),
        ("INV-1等", 0, 0),
        ("INV-13笔记本", 0, 0),
        ("货款", 0, 0),
    ],
)
def test_counts(text, total, more):
    found = READER.read(text=text)
    assert (found.total, found.more) == (total, more)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("结息", "结息"),
        ("INV-1 退款", "退款"),
        ("Refund INV-1", "REFUND"),
        ("interest 2026", "INTEREST"),
        ("Interesting Ltd", ""),
        ("货款", ""),
        ("tax invoice 12", ""),
    ],
)
def test_words_of_other_business(text, word):
    assert READER.read(text=text).not_trade == word


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    found = READER.read(text=text)
    assert all(atom.isascii() and atom.isalnum() for run in found.runs for atom in run)
    assert found.total >= 0
    assert found.more >= 0
