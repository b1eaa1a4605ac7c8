"""A bank's or wallet's table → statements: find the header, read the rows, prove the direction, tie the totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huikuan.integrations.bank_files.cells import ColumnForms, column_forms, currency_code
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.delimited import Row
from huikuan.integrations.bank_files.directions import are_direction_words
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.headers import Header, recognise
from huikuan.integrations.bank_files.layouts import has_both_sides, layout_of
from huikuan.integrations.bank_files.preamble import Fact, Preamble, account_text, preamble_of, summary_of
from huikuan.integrations.bank_files.records import FileFault, RowFault, Statement, file_fault, row_fault
from huikuan.integrations.bank_files.row_amounts import AmountColumns
from huikuan.integrations.bank_files.row_kinds import RowKind, kind_of
from huikuan.integrations.bank_files.row_reading import Draft, RowContext, draft_of
from huikuan.integrations.bank_files.saved_layouts import SavedLayout
from huikuan.integrations.bank_files.table_proof import proved_statement
from huikuan.integrations.bank_files.totals import total_notes
from huikuan.integrations.bank_files.wallet_parts import fee_notes, read_wallet_part, spread_fees
from huikuan.kernel.text_faults import TextFault

HEADER_WITHIN_ROWS = 200
FORMS_FROM_ROWS = 5000
_FEW_ACCOUNTS = 5
_SKIP_CODES = {
    RowKind.FOOTER: FaultCode.FOOTER_ROW,
    RowKind.HEADER: FaultCode.REPEATED_HEADER,
    RowKind.PREAMBLE: FaultCode.PREAMBLE_ROW,
    RowKind.OPENING: FaultCode.BALANCE_ROW,
    RowKind.CLOSING: FaultCode.BALANCE_ROW,
}


@dataclass(frozen=True, slots=True)
class TableDefaults:
    """What the caller knows and the file may not say."""

    account: str = ""
    currency: str = "CNY"
    check_balances: bool = True
    layouts: tuple[SavedLayout, ...] = ()


@dataclass(frozen=True, slots=True)
class TableResult:
    """A table read."""

    format: str
    statements: tuple[Statement, ...]
    rows_read: int
    skipped: tuple[RowFault, ...]
    notes: tuple[RowFault, ...]


@dataclass(slots=True)
class _Body:
    """The rows below the header, told apart."""

    data: list[tuple[Row, str]] = field(default_factory=list)
    skipped: list[RowFault] = field(default_factory=list)
    tail: list[Row] = field(default_factory=list)
    facts: Preamble = field(default_factory=dict)
    totals: list[Row] = field(default_factory=list)


def header_index(*, rows: Sequence[Row], layouts: Sequence[SavedLayout] = ()) -> int | None:
    """Return where the header row stands, None when the first rows hold none."""
    for index, row in enumerate(rows[:HEADER_WITHIN_ROWS]):
        if recognise(cells=row.cells, layouts=layouts) is not None:
            return index
    return None


def read_table(*, rows: Sequence[Row], header_at: int, defaults: TableDefaults) -> TableResult | FileFault:
    """Return the statements of a table, one per account and currency.

    Faults: DUPLICATE_HEADER, BALANCE_BREAK, UNKNOWN_CURRENCY (of the heading).
    """
    header = recognise(cells=rows[header_at].cells, layouts=defaults.layouts)
    if header is None:
        return file_fault(code=FaultCode.NO_HEADER)
    if header.duplicate:
        return file_fault(code=FaultCode.DUPLICATE_HEADER, line=rows[header_at].line, column=header.duplicate)
    facts = preamble_of(rows=rows[:header_at])
    body = _body(rows[header_at + 1 :], header, facts)
    currency = _stated_currency(facts, defaults)
    if isinstance(currency, FileFault):
        return currency
    context = _context(header, body, currency)
    drafts = _drafts(context, body)
    notes = _judge_balances(drafts)
    statements: list[Statement] = []
    skipped = [*body.skipped, *(draft.fault for draft in drafts if draft.is_skip and draft.fault is not None)]
    groups = _groups(drafts, context, body, defaults.account)
    spread_fees(drafts=drafts)
    for group in groups:
        proved = proved_statement(context=context, drafts=group, facts=body.facts, check=defaults.check_balances)
        if isinstance(proved, FileFault):
            return proved
        statements.append(proved[0])
        notes.extend(proved[1])
    notes.extend(total_notes(context=context, statements=statements, facts=body.facts, totals=body.totals))
    notes.extend(fee_notes(drafts=drafts, facts=body.facts, currency=currency))
    return TableResult(
        format=context.columns.layout.name,
        statements=tuple(statements),
        rows_read=len(rows) - header_at - 1,
        skipped=tuple(sorted(skipped, key=lambda fault: fault.line)),
        notes=tuple(notes),
    )


def drafts_of(*, rows: Sequence[Row], header_at: int, header: Header, currency: str) -> tuple[RowContext, list[Draft]]:
    """The rows below a header as drafts, for a person who is still saying what its columns mean."""
    body = _body(rows[header_at + 1 :], header, preamble_of(rows=rows[:header_at]))
    context = _context(header, body, currency)
    return context, _drafts(context, body)


def _drafts(context: RowContext, body: _Body) -> list[Draft]:
    drafts = [draft_of(context=context, row=row, account=account) for row, account in body.data]
    for draft in drafts:
        draft.fault = draft.fault or read_wallet_part(context=context, draft=draft)
    return drafts


def _body(rows: Sequence[Row], header: Header, facts: Preamble) -> _Body:
    """Tell data rows from totals, footers, repeated headers and the headings of further accounts."""
    body = _Body(facts=facts)
    account = account_text(text=facts["account"].text) if "account" in facts else ""
    in_tail = False
    previous: Row | None = None
    for row in rows:
        kind = kind_of(header=header, row=row, in_tail=in_tail, has_data=bool(body.data))
        if kind is RowKind.DATA and previous is not None and in_tail and summary_of(labels=previous, values=row):
            # Figures under the names of a summary; an amount such as 2000.00 in the first column looks like a day.
            kind = RowKind.FOOTER
        in_tail = kind in (RowKind.FOOTER, RowKind.TOTAL) or (in_tail and kind is not RowKind.DATA)
        if kind is RowKind.DATA:
            body.data.append((row, account))
            previous = None
            continue
        code = _SKIP_CODES.get(kind, FaultCode.FOOTER_ROW)
        body.skipped.append(row_fault(line=row.line, code=code, value=" ".join(cell for cell in row.cells if cell)))
        if kind is RowKind.TOTAL:
            body.totals.append(row)
        found = preamble_of(rows=[row])
        if previous is not None:
            found |= summary_of(labels=previous, values=row)
        previous = row
        if kind is RowKind.PREAMBLE and "account" in found:
            account = account_text(text=found["account"].text)
        for name, fact in found.items():
            body.facts.setdefault(name, fact)
        if kind in (RowKind.OPENING, RowKind.CLOSING):
            name = "opening" if kind is RowKind.OPENING else "closing"
            balance = header.cell(Field.BALANCE, row.cells)
            body.facts.setdefault(name, Fact(text=balance, line=row.line))
    return body


def _stated_currency(facts: Preamble, defaults: TableDefaults) -> str | FileFault:
    stated = facts.get("currency")
    if stated is None:
        return defaults.currency
    currency = currency_code(text=stated.text, default=defaults.currency)
    if isinstance(currency, TextFault):
        return file_fault(code=currency.code, line=stated.line, currency=stated.text)
    return currency


def _context(header: Header, body: _Body, currency: str) -> RowContext:
    layout = layout_of(header=header)
    accounts = {account for _, account in body.data if account}
    has_own_column = _has_own_column(header, body, accounts)
    both = has_both_sides(header=header)
    return RowContext(
        columns=AmountColumns(
            header=header, layout=layout, forms=_forms(header, body), kind_column=_kind_column(header, body)
        ),
        own_accounts=frozenset(accounts or (_common_account(header, body) if both else set())),
        default_currency=currency,
        has_own_column=has_own_column,
        has_both_sides=both,
    )


def _forms(header: Header, body: _Body) -> ColumnForms:
    sample = body.data[:FORMS_FROM_ROWS]
    amounts = (Field.AMOUNT, Field.MONEY_IN, Field.MONEY_OUT, Field.BALANCE, Field.SETTLED)
    days = (Field.BOOKED_DAY, Field.TRADED_DAY)
    return column_forms(
        amounts=[header.cell(one, row.cells) for row, _ in sample for one in amounts],
        days=[header.cell(one, row.cells).split(" ")[0] for row, _ in sample for one in days],
    )


def _kind_column(header: Header, body: _Body) -> int | None:
    """A column of kinds (交易类型) whose every cell is a direction word such as 来账 or 往账."""
    for column in header.columns.get(Field.KIND, ()):
        words = [row.cells[column] for row, _ in body.data if column < len(row.cells)]
        if are_direction_words(words=words):
            return column
    return None


def _has_own_column(header: Header, body: _Body, stated: set[str]) -> bool:
    """A column 账号 is ours when it agrees with the heading, or when it holds few different accounts."""
    if Field.OWN_ACCOUNT not in header.columns:
        return False
    found = {account_text(text=header.cell(Field.OWN_ACCOUNT, row.cells)) for row, _ in body.data} - {""}
    if stated and Field.OTHER_ACCOUNT not in header.columns:
        return found <= stated
    return Field.OTHER_ACCOUNT in header.columns or len(found) <= max(_FEW_ACCOUNTS, len(body.data) // 10)


def _common_account(header: Header, body: _Body) -> set[str]:
    """Our account, where nothing names it: the one that stands on every row, as payer or as payee."""
    common: set[str] | None = None
    for row, _ in body.data:
        sides = {
            account_text(text=header.cell(one, row.cells)) for one in (Field.PAYER_ACCOUNT, Field.PAYEE_ACCOUNT)
        } - {""}
        common = sides if common is None else common & sides
    return common if common is not None and len(common) == 1 else set()


def _judge_balances(drafts: list[Draft]) -> list[RowFault]:
    """Reject rows whose balance alone cannot be read; when none can (a masked column), go without balances and say so."""
    bad = [draft for draft in drafts if draft.balance_fault is not None]
    if not bad:
        return []
    if any(draft.balance is not None for draft in drafts):
        for draft in bad:
            draft.fault = draft.fault or draft.balance_fault
        return []
    first = bad[0].balance_fault
    return [] if first is None else [replace(first, code=str(FaultCode.BALANCE_UNREADABLE))]


def _groups(drafts: list[Draft], context: RowContext, body: _Body, default: str) -> list[list[Draft]]:
    """Return the rows by account and currency, in the order of their first lines; a table without rows is one group."""
    own = next(iter(context.own_accounts)) if len(context.own_accounts) == 1 else default
    groups: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        draft.account = draft.account or own
        if not draft.is_skip:
            groups.setdefault((draft.account, draft.currency), []).append(draft)
    if groups:
        return list(groups.values())
    account = account_text(text=body.facts["account"].text) if "account" in body.facts else own
    empty = Draft(row=Row(line=0, cells=()), account=account, currency=context.default_currency, is_skip=True)
    return [[empty]]
