"""Given a document of several instalments under one number, when a line names it, then the right ones are paid."""

from datetime import date

import pytest

from huikuan.receipts.matching.records import Decision, OpenItem
from tests.receipts.matching.small_books import RUIHENG, decide, line, shares

NAME = "杭州瑞恒机电有限公司"
PARTS = [
    OpenItem(1, "HT-2026-000123", RUIHENG, 300_000, "CNY", date(2026, 1, 5), date(2026, 4, 30)),
    OpenItem(2, "HT-2026-000123", RUIHENG, 300_000, "CNY", date(2026, 1, 5), date(2026, 2, 28)),
    OpenItem(3, "HT-2026-000123", RUIHENG, 412_345, "CNY", date(2026, 1, 5), date(2026, 6, 30)),
]


@pytest.mark.parametrize(
    ("minor", "text", "paid"),
    [
        (300_000, "HT-2026-000123", {2: 300_000}),  # of equal ones the oldest
        (300_000, "货款", {2: 300_000}),
        (412_345, "HT-2026-000123", {3: 412_345}),
        (600_000, "HT-2026-000123", {1: 300_000, 2: 300_000}),
        (1_012_345, "HT-2026-000123", {1: 300_000, 2: 300_000, 3: 412_345}),
        (200_000, "HT-2026-000123", {2: 200_000}),
        (500_000, "HT-2026-000123", {1: 200_000, 2: 300_000}),
    ],
)
def test_instalments_of_one_number(minor, text, paid):
    (outcome,) = decide(line(minor=minor, name=NAME, text=text), items=PARTS)
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, paid)


def test_two_documents_of_which_one_has_instalments():
    items = [*PARTS, OpenItem(4, "HT-2026-000999", RUIHENG, 55_555, "CNY", date(2026, 2, 5))]
    text = "HT-2026-000123,HT-2026-000999"
    (outcome,) = decide(line(minor=355_555, name=NAME, text=text), items=items)
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {2: 300_000, 4: 55_555})
    (outcome,) = decide(line(minor=1_067_900 - 2_000, name=NAME, text=text), items=items)
    assert shares(outcome) == {1: 300_000, 2: 300_000, 3: 410_345, 4: 55_555}


def test_the_same_number_at_two_customers_is_decided_by_the_payer():
    items = [OpenItem(1, "2026-000123", 1, 300_000, "CNY"), OpenItem(2, "2026-000123", 2, 300_000, "CNY")]
    (outcome,) = decide(line(minor=300_000, name=NAME, text="2026-000123"), items=items)
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {1: 300_000})
    (outcome,) = decide(line(minor=300_000, text="2026-000123"), items=items)
    assert outcome.decision is Decision.PROPOSED
