"""PURE: what an import may be asked for, what a file says about itself, and how its rows are counted (TRUST I1–I5)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.currencies import parse_currency
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_amounts import NumberFormat, NumberFormatEvidence
from huikuan.kernel.text_dates import DateOrder, DateOrderEvidence
from huikuan.kernel.text_faults import TextFault
from huikuan.kernel.text_normal import narrow
from huikuan.ledger.rules import DAYS_AHEAD
from huikuan.receivables.invoice_fields import Field, RowError, RowSettings


class ImportKind(StrEnum):
    """What a file is imported as."""

    INVOICES = "INVOICES"
    RECEIVABLES = "RECEIVABLES"
    LEDGER = "LEDGER"
    STATEMENT = "STATEMENT"
    CUSTOMERS = "CUSTOMERS"
    PEOPLE = "PEOPLE"
    ORDERS = "ORDERS"
    DELIVERIES = "DELIVERIES"
    ACCEPTANCES = "ACCEPTANCES"


CREDIT = "CREDIT_"
"""What stands before a rule of credit control among the warnings of an import; these count customers, not rows."""


class ImportStatus(StrEnum):
    """What an import left behind."""

    APPLIED = "APPLIED"
    NOTHING_NEW = "NOTHING_NEW"


class RejectionCode(StrEnum):
    """Why a row that can be read is not taken; faults of reading keep their own codes."""

    SHIFTED_ROW = "SHIFTED_ROW"
    NUMBER_TAKEN_WITH_OTHER_CONTENT = "NUMBER_TAKEN_WITH_OTHER_CONTENT"
    CUSTOMER_AMBIGUOUS = "CUSTOMER_AMBIGUOUS"
    SETTLED_SINCE = "SETTLED_SINCE"
    PERIOD_CLOSED = "PERIOD_CLOSED"
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"
    MORE_THAN_INVOICED = "MORE_THAN_INVOICED"
    MORE_THAN_RECEIVED = "MORE_THAN_RECEIVED"
    THIRD_PARTY_UNAUTHORISED = "THIRD_PARTY_UNAUTHORISED"
    CURRENCIES_DIFFER = "CURRENCIES_DIFFER"
    REPEATED_ID = "REPEATED_ID"
    KNOWN_WITH_OTHER_CONTENT = "KNOWN_WITH_OTHER_CONTENT"
    CUSTOMER_UNKNOWN = "CUSTOMER_UNKNOWN"
    GROUP_UNKNOWN = "GROUP_UNKNOWN"
    GROUP_CYCLE = "GROUP_CYCLE"
    CONTRACT_BILLS_ITSELF = "CONTRACT_BILLS_ITSELF"
    PAPER_INCOMPLETE = "PAPER_INCOMPLETE"
    PAPER_DIFFERS = "PAPER_DIFFERS"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is not taken: where it stands, the column and text at fault, a stable code and its parameters."""

    file: str
    line: int
    column: str
    value: str
    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about a file; None or empty where the file itself decides. `mapping` is field → header."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    number_format: NumberFormat | None = None
    currency: str | None = None
    round_amounts: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is anything to remember for the next file of this layout (rounding is asked for each time)."""
        return bool(self.mapping or self.date_order or self.number_format or self.currency)


@dataclass(frozen=True, slots=True)
class Guess:
    """Which column seems to be which field, where two fit equally, and what the amounts seem to count in."""

    columns: Mapping[Field, int]
    ambiguous: Mapping[Field, tuple[int, ...]] = field(default_factory=dict)
    amount_power: int = 0
    minor_units: bool = False
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file will be read: which column means what, and what holds for all its rows."""

    columns: Mapping[Field, int]
    date_order: DateOrder | None
    number_format: NumberFormat | None
    currency: str
    currency_from: str
    amount_power: int
    minor_units: bool
    numbers_were_floats: bool
    round_amounts: bool
    unused_amounts: tuple[str, ...] = ()
    """Columns that hold amounts and are read as nothing."""
    mixed_formats: tuple[Mapping[str, str | int], ...] = ()
    """Columns with both decimal marks: `column`, and the first `point` and `comma` with their lines."""

    def settings(self, *, today: date) -> RowSettings:
        """The settings of its rows on `today`."""
        return RowSettings(
            currency=self.currency,
            latest_day=today + timedelta(days=DAYS_AHEAD),
            date_order=self.date_order,
            number_format=self.number_format,
            amount_power=self.amount_power,
            minor_units=self.minor_units,
            numbers_were_floats=self.numbers_were_floats,
            round_amounts=self.round_amounts,
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """Every row of a file in exactly one class, amounts in minor units per currency (TRUST I4).

    `rejected_minor` holds what could be read of the refused rows.
    """

    accepted: int
    duplicate: int
    rejected: tuple[Rejection, ...]
    accepted_minor: Mapping[str, int]
    duplicate_minor: Mapping[str, int]
    rejected_minor: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    unused_amounts: tuple[str, ...] = ()
    mixed_formats: tuple[Mapping[str, str | int], ...] = ()

    @property
    def read(self) -> int:
        """Rows read: accepted, duplicate and rejected ones."""
        return self.accepted + self.duplicate + len(self.rejected)


_CUSTOMER_FIELDS = (Field.CUSTOMER_CODE, Field.CUSTOMER_NAME, Field.TAX_CODE)
_DOCUMENT_FIELDS = (Field.NUMBER, Field.ISSUE_DATE, Field.DUE_DATE, Field.TERMS, Field.CURRENCY, Field.AMOUNT)
_WORD_FIELDS = (Field.SALESPERSON, Field.CUSTOMER_CLASS, Field.CONTRACT, Field.NOTE)
FIELDS: Mapping[ImportKind, tuple[Field, ...]] = {
    ImportKind.INVOICES: (*_CUSTOMER_FIELDS, *_DOCUMENT_FIELDS, Field.SETTLED_DATE, *_WORD_FIELDS),
    ImportKind.RECEIVABLES: (*_CUSTOMER_FIELDS, *_DOCUMENT_FIELDS, Field.OPEN, *_WORD_FIELDS),
}
"""The fields a column may be mapped to, by kind of import."""

_FLOATED_INTEGER = re.compile(r"[0-9]+\.0")


def header_signature(*, header: Sequence[str]) -> str:
    """Hash of the headers in order: two exports of one program share it, so that a mapping is asked for once."""
    return hashlib.sha256("\x1f".join(narrow(text=name).lower() for name in header).encode()).hexdigest()


def columns_of(*, kind: ImportKind, guess: Guess, header: Sequence[str]) -> dict[Field, int]:
    """The column of each field that this kind of import takes; a lone open amount is the amount too.

    Raises Refused COLUMN_REPEATED (two columns fit a field equally, or share the header), COLUMNS_MISSING.
    """
    columns = {name: index for name, index in guess.columns.items() if name in FIELDS[kind]}
    names = Counter(narrow(text=text).lower() for text in header)
    for index in columns.values():
        if names[narrow(text=header[index]).lower()] > 1:
            raise Refused("COLUMN_REPEATED", column=header[index], field="")
    if Field.OPEN in columns and not (Field.AMOUNT in columns or Field.AMOUNT in guess.ambiguous):
        columns[Field.AMOUNT] = columns[Field.OPEN]
    missing = _missing(columns)
    for name, found in guess.ambiguous.items():
        undecided = name is Field.OPEN and name in FIELDS[kind] and name not in columns
        if undecided or any(name.value in group.split("|") for group in missing):
            raise Refused("COLUMN_REPEATED", column=", ".join(header[index] for index in found), field=name.value)
    if missing:
        raise Refused("COLUMNS_MISSING", fields=", ".join(missing), found=", ".join(header)[:300])
    return columns


def date_order_of(*, evidence: DateOrderEvidence, chosen: DateOrder | None) -> DateOrder | None:
    """The order for the whole file, None where the file does not say: then only unmistakable days are read."""
    if chosen is not None:
        return chosen
    return None if evidence.verdict is DateOrder.AMBIGUOUS else evidence.verdict


def number_format_of(*, evidence: NumberFormatEvidence, chosen: NumberFormat | None) -> NumberFormat | None:
    """The decimal mark for the whole file, None where the file contradicts itself or does not say."""
    if chosen is not None:
        return chosen
    return None if evidence.verdict is NumberFormat.AMBIGUOUS else evidence.verdict


def currency_of(*, stated: str | None, chosen: str | None, company_currency: str) -> tuple[str, str]:
    """The currency of rows that name none, and who says so: `option`, `header` (converted_usd, 金额(美元)) or `company`.

    Raises Refused CURRENCY_UNKNOWN.
    """
    if chosen is not None:
        code = parse_currency(text=chosen)
        if isinstance(code, TextFault):
            raise Refused("CURRENCY_UNKNOWN", currency=chosen[:20])
        return code, "option"
    return (stated, "header") if stated else (company_currency, "company")


def were_floats(*, numbers: Iterable[str]) -> bool:
    """Whether a column of document numbers went through a program that made fractions of them: every one ends in .0."""
    seen = False
    for number in numbers:
        if number and not _FLOATED_INTEGER.fullmatch(number):
            return False
        seen = seen or bool(number)
    return seen


def rejection_of(*, error: RowError, file: str, header: Sequence[str], columns: Mapping[Field, int]) -> Rejection:
    """The rejection of a row, naming the column by the file's own header."""
    index = columns.get(Field(error.column))
    name = error.column if index is None else header[index]
    return Rejection(file, error.line, name, error.value, error.code)


def total_of(*, parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Sums per currency of several sums per currency, in order of currency."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return dict(sorted(total.items()))


def _missing(columns: Mapping[Field, int]) -> list[str]:
    groups = ((Field.NUMBER,), (Field.AMOUNT,), _CUSTOMER_FIELDS, (Field.ISSUE_DATE, Field.DUE_DATE))
    return ["|".join(name.value for name in group) for group in groups if not any(name in columns for name in group)]
