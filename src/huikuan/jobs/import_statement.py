"""From a statement file to receipts: keep the bytes, read them in the sandbox, hand the lines to the room."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.imports.rules import Rejection
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.limited import read_statement_limited
from huikuan.integrations.bank_files.records import FileFault, RowFault, Statement, StatementFile
from huikuan.integrations.bank_files.to_receipts import statement_drafts
from huikuan.jobs.own_layouts import own_layouts
from huikuan.jobs.statement_choice import LeftOut, statements_of_account
from huikuan.jobs.statement_ties import Balances, balances_of
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_amounts import format_amount
from huikuan.receipts.operations.statements import StatementSource
from huikuan.receipts.operations.wallets import settle_sure_days
from huikuan.receipts.queries.bank_accounts import BankAccountRow, new_lines
from huikuan.receipts.rules import LineCounts, StatementDraft, counts_of_lines
from huikuan.receipts.wallet_rules import MERCHANT_KINDS


@dataclass(frozen=True, slots=True)
class StatementOrder:
    """A statement file for one of our bank accounts; `name` is how the file was called."""

    bank_account: BankAccountRow
    content: bytes
    name: str
    check_balances: bool = True
    layout: str = ""
    """The one saved layout to read it by; empty lets the column names choose."""


@dataclass(frozen=True, slots=True)
class StatementPreview:
    """What a statement file holds for one account, before anything is written: rows = lines + rejected.

    `file` is the whole file, `statements` those of it that are taken, `drafts` the same for the receipts room and `counts`
    which of their lines are new; `left_out` are its other accounts, each row of which is among the rejected ones. Footers
    are apart.
    """

    name: str
    sha256: str
    file: StatementFile
    statements: tuple[Statement, ...]
    drafts: tuple[StatementDraft, ...]
    counts: LineCounts
    rejected: tuple[RowFault, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def balances(self) -> Balances:
        """Opening and closing balance of what is taken, and whether the lines lead from one to the other."""
        return balances_of(statements=self.statements)

    @property
    def differing_totals(self) -> tuple[RowFault, ...]:
        """Totals and counts that the file states and its lines do not give."""
        return tuple(note for note in self.file.notes if note.code == FaultCode.TOTALS_DIFFER)

    @property
    def read(self) -> int:
        """Rows that are movements: lines and rejected ones."""
        return self.counts.read + len(self.rejected)


@dataclass(frozen=True, slots=True)
class StatementGap:
    """Statements before `day` are missing: what we have closes on `last_day` at `expected`, this opens with `found`.

    Minor units of `currency`; days as YYYY-MM-DD.
    """

    expected: int
    found: int
    currency: str
    last_day: str
    day: str

    @property
    def parameters(self) -> dict[str, str]:
        """What the sentence STATEMENT_GAP says: days, currency, both balances written out."""
        return {
            "last_day": self.last_day,
            "day": self.day,
            "currency": self.currency,
            "expected": format_amount(minor=self.expected, currency=self.currency),
            "found": format_amount(minor=self.found, currency=self.currency),
        }


@dataclass(frozen=True, slots=True)
class StatementImported:
    """Outcome of an import: read = accepted + duplicate + rejected; totals are minor units of accepted lines."""

    preview: StatementPreview
    accepted: int
    duplicate: int
    totals: dict[str, int]
    receipt_ids: tuple[int, ...]
    gaps: tuple[StatementGap, ...]
    batch_id: int
    settled: int = 0
    """Bank lines that were taken as payouts of a provider by themselves."""


def statement_file_of(*, order: StatementOrder) -> StatementFile:
    """Read a statement file in the sandbox, all its accounts. Raises Refused STATEMENT_… with the line concerned,
    LAYOUT_UNKNOWN where a layout is named that nobody saved.
    """
    if order.layout and not own_layouts(only=order.layout):
        raise Refused("LAYOUT_UNKNOWN", name=order.layout)
    found = read_statement_limited(
        content=order.content,
        filename=order.name,
        account=order.bank_account.number,
        currency=order.bank_account.currency,
        check_balances=order.check_balances,
        layouts=own_layouts(only=order.layout),
    )
    if isinstance(found, FileFault):
        raise refusal_of(fault=found, file=order.name)
    return found


def preview_statement(*, actor: Actor, order: StatementOrder) -> StatementPreview:
    """What would be taken of a statement file into its account, what is there already, and what would not be taken.

    Raises Refused as `statement_file_of` and `statement_choice.statements_of_account`.
    """
    found = statement_file_of(order=order)
    choice = statements_of_account(file=found, account=order.bank_account, name=order.name)
    pending = [
        RowFault(line.position, "", line.reference[:80], "ROW_PENDING")
        for one in choice.statements
        for line in one.pending
    ]
    unread = [fault for one in choice.statements for fault in one.rejected]
    rejected = (*unread, *pending, *choice.rejected)
    sha256 = hashlib.sha256(order.content).hexdigest()
    drafts = statement_drafts(file=replace(found, statements=choice.statements))
    fresh = new_lines(actor=actor, bank_account_id=order.bank_account.id, statements=drafts)
    counts = counts_of_lines(statements=drafts, fresh=fresh)
    preview = StatementPreview(order.name, sha256, found, choice.statements, drafts, counts, rejected, choice.left_out)
    _refuse_other_totals(order, preview)
    return preview


def _refuse_other_totals(order: StatementOrder, preview: StatementPreview) -> None:
    """The days of a merchant account must be whole: a bill whose totals its lines do not give is refused."""
    if order.bank_account.kind not in MERCHANT_KINDS or not order.check_balances:
        return
    for note in preview.differing_totals:
        raise Refused("STATEMENT_TOTALS_DIFFER", file=order.name, line=note.line, **dict(note.params))


def import_statement_file(*, actor: Actor, now: datetime, key: str, order: StatementOrder) -> StatementImported:
    """Take a statement file into its bank account, all or nothing; the bytes are kept first.

    What is surely a payment provider's payout is settled at once, by the system and not by whoever imports.

    Raises NotPermitted, Refused STATEMENT_… of the reader, and what `receipts.operations.statements` raises.
    """
    refuse_without_verb(actor=actor, verb=Verb.IMPORT)
    preview = preview_statement(actor=actor, order=order)
    write_file(content=order.content)
    done = import_statement(
        actor=actor,
        now=now,
        key=key,
        bank_account_id=order.bank_account.id,
        source=StatementSource(preview.sha256, preview.drafts, preview.name),
        rejected=[rejection_of(fault=fault, file=preview.name) for fault in preview.rejected],
    )
    settled = settle_sure_days(actor=SYSTEM, now=now, company_id=order.bank_account.company_id)
    return StatementImported(
        preview,
        done["accepted"],
        done["duplicate"],
        done["totals"],
        tuple(done["receipt_ids"]),
        tuple(StatementGap(**gap) for gap in done["gaps"]),
        done["batch_id"],
        settled,
    )


def rejection_of(*, fault: RowFault, file: str) -> Rejection:
    """A row the reader refused, as it is kept with the import; its code has the mark STATEMENT_ where it is worded."""
    return Rejection(file, fault.line, fault.column, fault.value, fault.code, dict(fault.params))


def refusal_of(*, fault: FileFault, file: str) -> Refused:
    """The refusal of a whole statement file: code of the reader with the mark STATEMENT_, its line and details."""
    line = {} if fault.line is None else {"line": fault.line}
    code = _OF_WHOLE_FILES.get(fault.code, f"STATEMENT_{fault.code}")
    return Refused(code, **{"file": file, **line, **dict(fault.params)})


_OF_WHOLE_FILES = {"UNKNOWN_CURRENCY": "STATEMENT_UNKNOWN_CURRENCY_IN_FILE"}
"""Codes that rows have too, with another sentence."""
