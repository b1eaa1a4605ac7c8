"""A statement file as what the receipts room takes in."""

from pathlib import Path

from huikuan.integrations.bank_files.keys import line_keys
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import StatementFile
from huikuan.integrations.bank_files.to_receipts import statement_drafts

SAMPLES = Path(__file__).parent / "samples"


def test_drafts_carry_keys_balances_and_proof():
    file = read_statement(content=(SAMPLES / "cn_cmb.csv").read_bytes(), filename="x")
    assert isinstance(file, StatementFile)
    (draft,) = statement_drafts(file=file)
    assert (draft.file_format, draft.currency, draft.direction_proof) == ("cn.cmb", "CNY", "balance")
    assert (draft.opening_minor, draft.closing_minor) == (2_000_000, 2_800_000)
    assert [(line.position, line.amount_minor, line.is_reversal) for line in draft.lines] == [
        (2, 800_000, False),
        (3, 800_000, False),
        (4, -800_000, True),
    ]
    assert tuple(line.line_key for line in draft.lines) == line_keys(account="", lines=file.statements[0].lines)


def test_pending_entries_are_no_drafts():
    file = read_statement(content=(SAMPLES / "camt053.xml").read_bytes(), filename="x")
    assert isinstance(file, StatementFile)
    assert [len(draft.lines) for draft in statement_drafts(file=file)] == [3]
