"""Each bank's layout in every encoding, separator and container it comes in: every row accounted for, and the balance ties."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest

from huikuan.integrations.bank_files.layouts import GENERIC, LAYOUTS, Source
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile
from huikuan.integrations.bank_files.to_receipts import statement_drafts
from huikuan.receipts.rules import counts_of_lines, fresh_lines
from tests.integrations.bank_files.banks import BANKS, Bank
from tests.integrations.bank_files.test_layouts import MADE
from tests.integrations.table_files.workbooks import xls, xlsx

WIDEST = 20
DAY = re.compile(r".*(?:20\d\d[-/]?\d\d[-/]?\d\d|\d\d/\d\d/20\d\d)")


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


def tabs(rows: list[list[str]]) -> str:
    """As banks write tabs: no quotes, and a title line has its blank cells."""
    return "\n".join("\t".join([*row, *[""] * (WIDEST - len(row))]) for row in rows)


def page(rows: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><table>{body}</table></body></html>"


CONTAINERS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "utf-8": lambda rows: text(rows).encode(),
    "utf-8 with a mark": lambda rows: text(rows).encode("utf-8-sig"),
    "gb18030": lambda rows: text(rows).encode("gb18030"),
    "tabs in utf-16": lambda rows: tabs(rows).encode("utf-16"),
    "semicolons": lambda rows: text(rows, ";").encode(),
    "xlsx": lambda rows: xlsx(rows),
    "xls": lambda rows: xls(rows),
    "a page called xls": lambda rows: page(rows).encode(),
}


def read(content: bytes) -> StatementFile:
    found = read_statement(content=content, filename="流水.csv")
    assert isinstance(found, StatementFile), found
    return found


@pytest.mark.parametrize("name", BANKS)
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_bank_gives_its_rows_in_every_container(name: str, container: str) -> None:
    bank = BANKS[name]
    found = read(CONTAINERS[container](bank.rows))
    assert found.format == bank.format
    assert [
        (
            one.currency,
            one.direction_proof,
            one.opening_minor,
            one.closing_minor,
            [
                (line.booked_on.isoformat(), line.amount_minor, line.bank_txn_id, line.counterparty_name)
                for line in one.lines
            ],
        )
        for one in found.statements
    ] == bank.statements
    assert [one.rejected for one in found.statements] == [()] * len(bank.statements)


@pytest.mark.parametrize("name", BANKS)
def test_every_row_is_accepted_known_or_rejected_and_the_balance_ties(name: str) -> None:
    """Given the file twice and one row nobody can read; then read = accepted + known + rejected + skipped, and it ties."""
    bank = BANKS[name]
    found = read(text(bank.rows).encode())
    assert (found.rows_read, len(found.skipped)) == (found.rows_accounted, bank.skipped)
    drafts = statement_drafts(file=found)
    first = fresh_lines(statements=drafts, known=[])
    again = fresh_lines(statements=drafts, known=[line.line_key for one in first for line in one])
    for taken, accepted in ((first, sum(len(one.lines) for one in drafts)), (again, 0)):
        counts = counts_of_lines(statements=drafts, fresh=taken)
        assert (counts.read, counts.accepted) == (counts.accepted + counts.duplicate, accepted)
    for one in found.statements:
        if one.direction_proof == "balance":
            assert one.opening_minor is not None
            assert one.opening_minor + sum(line.amount_minor for line in one.lines) == one.closing_minor
    spoilt = [[*row] for row in bank.rows]
    last = max(place for place, row in enumerate(spoilt) if DAY.match(" ".join(row[:4])))
    spoilt[last] = [
        "abc" if cell.replace(",", "").replace(".", "").lstrip("+-").isdigit() else cell for cell in spoilt[last]
    ]
    damaged = read_statement(content=text(spoilt).encode(), filename="流水.csv")
    if isinstance(damaged, StatementFile):
        assert damaged.rows_read == damaged.rows_accounted == found.rows_read
        assert sum(len(one.rejected) for one in damaged.statements) == 1


@pytest.mark.parametrize("name", [name for name, bank in BANKS.items() if bank.statements[0][1] == "balance"])
def test_a_fen_more_refuses_the_file(name: str) -> None:
    """The balance is looked at: with one amount a fen off, nothing of the file is taken."""
    bank = BANKS[name]
    minor = bank.statements[0][4][-1][1]  # that of the first line only moves the opening balance
    shown = f"{abs(minor) // 100}.{abs(minor) % 100:02d}"
    wrong = f"{(abs(minor) + 1) // 100}.{(abs(minor) + 1) % 100:02d}"
    rows = [[_replaced(cell, shown, wrong) for cell in row] for row in bank.rows]
    assert rows != bank.rows
    assert isinstance(read_statement(content=text(rows).encode(), filename="流水.csv"), FileFault)


def _replaced(cell: str, shown: str, wrong: str) -> str:
    plain = cell.replace(",", "")
    return plain.replace(shown, wrong) if plain.lstrip("+-") == shown else cell


def test_every_layout_says_where_and_when_it_was_seen_and_is_tried() -> None:
    assert [one.name for one in LAYOUTS if one.seen_on is None or one.source is Source.NOWHERE] == []
    assert GENERIC.seen_on is None
    tried = {one.format for one in BANKS.values()} | {one.format for one in MADE.values()} | {"cn.wallet"}
    assert {one.name for one in LAYOUTS} - tried == set()


def test_what_a_card_spent_is_money_out_only_where_the_bill_says_so() -> None:
    """The same columns without the card's own names: an amount without a minus came in."""
    bank: Bank = BANKS["cgb, a card: what is spent has no minus"]
    renamed = [[cell.replace("入账货币", "币种").replace("交易货币", "说明") for cell in row] for row in bank.rows]
    found = read(text(renamed).encode())
    assert found.format == "cn.generic"
    assert [line.amount_minor for line in found.statements[0].lines] == [
        -minor for _, minor, _, _ in bank.statements[0][4]
    ]
