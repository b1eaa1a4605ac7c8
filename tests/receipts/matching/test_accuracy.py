"""Given invented statements in several number formats and kinds of names, when they are matched, then accuracy has a floor.

A line counts as right only if its set of items is exactly the true one. The floors are what a change may not fall below;
the figures published are measured with `huikuan match try` on larger statements.
"""

from collections import Counter

import pytest

from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.records import Decision
from tests.receipts.matching.invented_statement import FORMATS, invent, strange_lines

PRECISION_PERMILLE, RECALL_PERMILLE = 998, 970


@pytest.mark.parametrize("names", ["city", "plain", "latin"])
@pytest.mark.parametrize("numbers", sorted(FORMATS))
def test_accuracy(numbers, names):
    statement = invent(seed=20_260_630, numbers=numbers, names=names)
    index = MatchIndex.build(items=statement.items, payers=statement.payers)
    outcomes = match_lines(index=index, lines=statement.lines)
    applied = {
        one.line_id: {item for item, _ in one.candidates[0].shares}
        for one in outcomes
        if one.decision is Decision.APPLIED
    }
    assert not applied.keys() & set(strange_lines(statement)), "noise was applied"
    right = Counter(statement.kind[key] for key, items in applied.items() if items == statement.truth[key])
    payable = Counter(statement.kind[key] for key, items in statement.truth.items() if items)
    assert right.total() * 1000 >= PRECISION_PERMILLE * len(applied)
    assert right.total() * 1000 >= RECALL_PERMILLE * payable.total(), (right, payable)
    assert right["exact"] == payable["exact"]
    assert right["account"] * 10 >= payable["account"] * 8
