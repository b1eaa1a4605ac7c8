"""What a statement file says, as frozen records: statements, their lines, and what could not be read and where.

Amounts are integer minor units, positive when money came in to us. Moments are the bank's wall clock as printed, without
a zone. Every record can be pickled, so a file may be read in a child process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.integrations.bank_files.fault_codes import FaultCode, sentence
from huikuan.receipts.wallet_rules import WalletPart

Params = tuple[tuple[str, str | int], ...]

SHOWN_CHARACTERS = 80

PROVED = "balance"
"""Every line follows from the balance before it, or opening + Σ lines = closing was checked."""
PARTLY_PROVED = "partial"
"""As PROVED, but some lines stand alone between rejected rows."""
NOT_PROVED = "none"
"""The file states no balance to prove the direction with: it comes from words, signs or indicators."""
IGNORED = "ignored"
"""The balances contradict the lines and the caller asked to read the file all the same."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why one row was rejected, skipped or remarked on; `line` is the line, sheet row or XML line in the file."""

    line: int
    column: str
    value: str
    code: str
    params: Params = ()

    @property
    def message(self) -> str:
        """The fault as an English sentence; the top floor words it in the user's language from code and params."""
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        shown = f" ({self.value})" if self.value else ""
        return f"{place}: {sentence(code=self.code, params=dict(self.params))}{shown}"


@dataclass(frozen=True, slots=True)
class FileFault:
    """Why the whole file was refused: nothing of it may be imported."""

    code: str
    params: Params = ()
    line: int | None = None

    @property
    def message(self) -> str:
        """The fault as an English sentence; the top floor words it in the user's language from code and params."""
        place = "" if self.line is None else f"line {self.line}: "
        return place + sentence(code=self.code, params=dict(self.params))


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement on the account; `raw` keeps every filled cell as (header, value) in the file's own words."""

    position: int
    bank_txn_id: str
    booked_on: date
    value_date: date | None
    booked_at: datetime | None
    amount_minor: int
    currency: str
    balance_minor: int | None
    counterparty_name: str
    counterparty_account: str
    counterparty_bank: str
    reference: str
    purpose: str
    is_reversal: bool
    occurrence: int
    raw: tuple[tuple[str, str], ...]
    wallet: WalletPart | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of one account in one currency, oldest first, with the balances the file states or proves.

    `pending` holds entries the bank has announced and not booked: they are no money yet. `line` is where the statement
    begins in the file; 0 in a table, whose rows say where they stand.
    """

    account: str
    currency: str
    opening_minor: int | None
    closing_minor: int | None
    lines: tuple[StatementLine, ...]
    rejected: tuple[RowFault, ...]
    direction_proof: str
    pending: tuple[StatementLine, ...] = ()
    statement_id: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A file that was read: rows_read = lines + pending + rejected + skipped, over all its statements.

    `skipped` names every row that is no movement (totals, footers, closed orders); `notes` are remarks for a person.
    """

    format: str
    statements: tuple[Statement, ...]
    rows_read: int
    skipped: tuple[RowFault, ...] = ()
    notes: tuple[RowFault, ...] = ()

    @property
    def rows_accounted(self) -> int:
        """How many rows have a place in this record; always equal to `rows_read`."""
        held = sum(len(one.lines) + len(one.pending) + len(one.rejected) for one in self.statements)
        return held + len(self.skipped)


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What a file may cost: more than this is refused with a named fault."""

    max_bytes: int = 20_000_000
    max_lines: int = 200_000
    max_columns: int = 300
    max_cell_characters: int = 32_767
    max_xml_depth: int = 64
    max_sheets: int = 20


def row_fault(*, line: int, code: FaultCode | str, column: str = "", value: str = "", **params: str | int) -> RowFault:
    """Return a row fault whose value is short enough to show."""
    return RowFault(line=line, column=column, value=_shown(value), code=str(code), params=tuple(params.items()))


def file_fault(*, code: FaultCode | str, line: int | None = None, **params: str | int) -> FileFault:
    """Return a file fault whose texts are short enough to show."""
    shown = {name: _shown(value) if isinstance(value, str) else value for name, value in params.items()}
    return FileFault(code=str(code), params=tuple(shown.items()), line=line)


def _shown(value: str) -> str:
    return value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + "…"
